import { turns18At } from '../calendar.ts';
import type { CivilDate, ConsentChoice, ConsentFact, Facts, Instant } from '../types.ts';
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
    if (why !== null) return [finding('R1', 'refuse', why)];
    return facts.partner.friend === null ? [finding('R1', 'human', UNSURE_FRIEND)] : SILENT;
  },
};

const UNSURE_FRIEND =
  '友だちに追加されたか、まだ確かめられていません。LINEを送っても、届かないことがあります。';

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
  const lack = consentLacks(consent, client.birthDate ?? null, at);
  if (lack !== null) return LACKS[lack];
  if (partner.friend === false) {
    return 'まだ友だちに追加されていないため、LINEを送っても届きません。電話か訪問でご連絡ください。';
  }
  return null;
}

const LACKS = {
  'own-needed': '18歳になられました。保護者の承諾に代わり、ご本人の承諾が必要です。',
  'guardian-needed': '18歳になるまでは、保護者の承諾が必要です。',
} as const;

/** R1: whose consent a 「はい」 still lacks: a minor's guardian, or from 18 on (JST midnight) the person's own. */
export function consentLacks(
  consent: Pick<ConsentFact, 'by'>,
  birthDate: CivilDate | null,
  at: Instant,
): keyof typeof LACKS | null {
  if (birthDate === null) return null;
  const minor = at < turns18At(birthDate);
  if (consent.by === 'guardian') return minor ? null : 'own-needed';
  return minor && (consent.by === 'person' || consent.by === 'family') ? 'guardian-needed' : null;
}
