import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { HOUR } from '../../manual/jst.ts';
import type { Instant } from '../../manual/types.ts';
import type { NoticeKind } from '../../views/notices.ts';
import { openProposal } from '../proposal/list-proposals.ts';

/** Something that a member of staff is told of, as the office's own rows show it. */
export interface News {
  staffId: string;
  kind: NoticeKind;
  ref: string;
  at: Instant;
}

const SOON = HOUR;
const MOST = 500;

/**
 * What happened since each member of staff was told last and still needs a person: read from the rows themselves, so
 * that nothing is announced whose reason is gone, and days without cron make one notice, not one for each missed tick.
 * Whom it concerns: the client's counselor, who has taken the duty, or the managers.
 */
export function readNews({ q }: Pick<Database, 'q'>, until: Instant, now: Instant) {
  const managers = sql`select id from staff where role = 'manager' and active = 1`;
  const ofContact = (contact: string) =>
    sql.raw(`join client_contacts cc on cc.contact_id = ${contact} join clients c on c.id = cc.client_id`);
  return q.all<News>(sql`
    with news (kind, staff_id, ref, at) as (
      select 'date-arrived', k.counselor_id, k.id, max(a.answered_at) from cases k join answers a on a.case_id = k.id
        where k.status = 'open' group by k.id
      union all select iif(d.due_at > ${now}, 'duty-soon', 'duty-overdue'), coalesce(d.taken_by, c.counselor_id), d.id,
          iif(d.due_at > ${now}, d.due_at - ${SOON}, d.due_at)
        from reply_duties d ${ofContact('d.contact_id')}
        where d.cleared_at is null and d.due_at <= ${until + SOON}
      union all select iif(d.due_at > ${now}, 'duty-soon', 'duty-overdue'), m.id, d.id,
          iif(d.due_at > ${now}, d.due_at - ${SOON}, d.due_at)
        from reply_duties d join (${managers}) m
        where d.cleared_at is null and d.due_at <= ${until + SOON} and d.contact_id is null
      union all select 'send-failed', c.counselor_id, t.id, t.created_at from tasks t join clients c on c.id = t.client_id
        where t.done_at is null and t.why = 'line-unsent'
      union all select iif(s.choice = 'yes', 'consent', 'withdrawn'), c.counselor_id, s.id, s.chosen_at
        from consents s join clients c on c.id = s.client_id
        where s.choice in ('yes', 'withdrawn') and s.chosen_at > (select min(told_until) from notice_settings where channel <> 'none')
      union all select 'monitoring', c.counselor_id, monitoring_proposals.id, monitoring_proposals.proposed_at
        from monitoring_proposals join clients c on c.id = monitoring_proposals.client_id where ${openProposal()}
      union all select 'review', c.counselor_id, r.id, r.opened_at from reviews r ${ofContact('r.contact_id')}
        where r.closed_at is null
      union all select 'review', m.id, r.id, r.opened_at from reviews r join (${managers}) m where r.closed_at is null
      union all select 'exception', m.id, e.id, e.asked_at from circumstances e join (${managers}) m
        where e.approved_at is null
      union all select 'quota', m.id, l.id, l.raised_at from alerts l join (${managers}) m
        where l.kind = 'quota-low' and l.taken_at is null
    )
    select distinct news.staff_id as staffId, news.kind as kind, news.ref as ref, news.at as at
    from news
    join notice_settings s on s.staff_id = news.staff_id and s.channel <> 'none'
    join staff on staff.id = s.staff_id and staff.active = 1
    where news.at > s.told_until and news.at <= ${until}
      and exists (select 1 from json_each(s.kinds) where value = news.kind)
    order by news.at limit ${MOST}`);
}
