import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import type { Instant } from '../../manual/types.ts';
import type { WishKind } from '../../views/shared.ts';

/** A reply that is owed, without who it is owed to. */
export interface OpenDuty {
  id: string;
  contactId: string | null;
  /** A form of the mini-app; null: a message. */
  wish: WishKind | null;
  openedAt: Instant;
  dueAt: Instant;
  takenBy: string | null;
  /** It falls to this member of staff: their client's, or of somebody nobody knows yet. */
  mine: 0 | 1;
}

/** Open reply duties: this member of staff's own first, then the most urgent (R12). */
export function readOpenDuties({ q }: Pick<Database, 'q'>, staffId: string) {
  return q.all<OpenDuty>(sql`
    select d.id as id, d.contact_id as contactId, w.kind as wish, d.opened_at as openedAt, d.due_at as dueAt,
      d.taken_by as takenBy,
      coalesce(d.taken_by = ${staffId}, d.contact_id is null or exists (
        select 1 from client_contacts cc join clients c on c.id = cc.client_id
        where cc.contact_id = d.contact_id and c.counselor_id = ${staffId})) as mine
    from reply_duties d left join wishes w on w.id = d.wish_id
    where d.cleared_at is null
    order by mine desc, d.due_at`);
}
