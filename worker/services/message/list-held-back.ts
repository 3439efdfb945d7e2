import { eq, sql } from 'drizzle-orm';
import { messages } from '../../../db/schema/messages.ts';
import { heldBack } from '../../../db/schema/notices.ts';
import { clients, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { DAY } from '../../manual/jst.ts';
import type { HeldBackView } from '../../views/notices.ts';

const SHOWN_DAYS = 14;
const MOST = 100;

/** What the cap per person kept back in the last two weeks, and what became of it; for one client or all. */
export async function listHeldBack(ctx: Ctx, clientId?: string): Promise<{ heldBack: HeldBackView[] }> {
  const [rows] = await ctx.db.read([
    ctx.db.q
      .select({
        messageId: messages.id,
        clientId: clients.id,
        name: clients.name,
        kana: clients.kana,
        contactName: contacts.name,
        purpose: messages.purpose,
        why: heldBack.why,
        firstAt: heldBack.firstAt,
        lastAt: heldBack.lastAt,
        status: messages.status,
        notBefore: messages.notBefore,
      })
      .from(heldBack)
      .innerJoin(messages, eq(messages.id, heldBack.messageId))
      .innerJoin(clients, eq(clients.id, messages.clientId))
      .innerJoin(contacts, eq(contacts.id, heldBack.contactId))
      .where(
        sql`${heldBack.lastAt} > ${ctx.now - SHOWN_DAYS * DAY} and ${clients.erasedAt} is null
          and (${clientId ?? null} is null or ${messages.clientId} = ${clientId ?? null})`,
      )
      .orderBy(sql`${heldBack.lastAt} desc`)
      .limit(MOST),
  ]);
  return {
    heldBack: rows.map(({ clientId: id, name, kana, status, notBefore, ...row }) => {
      const state =
        status === 'sent' ? 'sent' : status === 'dropped' || status === 'dead' ? 'dropped' : 'waiting';
      return { ...row, client: { id, name, kana }, state, nextAt: state === 'waiting' ? notBefore : null };
    }),
  };
}
