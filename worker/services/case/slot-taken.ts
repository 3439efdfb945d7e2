import { sql } from 'drizzle-orm';
import { slots } from '../../../db/schema.ts';

/** 1 when the slot's counselor has another confirmed meeting at that time: computed, so a cancellation frees it. */
export const slotTaken = sql<number>`exists (
  select 1 from cases own
  join cases other on other.counselor_id = own.counselor_id and other.status = 'confirmed' and other.id <> own.id
  join slots booked on booked.id = other.confirmed_slot_id
  where own.id = ${slots.caseId} and booked.starts_at < ${slots.endsAt} and booked.ends_at > ${slots.startsAt})`;
