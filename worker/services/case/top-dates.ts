import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import type { Instant } from '../../manual/types.ts';
import { slotTaken } from './slot-taken.ts';

/** The time that suits best of those offered for a case, as the newest answers have it. */
export interface TopDate {
  caseId: string;
  slotId: string;
  startsAt: Instant;
  endsAt: Instant;
  /** How many participants have answered. */
  answered: number;
  participants: number;
}

/** Of each case the time that nobody refused and that was ranked first; none where no time is left that anybody wants. */
export function readTopDates({ q }: Pick<Database, 'q'>, caseIds: readonly string[], now: Instant) {
  return q.all<TopDate>(sql`
    with newest as (
      select a.id, a.case_id from answers a
      where a.case_id in (select value from json_each(${JSON.stringify(caseIds)}))
        and a.seq = (select max(b.seq) from answers b where b.case_id = a.case_id and b.contact_id = a.contact_id)
    ), wanted as (
      select slots.id, slots.case_id, slots.starts_at, slots.ends_at,
        row_number() over (partition by slots.case_id order by
          min(coalesce(p.rank, 9)), sum(p.mark = 'yes') desc, slots.starts_at) as place
      from slots join newest on newest.case_id = slots.case_id
        join preferences p on p.answer_id = newest.id and p.slot_id = slots.id
      where slots.closed_at is null and slots.starts_at > ${now} and not ${slotTaken}
      group by slots.id having sum(p.mark = 'no') = 0
    )
    select wanted.case_id as caseId, wanted.id as slotId, wanted.starts_at as startsAt, wanted.ends_at as endsAt,
      (select count(*) from newest where newest.case_id = wanted.case_id) as answered,
      (select count(*) from participants where participants.case_id = wanted.case_id) as participants
    from wanted where wanted.place = 1`);
}
