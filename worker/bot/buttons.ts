import { eq, sql } from 'drizzle-orm';
import { messageIncludes, type Statement } from '../../db/client.ts';
import { botButtons } from '../../db/schema/bot.ts';
import type { Ctx } from '../context.ts';
import { MINUTE } from '../manual/jst.ts';
import type { Instant } from '../manual/types.ts';
import { sha256 } from '../services/record/chain.ts';

/** A button stands for what its card says for so long. */
export const BUTTON_LASTS_MS = 30 * MINUTE;
const SIGN = 'b.';

export type ButtonAct = (typeof botButtons.$inferSelect)['act'];

/** What a pressed button does, or why it does nothing. */
export type Pressed =
  | { kind: 'acts'; act: ButtonAct; ref: string; about: string | null; card: string }
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
        expiresAt: now + BUTTON_LASTS_MS,
      })),
    );
    if (rows.length > 0) await db.write([db.q.insert(botButtons).values(rows)]);
  }
}

/** Finds a pressed button for whoever pressed it, at the time when it was pressed: bound to one member of staff, for 30 minutes. */
export async function findButton(ctx: Ctx, data: string, pressedAt: Instant): Promise<Pressed> {
  if (!data.startsWith(SIGN)) return { kind: 'unknown' };
  const hash = await sha256(data.slice(SIGN.length));
  const [found] = await ctx.db.read([
    ctx.db.q.select().from(botButtons).where(eq(botButtons.tokenHash, hash)),
  ]);
  const button = found[0];
  if (!button) return { kind: 'unknown' };
  if (button.staffId !== ctx.actor.id) return { kind: 'not-yours' };
  if (button.usedAt !== null) return { kind: 'used' };
  if (button.expiresAt <= pressedAt) return { kind: 'expired' };
  const { act, ref, about, card } = button;
  return { kind: 'acts', act, ref, about, card };
}

/** Takes a card of which nothing is written but that it was used. @throws see {@link isUsed} */
export async function takeCard(ctx: Ctx, card: string): Promise<void> {
  await ctx.db.write([useOnce(ctx, card)]);
}

/**
 * The same context, whose first write takes the card too: both or neither, so that what was pressed is done once,
 * whenever the Worker dies. Of two presses the later one's write fails, see {@link isUsed}.
 */
export function taking(ctx: Ctx, card: string): Ctx {
  let taken = false;
  const db: Ctx['db'] = {
    ...ctx.db,
    write: async (statements) => {
      if (taken || statements.length === 0) return ctx.db.write(statements);
      const [, ...rest] = await ctx.db.write([useOnce(ctx, card), ...statements] as readonly Statement[]);
      taken = true;
      return rest as never;
    },
  };
  return { ...ctx, db };
}

/** Whether a write failed because another press had taken the card. */
export function isUsed(error: unknown): boolean {
  return messageIncludes(error, 'bot_buttons_lasts');
}

// A card that is taken can't be taken again: its end would fall on its beginning, which the CHECK refuses.
function useOnce({ db, now }: Ctx, card: string): Statement {
  return db.q
    .update(botButtons)
    .set({ usedAt: now, expiresAt: sql`iif(used_at is null, expires_at, created_at)` })
    .where(eq(botButtons.card, card));
}
