import { and, desc, eq, gt, isNull, ne, sql } from 'drizzle-orm';
import { sessions, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { SessionView } from '../../views/office.ts';
import { logChange } from '../office/log-change.ts';
import type { SessionRow } from './guard.ts';

/** Where staff are signed in now: one's own, or everybody's for a manager. */
export async function listSessions(
  ctx: Ctx,
  input: { staffId: string | null; current: string; everybody: boolean },
  session: () => SessionRow,
): Promise<{ sessions: SessionView[] } | Refused> {
  const [rows] = await ctx.db.read([
    ctx.db.q
      .select({
        id: sessions.id,
        staffId: sql<string>`${sessions.staffId}`,
        staff: staff.name,
        device: sessions.device,
        createdAt: sessions.createdAt,
        expiresAt: sessions.expiresAt,
      })
      .from(sessions)
      .innerJoin(staff, eq(staff.id, sessions.staffId))
      .where(
        and(
          input.everybody ? undefined : eq(sessions.staffId, input.staffId ?? ''),
          gt(sessions.expiresAt, ctx.now),
          isNull(sessions.revokedAt),
        ),
      )
      .orderBy(desc(sessions.createdAt)),
  ]);
  if (input.everybody && session().role !== 'manager') return refused('forbidden');
  return { sessions: rows.map((row) => ({ ...row, current: row.id === input.current })) };
}

/** Signs a device out at once: one's own, or anybody's for a manager, which is kept in the history. */
export async function endStaffSession(
  ctx: Ctx,
  id: string,
  session: () => SessionRow,
): Promise<{ ended: number } | Refused> {
  const { q } = ctx.db;
  const [rows] = await ctx.db.read([
    q
      .select({ staffId: sessions.staffId, name: staff.name })
      .from(sessions)
      .innerJoin(staff, eq(staff.id, sessions.staffId))
      .where(eq(sessions.id, id)),
  ]);
  const found = rows[0];
  const own = found?.staffId === ctx.actor.id;
  if (!found || (!own && session().role !== 'manager')) return refused('not-found');
  const [ended] = await ctx.db.write([
    q
      .update(sessions)
      .set({ revokedAt: ctx.now })
      .where(and(eq(sessions.id, id), isNull(sessions.revokedAt)))
      .returning({ id: sessions.id }),
    ...(own
      ? []
      : [
          logChange(ctx, {
            area: 'session',
            subjectId: found.staffId ?? '',
            summary: `${found.name}さんのログインを終わらせました`,
          }),
        ]),
  ]);
  return { ended: ended.length };
}

/** Signs out everywhere but here. */
export async function endOtherSessions(ctx: Ctx, current: string): Promise<{ ended: number }> {
  await ctx.db.read([]);
  const [ended] = await ctx.db.write([
    ctx.db.q
      .update(sessions)
      .set({ revokedAt: ctx.now })
      .where(
        and(eq(sessions.staffId, ctx.actor.id ?? ''), ne(sessions.id, current), isNull(sessions.revokedAt)),
      )
      .returning({ id: sessions.id }),
  ]);
  return { ended: ended.length };
}
