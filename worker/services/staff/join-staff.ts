import { eq, sql } from 'drizzle-orm';
import { staff, staffInvitations } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { sha256 } from '../record/chain.ts';
import { rememberAccount } from '../session/start-session.ts';

/**
 * Makes a LINE account a staff account by a one-time code: an invitation of a manager, or the bootstrap code
 * while no manager exists. Used, expired, unknown codes and accounts already in use are all refused alike.
 */
export async function joinStaff(
  ctx: Pick<Ctx, 'db' | 'now' | 'newId'>,
  input: {
    lineUserId: string;
    code: string;
    name: string | undefined;
    kana: string | undefined;
    bootstrapCode: string | undefined;
  },
): Promise<{ staffId: string } | Refused> {
  const staffId = ctx.newId();
  const kana = input.kana ?? null;
  const hash = await sha256(input.code);
  const isBootstrap = input.bootstrapCode !== undefined && hash === (await sha256(input.bootstrapCode));
  const { q } = ctx.db;
  const taken = sql`select 1 from ${staff} where line_user_id = ${input.lineUserId}`;
  const join = isBootstrap
    ? q.run(sql`insert into ${staff} (id, name, kana, role, line_user_id, active, created_at)
        select ${staffId}, ${input.name ?? '管理者'}, ${kana}, 'manager', ${input.lineUserId}, 1, ${ctx.now}
        where not exists (select 1 from ${staff} where role = 'manager' and active = 1) and not exists (${taken})`)
    : q.run(sql`insert into ${staff} (id, name, kana, role, line_user_id, active, created_at)
        select ${staffId}, coalesce(${input.name ?? null}, name), ${kana}, role, ${input.lineUserId}, 1, ${ctx.now}
        from ${staffInvitations} where token_hash = ${hash} and used_at is null and revoked_at is null and expires_at > ${ctx.now}
        and not exists (${taken})`);
  const [, , , joined] = await ctx.db.write([
    rememberAccount(ctx, input.lineUserId),
    join,
    q.run(sql`update ${staffInvitations} set used_at = ${ctx.now}, used_by = ${staffId}
      where token_hash = ${hash} and used_at is null and exists (select 1 from ${staff} where id = ${staffId})`),
    q.select({ id: staff.id }).from(staff).where(eq(staff.id, staffId)),
  ]);
  return joined.length > 0 ? { staffId } : refused('forbidden', { detail: 'このコードは使えません。' });
}
