import type { PartnerKind } from '../../worker/manual/types.ts';
import type { ConsentInput } from '../data/app.ts';

type Choice = ConsentInput['choice'];

/** R1: who chooses is kept with the choice. */
export const CHOOSERS: readonly { kind: PartnerKind; title: string; sub?: string }[] = [
  { kind: 'person', title: '{本人|ほんにん}です', sub: '{支援|しえん}を {使|つか}って いる {人|ひと}' },
  { kind: 'guardian', title: '{保護者|ほごしゃ}です', sub: 'お{父|とう}さん・お{母|かあ}さん など' },
  { kind: 'legal-representative', title: '{後見人|こうけんにん} などです' },
  { kind: 'family', title: '{家族|かぞく}です', sub: 'きょうだい など' },
  { kind: 'provider', title: '{事業所|じぎょうしょ}の {人|ひと}です' },
];

/** Who can be choosing here: a 事業所 for itself; a 保護者 only for somebody who is not 18 yet (R1). */
export function choosersFor(contact: PartnerKind, minor: boolean | null): typeof CHOOSERS {
  if (contact === 'provider') return CHOOSERS.filter((each) => each.kind === 'provider');
  const people = CHOOSERS.filter((each) => each.kind !== 'provider');
  if (minor !== false) return people;
  return people
    .filter((each) => each.kind !== 'guardian')
    .map((each) => (each.kind === 'family' ? { ...each, sub: '{親|おや}・きょうだい など' } : each));
}

export const CHOICES: readonly { choice: Choice; title: string; sub: string }[] = [
  { choice: 'yes', title: 'はい、{使|つか}います', sub: '{電話|でんわ}が つながらない ときに' },
  {
    choice: 'no',
    title: 'いいえ、{使|つか}いません',
    sub: '{電話|でんわ}と {手紙|てがみ}で {連絡|れんらく}します',
  },
  { choice: 'later', title: 'あとで {決|き}めます', sub: 'つぎに {会|あ}う ときに また {聞|き}きます' },
  { choice: 'question', title: 'わからない ことが あります', sub: '{電話|でんわ}で せつめいします' },
];

export const EXPLAINED: readonly { explained: boolean; title: string }[] = [
  { explained: true, title: 'はい、{話|はな}しました' },
  { explained: false, title: 'まだです' },
];

/** Whoever chooses for another person is asked whether that person was told too; a 事業所 chooses for itself. */
export function asksExplained(chooser: PartnerKind | null): boolean {
  return chooser === 'guardian' || chooser === 'legal-representative' || chooser === 'family';
}

export function choiceTitle(choice: string): string {
  return CHOICES.find((each) => each.choice === choice)?.title ?? 'やめました';
}
