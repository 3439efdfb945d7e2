import { civilDate, clockTime } from '../../worker/manual/jst.ts';
import { sayDate } from '../../worker/manual/say.ts';
import type { Instant } from '../../worker/manual/types.ts';
import type { AppClient, AppHome } from '../../worker/views/mini-app.ts';
import type { WishKind } from '../../worker/views/shared.ts';
import { fullCallName } from '../parts/say-ruby.ts';

export interface WishOption {
  value: string;
  title: string;
  sub?: string;
  /** What the office reads, where that is a text. */
  when?: string;
}
export type StepName = 'urgency' | 'topic' | 'how' | 'reason' | 'own' | 'voice' | 'when' | 'with' | 'words';

/** One question of a form. */
export interface WishStep {
  /** On the last look. */
  label: string;
  question: (client: AppClient | undefined, home: AppHome) => string;
  options: (home: AppHome) => WishOption[];
  /** Which answer is right for those who waver. */
  unsure: string;
}

/** What was wished, as the page that says it was received has it. */
export const WISH_TITLES: Readonly<Record<WishKind, string>> = {
  call: '{電話|でんわ}が ほしい',
  question: 'わからない ことが ある',
  change: '{予定|よてい}を {変|か}えたい',
  'cannot-come': '{行|い}けなく なった',
  consult: '{相談|そうだん}したい',
  'line-monitoring': 'LINEで モニタリングを したい',
};

/** The questions of each form, one a page (after whose matter or which appointment it is). */
export function stepsOf(kind: WishKind, home: AppHome): readonly StepName[] {
  if (kind === 'call') return ['when', 'with'];
  if (kind === 'question') return ['topic', 'when'];
  if (kind === 'consult') return ['urgency', 'topic', 'how', 'words'];
  if (kind !== 'line-monitoring') return ['when'];
  return home.me?.kind === 'person' ? ['reason', 'own', 'words'] : ['reason', 'own', 'voice', 'words'];
}

export function isWishKind(kind: string): kind is WishKind {
  return Object.hasOwn(WISH_TITLES, kind);
}

/** Wishes about one appointment. */
export function aboutAppointment(kind: WishKind): boolean {
  return kind === 'change' || kind === 'cannot-come';
}

const ANY_TIME: WishOption = { value: 'any', title: 'いつでも いい', when: 'いつでも' };
const NEXT_DAY: WishOption = {
  value: 'next',
  title: 'つぎの {日|ひ}',
  sub: '{事務所|じむしょ}が あいて いる {日|ひ}に',
  when: '次に事務所が開いている日',
};

/** When a call suits. 今日 is only offered while somebody can still call today. */
function callTimes(now: Instant): WishOption[] {
  const today: WishOption = {
    value: 'today',
    title: '{今日|きょう}',
    sub: 'できるだけ {今日|きょう}の うちに',
    when: `${sayDate(civilDate(now))}のうち`,
  };
  return clockTime(now) < '17:00' ? [today, NEXT_DAY, ANY_TIME] : [NEXT_DAY, ANY_TIME];
}

const OTHER: WishOption = { value: 'other', title: 'そのほか' };

/** The topics of 相談したい and of わからない ことが ある. */
export function topicsOf(kind: WishKind): WishOption[] {
  if (kind === 'question')
    return [
      { value: 'rules', title: 'LINEの やくそくの こと' },
      { value: 'dates', title: '{予定|よてい}や {日|ひ}にちの こと' },
      { value: 'app', title: 'アプリの {使|つか}い{方|かた}' },
      OTHER,
    ];
  return [
    { value: 'living', title: 'くらしや {家|いえ}の こと' },
    { value: 'money', title: 'お{金|かね}の こと' },
    { value: 'health', title: '{体|からだ}や {気持|きも}ちの こと' },
    { value: 'work', title: '{仕事|しごと}や {通所|つうしょ}の こと' },
    { value: 'people', title: '{家族|かぞく}や {人|ひと}の こと' },
    OTHER,
  ];
}

