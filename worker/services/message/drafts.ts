import type { CaseKind, SendPurpose } from '../../manual/types.ts';
import type { DraftText } from '../../views/messages.ts';

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

/** About whom and what a draft is written. */
export interface DraftAbout {
  office: string;
  counselor: string;
  partner: 'provider' | 'other';
  attendsProgram: boolean;
  /** null outside a case. */
  kind: CaseKind | null;
  /** Whether times stand on offer; without, parts of days are asked for. */
  offered: boolean;
}

/** A draft that keeps the manual: 一言 first, then the matter (R6), nothing personal (R9), no sticker (R13). */
export function draftFor(
  purpose: 'callback-request' | 'date-request',
  about: DraftAbout,
): { greeting: string; body: string } {
  const [first] = draftsFor(purpose, about);
  return { greeting: first?.greeting ?? '', body: first?.body ?? '' };
}

/** The product's own texts for a purpose, the usual one first; the office's own stand beside them. */
export function draftsFor(purpose: SendPurpose, about: DraftAbout): DraftText[] {
  const surname = about.counselor.split(/[\s　]/)[0] ?? '';
  const matter = about.kind ? MATTER[about.kind] : 'ご相談';
  if (about.partner === 'provider') {
    const hello = `お世話になっております。${about.office}の${surname}です。\n`;
    return bodiesOf(purpose, matter, about.offered).map(({ id, name, body }) => ({
      id,
      name,
      greeting: '',
      body: hello + body,
    }));
  }
  const hello = `こんにちは。${about.office}の${surname}です。`;
  const more = about.attendsProgram ? '通所のご様子もお聞かせください。' : '最近のご様子もお聞かせください。';
  const word = purpose === 'reply' ? hello : `${hello}\n体調はいかがですか。${more}`;
  return bodiesOf(purpose, matter, about.offered).map(({ id, name, body, short }) => ({
    id,
    name,
    greeting: short ? `${hello}\n体調はいかがですか。` : word,
    body,
  }));
}

interface Body {
  id: string;
  name: string;
  body: string;
  short?: true;
}

function bodiesOf(purpose: SendPurpose, matter: string, offered: boolean): Body[] {
  switch (purpose) {
    case 'callback-request':
      return [
        {
          id: 'callback',
          name: '体調をたずねてから、折り返しのお願い',
          body: `${matter}のことで、お電話をいたしました。ご都合のよいときに、折り返しのお電話をお願いいたします。`,
        },
        {
          id: 'callback-easy',
          name: 'やさしい文で、折り返しのお願い',
          body: `${matter}の話をしたいです。下のボタンから、電話がほしい時間を教えてください。`,
          short: true,
        },
      ];
    case 'date-request':
      return [
        {
          id: 'dates',
          name: '体調をたずねてから、希望日のお願い',
          body: offered
            ? `${matter}を決めます。ご都合のよい日を教えてください。下のボタンからお選びいただけます。お電話でもうかがいます。`
            : `${matter}を決めます。ご都合のよい曜日や時間帯を教えてください。下のボタンからお選びいただけます。お電話でもうかがいます。`,
        },
        {
          id: 'dates-easy',
          name: 'やさしい文で、希望日のお願い',
          body: offered
            ? `${matter}を決めたいです。下のボタンから、来られる日を選んでください。`
            : `${matter}を決めたいです。下のボタンから、来られる日や時間を選んでください。`,
          short: true,
        },
      ];
    case 'reply':
      return [
        {
          id: 'reply-received',
          name: '受け取ったことを伝える',
          body: 'ご連絡をありがとうございます。内容を確かめました。',
        },
        {
          id: 'reply-call',
          name: '電話で話したいと伝える',
          body: 'ご連絡をありがとうございます。お電話でお話しできればと思います。ご都合のよい時間を教えてください。',
        },
      ];
    case 'info':
      return [
        {
          id: 'info-call',
          name: '電話で話したいと伝える',
          body: 'お話ししたいことがあります。ご都合のよいときに、お電話をいただけますか。',
        },
      ];
    default:
      return [];
  }
}

/** Content-free notices (R9): what is personal stays behind the mini-app's sign-in. */
export const NOTICES = {
  confirmed: '日にちが決まりました。下のボタンからごらんください。',
  reminder: '予定のお知らせがあります。下のボタンからごらんください。',
} as const;
