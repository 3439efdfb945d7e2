import { and, desc, eq, gte, lt, type SQL, sql } from 'drizzle-orm';
import { accessLog, officeChanges } from '../../../db/schema/office.ts';
import { clients, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { addDays, instantOf } from '../../manual/jst.ts';
import type { CivilDate } from '../../manual/types.ts';
import type { AccessRow, ChangeArea, ChangeRow, Page } from '../../views/office.ts';

const PAGE = 50;

/** Who changed what of the office, newest first. */
export async function listChanges(
  ctx: Ctx,
  asked: { area?: ChangeArea | undefined; after?: string | undefined },
): Promise<Page<ChangeRow>> {
  const [rows] = await ctx.db.read([
    ctx.db.q
      .select({
        id: officeChanges.id,
        area: officeChanges.area,
        summary: officeChanges.summary,
        detail: officeChanges.detail,
        staff: staff.name,
        at: officeChanges.at,
      })
      .from(officeChanges)
      .innerJoin(staff, eq(staff.id, officeChanges.staffId))
      .where(
        and(
          asked.area ? eq(officeChanges.area, asked.area) : undefined,
          before(asked.after, sql`office_changes.at`, sql`office_changes.id`),
        ),
      )
      .orderBy(desc(officeChanges.at), desc(officeChanges.id))
      .limit(PAGE + 1),
  ]);
  return page(rows.map((row) => ({ ...row, detail: row.detail === null ? null : JSON.parse(row.detail) })));
}

/** Who opened or took out what, newest first. */
export async function listAccess(
  ctx: Ctx,
  asked: {
    staffId?: string | undefined;
    clientId?: string | undefined;
    what?: 'opened' | 'export' | undefined;
    from?: CivilDate | undefined;
    until?: CivilDate | undefined;
    after?: string | undefined;
  },
): Promise<Page<AccessRow>> {
  const [rows] = await ctx.db.read([
    ctx.db.q
      .select({
        id: accessLog.id,
        at: accessLog.at,
        staff: staff.name,
        what: accessLog.what,
        detail: accessLog.detail,
        clientId: accessLog.clientId,
        client: clients.name,
      })
      .from(accessLog)
      .innerJoin(staff, eq(staff.id, accessLog.staffId))
      .leftJoin(clients, eq(clients.id, accessLog.clientId))
      .where(
        and(
          asked.staffId ? eq(accessLog.staffId, asked.staffId) : undefined,
          asked.clientId ? eq(accessLog.clientId, asked.clientId) : undefined,
          asked.what === 'export' ? sql`+${accessLog.what} like 'export%'` : undefined,
          asked.what === 'opened' ? sql`+${accessLog.what} not like 'export%'` : undefined,
          asked.from ? gte(accessLog.at, instantOf(asked.from, '00:00')) : undefined,
          asked.until ? lt(accessLog.at, instantOf(addDays(asked.until, 1), '00:00')) : undefined,
          before(asked.after, sql`access_log.at`, sql`access_log.id`),
        ),
      )
      .orderBy(desc(accessLog.at), desc(accessLog.id))
      .limit(PAGE + 1),
  ]);
  return page(rows);
}

function before(after: string | undefined, at: SQL, id: SQL): SQL | undefined {
  if (!after) return undefined;
  const [lastAt, lastId] = JSON.parse(after) as [number, string];
  return sql`(${at}, ${id}) < (${lastAt}, ${lastId})`;
}

function page<T extends { at: number; id: string }>(rows: T[]): Page<T> {
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > PAGE && last ? JSON.stringify([last.at, last.id]) : null };
}
