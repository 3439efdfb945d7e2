import { eq } from 'drizzle-orm';
import { lineAccounts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';

/** Keeps what the LIFF SDK says about friendship: a push to a stranger would be lost without a word. */
export async function setFriend(
  ctx: Pick<Ctx, 'db' | 'now'>,
  input: { lineUserId: string; friend: boolean },
): Promise<{ friend: boolean }> {
  await ctx.db.read([]);
  await ctx.db.write([
    ctx.db.q
      .update(lineAccounts)
      .set({ friend: input.friend, seenAt: ctx.now })
      .where(eq(lineAccounts.lineUserId, input.lineUserId)),
  ]);
  return { friend: input.friend };
}
