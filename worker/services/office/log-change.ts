import type { Statement } from '../../../db/client.ts';
import { officeChanges } from '../../../db/schema/office.ts';
import type { Ctx } from '../../context.ts';
import type { ChangeArea } from '../../views/office.ts';

export interface OfficeChange {
  area: ChangeArea;
  /** What was changed: an id, a date, a version. */
  subjectId: string;
  /** The revision this change makes: two people changing the same one can't both succeed. */
  revision?: number;
  summary: string;
  detail?: Record<string, unknown>;
}

const SUMMARY = 400;

/** Who changed what of the office, when: stands in the same batch as the change. */
export function logChange(ctx: Ctx, change: OfficeChange): Statement {
  return ctx.db.q.insert(officeChanges).values({
    id: ctx.newId(),
    area: change.area,
    subjectId: change.subjectId,
    revision: change.revision ?? null,
    summary: change.summary.slice(0, SUMMARY),
    detail: change.detail ? JSON.stringify(change.detail) : null,
    staffId: ctx.actor.id ?? '',
    at: ctx.now,
  });
}
