import { asc, desc, eq, sql } from 'drizzle-orm';
import { staff, staffInvitations } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { Colleague, StaffInvitationView, StaffListView } from '../../views/office.ts';

const INVITATIONS_SHOWN = 30;

/** Everybody who works here or did, and who was invited: for managers. */
export async function listStaff(ctx: Ctx): Promise<StaffListView> {
  const { q } = ctx.db;
  const [people, invited] = await ctx.db.read([
    q
      .select({
        id: staff.id,
        name: staff.name,
        kana: staff.kana,
        role: staff.role,
        active: staff.active,
        createdAt: staff.createdAt,
        // Written out: in a select from one table, a column's name would stand without its table's.
        clients: sql<number>`(select count(*) from clients where counselor_id = staff.id and erased_at is null)`,
        sessions: sql<number>`(select count(*) from sessions where staff_id = staff.id and revoked_at is null and expires_at > ${ctx.now})`,
      })
      .from(staff)
      .orderBy(desc(staff.active), asc(staff.createdAt)),
    q
      .select({
        id: staffInvitations.id,
        name: staffInvitations.name,
        role: staffInvitations.role,
        createdBy: staff.name,
        createdAt: staffInvitations.createdAt,
        expiresAt: staffInvitations.expiresAt,
        usedAt: staffInvitations.usedAt,
        revokedAt: staffInvitations.revokedAt,
      })
      .from(staffInvitations)
      .leftJoin(staff, eq(staff.id, staffInvitations.createdBy))
      .orderBy(desc(staffInvitations.createdAt))
      .limit(INVITATIONS_SHOWN),
  ]);
  return {
    staff: people,
    invitations: invited.map(({ usedAt, revokedAt, ...row }): StaffInvitationView => {
      const over = row.expiresAt <= ctx.now ? 'expired' : 'open';
      return { ...row, state: usedAt !== null ? 'used' : revokedAt !== null ? 'revoked' : over };
    }),
  };
}

/** Who can be put in charge of a client. */
export async function listColleagues(ctx: Ctx): Promise<{ colleagues: Colleague[] }> {
  const [rows] = await ctx.db.read([
    ctx.db.q
      .select({ id: staff.id, name: staff.name, kana: staff.kana })
      .from(staff)
      .where(eq(staff.active, true))
      .orderBy(asc(staff.createdAt)),
  ]);
  return { colleagues: rows };
}
