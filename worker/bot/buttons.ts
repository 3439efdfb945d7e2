import { eq, sql } from 'drizzle-orm';
import { botButtons } from '../../db/schema/bot.ts';
import { staff } from '../../db/schema/people.ts';
import type { Ctx } from '../context.ts';
import { MINUTE } from '../manual/jst.ts';
import type { Instant } from '../manual/types.ts';
import { sha256 } from '../services/record/chain.ts';

/** A button stands for what its card says for so long. */
const LASTS_MS = 30 * MINUTE;
const SIGN = 'b.';

export type ButtonAct = (typeof botButtons.$inferSelect)['act'];

/** What a pressed button does, or why it does nothing. */
export type Pressed =
  | { kind: 'acts'; act: ButtonAct; ref: string; about: string | null }
  | { kind: 'unknown' | 'not-yours' | 'used' | 'expired' };

/** The buttons of one answer: what they do is kept here; the chat holds a random token, of which the hash is kept. */
export class ButtonPad {
  readonly #ctx: Ctx;
  readonly #newToken: () => string;
  readonly #made: { token: string; card: string; act: ButtonAct; ref: string; about: string | null }[] = [];

  constructor(ctx: Ctx, newToken: () => string) {
    this.#ctx = ctx;
    this.#newToken = newToken;
  }

  /** The buttons of one card: when one of them has acted, none of them acts again. */
  card(ref: string, about: string | null = null): (act: ButtonAct) => string {
    const card = this.#ctx.newId();
    return (act) => {
      const token = this.#newToken();
      this.#made.push({ token, card, act, ref, about });
      return `${SIGN}${token}`;
    };
  }

  /** Keeps them, before they are shown. */
  async keep(): Promise<void> {
    const { db, now, actor } = this.#ctx;
    const rows = await Promise.all(
      this.#made.map(async ({ token, ...row }) => ({
        ...row,
        tokenHash: await sha256(token),
        staffId: actor.id ?? '',
        createdAt: now,
        expiresAt: now + LASTS_MS,
      })),
    );
    if (rows.length > 0) await db.write([db.q.insert(botButtons).values(rows)]);
  }
}

/**
 * Takes a pressed button for whoever pressed it, at the time when it was pressed: bound to one member of staff, for 30
 * minutes, once. Taken before anything is done, so that two presses can't both act.
 */
export async function takeButton(ctx: Ctx, data: string, pressedAt: Instant): Promise<Pressed> {
  if (!data.startsWith(SIGN)) return { kind: 'unknown' };
  const hash = await sha256(data.slice(SIGN.length));
  const { q } = ctx.db;
  const mine = sql`select id from staff where id = ${ctx.actor.id} and active = 1`;
  const [found, taken] = await ctx.db.write([
    q
      .select({
        staffId: botButtons.staffId,
        act: botButtons.act,
        ref: botButtons.ref,
        about: botButtons.about,
        expiresAt: botButtons.expiresAt,
        active: staff.active,
      })
      .from(botButtons)
      .innerJoin(staff, eq(staff.id, botButtons.staffId))
      .where(eq(botButtons.tokenHash, hash)),
    q
      .update(botButtons)
      .set({ usedAt: ctx.now })
      .where(
        sql`${botButtons.usedAt} is null and card = (select card from bot_buttons where token_hash = ${hash}
          and used_at is null and expires_at > ${pressedAt} and staff_id in (${mine}))`,
      )
      .returning({ tokenHash: botButtons.tokenHash }),
  ]);
  const button = found[0];
  if (!button) return { kind: 'unknown' };
  if (button.staffId !== ctx.actor.id) return { kind: 'not-yours' };
  const { act, ref, about } = button;
  if (taken.some((row) => row.tokenHash === hash)) return { kind: 'acts', act, ref, about };
  return { kind: button.expiresAt <= pressedAt ? 'expired' : 'used' };
}
