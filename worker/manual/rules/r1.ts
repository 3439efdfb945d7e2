import { ageOn, turns18At } from '../calendar.ts';
import { civilDate } from '../jst.ts';
import type { ConsentChoice, Facts, Instant } from '../types.ts';
import { finding, type Rule, SILENT } from './rule.ts';

const CHOICES: Readonly<Record<Exclude<ConsentChoice, 'yes'>, string>> = {
  no: '「いいえ」とのお返事です。LINEは使わず、電話か訪問でご連絡ください。',
  later: '「あとで」とのお返事です。お返事を待つ間は、電話か訪問でご連絡ください。',
  question: '「わからない」とのお返事です。もう一度お会いして、留意点をご説明ください。',
  withdrawn: '承諾が取り消されています。電話か訪問でご連絡ください。',
};

/** R1: nothing is pushed without a consent to the version in force. */
export const R1: Rule = {
  id: 'R1',
  summary: '留意点を説明し、承諾を得た方とだけLINEでやりとりします。',
  steps: ['consent', 'phone', 'visit'],
  judge: ({ action, facts, at }) => {
    if (action.do !== 'send') return SILENT;
    const why = missingConsent(facts, at);
    return why === null ? SILENT : [finding('R1', 'refuse', why)];
  },
};

/** R1: why this contact may not be written to at an instant; null when it may. */
export function missingConsent(facts: Facts, at: Instant): string | null {
  const { consent, consentVersionNeeded, partner, client } = facts;
  if (consent === null || consent.at > facts.now) {
    return 'LINEの承諾がまだありません。留意点を説明し、承諾をいただいてから送れます。';
  }
  if (consent.choice !== 'yes') return CHOICES[consent.choice];
  if (consent.version < consentVersionNeeded) {
    return '利用上の留意点が新しくなりました。あらためて説明し、承諾をいただいてください。';
  }
  if (partner.suspended) {
    return 'ブロックまたは友だちの追加し直しがあり、送信を止めています。ご本人に確かめてから再開できます。';
  }
  const birthDate = client.birthDate ?? null;
  if (birthDate === null) return null;
  const adultFrom = turns18At(birthDate);
  if (consent.by === 'guardian' && consent.at < adultFrom && at >= adultFrom) {
    return '18歳になられました。保護者の承諾に代わり、ご本人の承諾が必要です。';
  }
  if (consent.by === 'person' && ageOn(birthDate, civilDate(at)) < 18) {
    return '18歳になるまでは、保護者の承諾が必要です。';
  }
  return null;
}
