import { and, eq, isNull, sql } from 'drizzle-orm';
import { messageIncludes } from '../../../db/client.ts';
import { clients, sessions, staff, staffInvitations } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { logChange } from '../office/log-change.ts';
import { ROLE_SAID } from './invite-staff.ts';

export interface StaffChange {
  role?: 'counselor' | 'manager' | undefined;
  active?: boolean | undefined;
  /** They are let go at once, though somebody must still take over their clients. */
  leaveClients?: boolean | undefined;
}

/**
 * Changes what a colleague may do, or lets them go and come back. Whoever is let go is signed out everywhere at
 * once; the last manager stays one (held by a trigger).
 */
export async function changeStaff(
  ctx: Ctx,
  id: string,
  change: StaffChange,
): Promise<{ id: string } | Refused> {
  const { q } = ctx.db;
  const [found, theirs] = await ctx.db.read([
    q.select().from(staff).where(eq(staff.id, id)),
    q
      .select({ n: sql<number>`count(*)` })
      .from(clients)
      .where(and(eq(clients.counselorId, id), isNull(clients.erasedAt))),
  ]);
  const old = found[0];
  const left = theirs[0]?.n ?? 0;
  if (!old) return refused('not-found');
  const role = change.role ?? old.role;
  const active = change.active ?? old.active;
  const said = [
    ...(role === old.role ? [] : [`${ROLE_SAID[old.role]}から${ROLE_SAID[role]}に`]),
    ...(active === old.active ? [] : [active ? 'また入れるように' : '入れないように']),
  ];
  if (said.length === 0) return { id };
  if (!active && old.active && left > 0 && !change.leaveClients)
    return refused('conflict', {
      detail: `担当の利用者が${left}人います。先に、ほかの職員に引きついでください。`,
    });
  try {
    await ctx.db.write([
      q.update(staff).set({ role, active }).where(eq(staff.id, id)),
      ...(active
        ? []
        : [
            q
              .update(sessions)
              .set({ revokedAt: ctx.now })
              .where(and(eq(sessions.staffId, id), isNull(sessions.revokedAt))),
          ]),
      logChange(ctx, {
        area: 'staff',
        subjectId: id,
        summary: `${old.name}さんを${said.join('、')}しました`,
        detail: { before: { role: old.role, active: old.active }, after: { role, active } },
      }),
    ]);
  } catch (error) {
    if (!messageIncludes(error, 'staff_last_manager')) throw error;
    return refused('conflict', {
      detail: '管理者がひとりもいなくなります。先に、ほかの人を管理者にしてください。',
    });
  }
  return { id };
}

/** Makes an invitation useless before anybody has used it. */
export async function revokeStaffInvitation(ctx: Ctx, id: string): Promise<{ id: string } | Refused> {
  const { q } = ctx.db;
  const [found] = await ctx.db.read([
    q
      .select({ name: staffInvitations.name, usedAt: staffInvitations.usedAt })
      .from(staffInvitations)
      .where(eq(staffInvitations.id, id)),
  ]);
  const old = found[0];
  if (!old) return refused('not-found');
  if (old.usedAt !== null) return refused('conflict', { detail: 'この招待は、もう使われています。' });
  await ctx.db.write([
    q
      .update(staffInvitations)
      .set({ revokedAt: ctx.now })
      .where(and(eq(staffInvitations.id, id), isNull(staffInvitations.revokedAt))),
    logChange(ctx, { area: 'staff', subjectId: id, summary: `${old.name}さんの招待を取り消しました` }),
  ]);
  return { id };
}
