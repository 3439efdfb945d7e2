import { sql } from 'drizzle-orm';
import type { Statement } from '../../../db/client.ts';
import type { Ctx } from '../../context.ts';
import { classifyInbound } from '../../manual/inbound.ts';
import { HOUR } from '../../manual/jst.ts';
import type { Instant } from '../../manual/types.ts';
import type { Attendance, Health } from '../../views/shared.ts';
import { raiseUrgent } from '../alert/raise-urgent.ts';
import { ATTENDANCE_SAID, HEALTH_SAID } from './answer-said.ts';

interface Told {
  health: Health | null;
  attendance: Attendance | null;
  note: string | null;
}

interface Whose {
  clientId: string;
  contactId: string;
  caseId: string;
  answerId: string;
  lineUserId: string;
  name: string;
}

/**
 * A check-in that worries is for people, never for an automatic answer (R6): a task for today. Words of danger
 * in the ひとこと alert staff at once, as in any other text (RX).
 */
export function worriesOf(
  ctx: Ctx,
  whose: Whose,
  told: Told,
): { urgent: boolean; writes: readonly Statement[] } {
  const urgent = told.note !== null && classifyInbound(told.note).includes('urgent');
  const signs = [
    told.health === 'bad' ? `体の調子「${HEALTH_SAID.bad}」` : '',
    told.attendance === 'off' ? `通所「${ATTENDANCE_SAID.off}」` : '',
    urgent ? '緊急のことば' : '',
  ].filter(Boolean);
  if (signs.length === 0) return { urgent, writes: [] };
  const title = `${whose.name}さんの答えに、${signs.join('・')}。電話で様子を聞きます`;
  if (!urgent) return { urgent, writes: [taskOnce(ctx, whose, 'answer-worry', title)] };
  const { contactId, lineUserId, answerId } = whose;
  const task = taskOnce(ctx, whose, 'answer-worry', title, ctx.now);
  return { urgent, writes: [task, raiseUrgent(ctx, { contactId, lineUserId, answerId })] };
}

const SOON = 4 * HOUR;

/** A phone task; while the same one is open, none is added: an answer may be changed many times. */
export function taskOnce(
  ctx: Ctx,
  whose: Pick<Whose, 'clientId' | 'contactId' | 'caseId'>,
  why: 'answer-worry' | 'answer-call',
  title: string,
  dueAt: Instant = ctx.now + SOON,
): Statement {
  const { clientId, contactId, caseId } = whose;
  return ctx.db.q.run(sql`insert into tasks (id, client_id, contact_id, case_id, kind, why, title, due_at, created_at)
    select ${ctx.newId()}, ${clientId}, ${contactId}, ${caseId}, 'phone', ${why}, ${title}, ${dueAt}, ${ctx.now}
    where not exists (select 1 from tasks where case_id = ${caseId} and contact_id = ${contactId} and title = ${title} and done_at is null)`);
}