const isPerson = (home: AppHome) => home.me?.kind === 'person';

export const STEPS: Readonly<Record<Exclude<StepName, 'words' | 'topic'>, WishStep>> = {
  when: {
    label: 'いつ',
    question: () => 'いつ {電話|でんわ}が ほしいですか。',
    options: (home) => callTimes(home.now),
    unsure: 'まよったら「いつでも いい」で いいです。',
  },
  with: {
    label: 'だれと',
    question: () => 'だれと {話|はな}したいですか。',
    options: () => [
      {
        value: 'counselor',
        title: '{担当|たんとう}の {人|ひと}',
        sub: '{電話|でんわ}が おそく なる ことも あります',
      },
      { value: 'anybody', title: 'だれでも いい', sub: '{早|はや}い ことが あります' },
    ],
    unsure: 'まよったら「だれでも いい」で いいです。',
  },
  urgency: {
    label: 'いそぎますか',
    question: () => '{相談|そうだん}は いそぎますか。',
    options: () => [
      {
        value: 'soon',
        title: 'いそいで います',
        sub: '{事務所|じむしょ}が あいたら {先|さき}に {電話|でんわ}します',
      },
      { value: 'usual', title: 'いそぎません' },
    ],
    unsure: 'まよったら「いそいで います」で いいです。',
  },
  how: {
    label: 'どうやって',
    question: () => 'どうやって {話|はな}したいですか。',
    options: () => [
      { value: 'meet', title: '{会|あ}って {話|はな}したい', when: '会って話したい' },
      { value: 'phone', title: '{電話|でんわ}で {話|はな}したい', when: '電話で話したい' },
      { value: 'either', title: 'どちらでも いい', when: 'どちらでもよい' },
    ],
    unsure: 'まよったら「どちらでも いい」で いいです。',
  },
  reason: {
    label: '{会|あ}えない わけ',
    question: () => 'どうして {会|あ}うのが むずかしいですか。',
    options: () => [
      {
        value: 'work',
        title: '{仕事|しごと}や {学校|がっこう}が ある',
        sub: '{会|あ}える {時間|じかん}が ない',
      },
      {
        value: 'body',
        title: '{体|からだ}の {調子|ちょうし}が わるい',
      },
      { value: 'hospital', title: '{入院|にゅういん}して いる' },
      { value: 'people', title: '{人|ひと}と {会|あ}うのが つらい' },
      { ...OTHER, sub: 'あとで {書|か}きます' },
    ],
    unsure: 'まよったら「そのほか」で いいです。',
  },
  own: {
    label: '{本人|ほんにん}の {気持|きも}ち',
    question: (client, home) =>
      isPerson(home) || !client
        ? 'LINEで {話|はな}したいですか。'
        : `${fullCallName(client)}が\nLINEで したいと {言|い}いましたか。`,
    options: (home) =>
      isPerson(home)
        ? [
            { value: 'yes', title: 'はい、LINEで {話|はな}したい' },
            { value: 'no', title: '{会|あ}って {話|はな}したい' },
            { value: 'unsure', title: 'わからない' },
          ]
        : [
            { value: 'yes', title: 'はい、{本人|ほんにん}が {言|い}いました' },
            { value: 'no', title: 'まだ {聞|き}いて いません' },
            { value: 'unsure', title: '{本人|ほんにん}は わからないと {言|い}いました' },
          ],
    unsure: 'まよったら「わからない」で いいです。',
  },
  voice: {
    label: '{言|い}い{方|かた}',
    question: () => '{本人|ほんにん}は どうやって {言|い}いましたか。',
    options: () => [
      { value: 'spoken', title: '{口|くち}で {言|い}いました' },
      { value: 'written', title: '{書|か}いて {見|み}せました' },
      { value: 'signed', title: '{手話|しゅわ}や {身|み}ぶりで' },
      { value: 'cards', title: '{絵|え}や カードで' },
    ],
    unsure: '{一番|いちばん} {近|ちか}い ものを えらんで ください。',
  },
};
