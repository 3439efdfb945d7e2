import { sql } from 'drizzle-orm';

/**
 * 1 when the slot's counselor has another confirmed meeting at that time: computed, so a cancellation frees it.
 * Columns are written out: in a query of one table drizzle drops the table's name, and the inner one would win.
 */
export const slotTaken = sql<number>`exists (
  select 1 from cases own
  join cases other on other.counselor_id = own.counselor_id and other.status = 'confirmed' and other.id <> own.id
  join slots booked on booked.id = other.confirmed_slot_id
  where own.id = slots.case_id and booked.starts_at < slots.ends_at and booked.ends_at > slots.starts_at)`;
