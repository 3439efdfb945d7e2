import { civilDate, clockTime } from '../../worker/manual/jst.ts';
import { sayDate } from '../../worker/manual/say.ts';
import type { Instant } from '../../worker/manual/types.ts';
import type { WishKind } from '../../worker/views/shared.ts';

export interface WishOption {
  value: string;
  title: string;
  sub?: string;
  /** What the office reads. */
  when: string;
}
export interface WishWords {
  question: string;
  /** What was wished, on the page that says it was received. */
  title: string;
  options: (now: Instant) => WishOption[];
  /** Which answer is right for those who waver. */
  unsure: string;
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

const UNSURE_TIME = 'まよったら「いつでも いい」で いいです。';

export const WISHES: Readonly<Record<WishKind, WishWords>> = {
  call: {
    question: 'いつ {電話|でんわ}が ほしいですか。',
    title: '{電話|でんわ}が ほしい',
    options: callTimes,
    unsure: UNSURE_TIME,
  },
  question: {
    question: 'いつ {電話|でんわ}が ほしいですか。',
    title: 'わからない ことが ある',
    options: callTimes,
    unsure: UNSURE_TIME,
  },
  change: {
    question: '{予定|よてい}を {変|か}えたいのですね。',
    title: '{予定|よてい}を {変|か}えたい',
    options: callTimes,
    unsure: UNSURE_TIME,
  },
  'cannot-come': {
    question: '{行|い}けなく なったのですね。',
    title: '{行|い}けなく なった',
    options: callTimes,
    unsure: UNSURE_TIME,
  },
  consult: {
    question: 'どうやって {話|はな}したいですか。',
    title: '{相談|そうだん}したい',
    options: () => [
      { value: 'meet', title: '{会|あ}って {話|はな}したい', when: '会って話したい' },
      { value: 'phone', title: '{電話|でんわ}で {話|はな}したい', when: '電話で話したい' },
      { value: 'either', title: 'どちらでも いい', when: 'どちらでもよい' },
    ],
    unsure: 'まよったら「どちらでも いい」で いいです。',
  },
};

export function isWishKind(kind: string): kind is WishKind {
  return Object.hasOwn(WISHES, kind);
}

/** Wishes about one appointment. */
export function aboutAppointment(kind: WishKind): boolean {
  return kind === 'change' || kind === 'cannot-come';
}
