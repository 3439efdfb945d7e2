import { eq, sql } from 'drizzle-orm';
import type { Statement } from '../../../db/client.ts';
import { contacts, lineAccounts, sessions, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';

const HOUR = 3_600_000;

type Opening = Pick<Ctx, 'db' | 'now' | 'newId'>;

/** Opens a 12 h session for a LINE user; `linked`: the office knows this account as a contact. */
export async function startUserSession(
  ctx: Opening,
  lineUserId: string,
  hours: number,
): Promise<{ sessionId: string; linked: boolean }> {
  const sessionId = ctx.newId();
  const [, , known] = await ctx.db.write([
    rememberAccount(ctx, lineUserId),
    ctx.db.q.insert(sessions).values({
      id: sessionId,
      kind: 'user',
      lineUserId,
      createdAt: ctx.now,
      expiresAt: ctx.now + hours * HOUR,
    }),
    ctx.db.q.select({ id: contacts.id }).from(contacts).where(eq(contacts.lineUserId, lineUserId)),
  ]);
  return { sessionId, linked: known.length > 0 };
}

/** Opens an 8 h session for a staff member; anybody else is refused and leaves no trace. */
export async function startStaffSession(
  ctx: Opening,
  lineUserId: string,
  hours: number,
  device: string | null,
): Promise<{ sessionId: string; staffId: string } | Refused> {
  const sessionId = ctx.newId();
  const [, found] = await ctx.db.write([
    ctx.db.q.run(sql`insert into ${sessions} (id, kind, line_user_id, staff_id, device, created_at, expires_at)
      select ${sessionId}, 'staff', line_user_id, id, ${device}, ${ctx.now}, ${ctx.now + hours * HOUR}
      from ${staff} where line_user_id = ${lineUserId} and active = 1`),
    ctx.db.q.select({ staffId: sessions.staffId }).from(sessions).where(eq(sessions.id, sessionId)),
  ]);
  const staffId = found[0]?.staffId;
  return staffId ? { sessionId, staffId } : refused('forbidden');
}

/** Ends a session at once, whoever it belongs to; ending it twice is no error. */
export async function endSession(ctx: Opening, sessionId: string): Promise<void> {
  await ctx.db.write([
    ctx.db.q
      .update(sessions)
      .set({ revokedAt: ctx.now })
      .where(sql`${sessions.id} = ${sessionId} and ${sessions.revokedAt} is null`),
  ]);
}

/** Makes sure the LINE account has its row, and notes that it was seen. */
export function rememberAccount({ db, now }: Pick<Ctx, 'db' | 'now'>, lineUserId: string): Statement {
  return db.q
    .insert(lineAccounts)
    .values({ lineUserId, seenAt: now })
    .onConflictDoUpdate({ target: lineAccounts.lineUserId, set: { seenAt: now } });
}
