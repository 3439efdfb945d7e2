import { addDays, civilDate } from '../../worker/manual/jst.ts';
import type { CivilDate } from '../../worker/manual/types.ts';
import type { AgreementRow, ReviewEvidence, ReviewRow } from '../../worker/views/desk.ts';
import { call } from './console-http.ts';
import { seg } from './http.ts';

/** The open review cards (R2), oldest first, and what earlier ones agreed. */
export function fetchReviews(
  signal?: AbortSignal,
): Promise<{ reviews: ReviewRow[]; agreements: AgreementRow[] }> {
  return call('GET', '/api/console/reviews', undefined, signal);
}

/** R2: what people decided goes to the record; nothing follows by itself. */
export function closeReview(
  id: string,
  outcome: { outcome: string; agreed?: string; lookOn?: CivilDate },
): Promise<unknown> {
  return call('POST', `/api/console/reviews/${seg(id)}/close`, outcome);
}

/** R2: what was agreed goes on until another day, or it ends. */
export function lookAgain(
  id: string,
  look: {
    decision: 'go-on' | 'end';
    note: string;
    agreed?: string;
    lookOn?: CivilDate;
    seenLookOn: CivilDate;
  },
): Promise<unknown> {
  return call('POST', `/api/console/reviews/${seg(id)}/look`, look);
}

/** How a person may be supported. None of them stops or limits anybody (R2). */
export const SUPPORTS = [
  'このまま受ける',
  '電話の時間を決める',
  '訪問を増やす',
  '使い方を一緒に見直す',
  '通所先や家族と相談する',
] as const;

export interface ReviewFields {
  background?: string;
  talked?: string;
  support?: string;
  members?: string;
  again?: string;
  agreed?: string;
}

/** What the card holds as one text for the record: the person first, the decision last. */
export function outcomeOf(fields: ReviewFields): string {
  const lines: [string, string | undefined][] = [
    ['背景', fields.background],
    ['話し合ったこと', fields.talked],
    ['決めたこと', fields.support],
    ['話し合った人', fields.members],
    ['見直す日', fields.again],
  ];
  return lines.flatMap(([head, words]) => (words ? [`${head}：${words}`] : [])).join('\n');
}

export interface ReviewDay {
  date: CivilDate;
  conversations: number;
  /** At or above the threshold. */
  busy: boolean;
}

/** Every day of the window that the card counted, also those without contact. */
export function reviewDays(row: Pick<ReviewRow, 'openedAt' | 'evidence'>): ReviewDay[] {
  const { perDay, excessWindowDays, excessConversations }: ReviewEvidence = row.evidence;
  const last = civilDate(row.openedAt);
  const counts = new Map(perDay.map((day) => [day.date, day.conversations]));
  return Array.from({ length: excessWindowDays }, (_, index) => {
    const date = addDays(last, index + 1 - excessWindowDays);
    const conversations = counts.get(date) ?? 0;
    return { date, conversations, busy: conversations >= excessConversations };
  });
}

/** 「5回以上の日が 7日間で 3日ありました」 */
export function reviewSaid({ evidence }: Pick<ReviewRow, 'evidence'>): string {
  return `${evidence.excessConversations}回以上やりとりした日が、${evidence.excessWindowDays}日間で ${evidence.busyDays}日ありました`;
}
