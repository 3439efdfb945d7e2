import { sql } from 'drizzle-orm';
import { type Refused, refused } from '../../problem.ts';

/** Who ended a case, as a column of it. */
export const whoClosed = sql<string | null>`coalesce(
  (select s.name from staff s where s.id = cases.cancelled_by),
  (select s.name from meetings m join staff s on s.id = m.recorded_by where m.case_id = cases.id))`;

/** Says who was first to end the case. */
export function closedBy(status: 'held' | 'cancelled', who: string | null): Refused {
  const did = status === 'held' ? '実施を記録' : 'とりやめに';
  return refused('case-closed', { detail: `${who ?? 'ほかの人'}さんが先に${did}しました。` });
}
