import type { CaseKind, SendPurpose } from '../../manual/types.ts';

const MATTER: Record<CaseKind, string> = {
  meeting: '担当者会議の日程',
  monitoring: 'モニタリングの日程',
  consultation: 'ご相談の日程',
};

/** What a message opens in the mini-app, below the LIFF address. */
export function linkFor(purpose: SendPurpose, caseId: string | null): { path: string; label: string } | null {
  if (purpose === 'date-request' && caseId) return { path: `dates/${caseId}`, label: '日にちを えらぶ' };
  if (purpose === 'callback-request') return { path: 'contact/call', label: '電話が ほしい' };
  if (purpose === 'confirmed' || purpose === 'reminder') return { path: 'schedule', label: '予定を 見る' };
  return null;
}

/** A draft that keeps the manual: 一言 first, then the matter (R6), nothing personal (R9), no sticker (R13). */
export function draftFor(
  purpose: 'callback-request' | 'date-request',
  who: {
    office: string;
    counselor: string;
    partner: 'provider' | 'other';
    attendsProgram: boolean;
    kind: CaseKind;
  },
): { greeting: string; body: string } {
  const surname = who.counselor.split(/[\s　]/)[0];
  const hello = `こんにちは。${who.office}の${surname}です。`;
  const greeting =
    who.partner === 'provider'
      ? ''
      : `${hello}\n体調はいかがですか。${who.attendsProgram ? '通所のご様子もお聞かせください。' : '最近のご様子もお聞かせください。'}`;
  const opening =
    who.partner === 'provider' ? `お世話になっております。${who.office}の${surname}です。\n` : '';
  const body =
    purpose === 'callback-request'
      ? `${MATTER[who.kind]}のことで、お電話をいたしました。ご都合のよいときに、折り返しのお電話をお願いいたします。`
      : `${MATTER[who.kind]}を決めるため、ご都合のよい日を教えてください。下のボタンからお選びいただけます。お電話でもうかがいます。`;
  return { greeting, body: opening + body };
}

/** Content-free notices (R9): what is personal stays behind the mini-app's sign-in. */
export const NOTICES = {
  confirmed: '日にちが決まりました。下のボタンからごらんください。',
  reminder: '予定のお知らせがあります。下のボタンからごらんください。',
} as const;
