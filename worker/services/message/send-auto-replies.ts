import { eq, sql } from 'drizzle-orm';
import { autoReplies } from '../../../db/schema/messages.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { LineClient } from '../../line/client.ts';
import type { World } from '../../world.ts';
import { ids } from '../facts/read-facts.ts';
import { act } from '../record/act.ts';

const AT_ONCE = 5;
const KINDS = { night: '夜間のお知らせ（自動）', stranger: 'ご案内（自動）' } as const;

/** Claim, the replies, and the two of writing down. */
export const AUTO_REPLY_SUBREQUESTS = 3 + AT_ONCE;

/**
 * Sends the fixed texts that wait, each at most once whatever happens: a token that ran out, or an answer that
 * didn't come, ends it. What was sent, or may have been, stands in the record (R5).
 */
export async function sendAutoReplies(
  ctx: Ctx,
  line: LineClient,
  options: { clock: () => number; log: World['log'] },
): Promise<{ sent: number }> {
  const { q } = ctx.db;
  const [claimed] = await ctx.db.write([
    q
      .update(autoReplies)
      .set({ status: 'tried', triedAt: ctx.now })
      .where(
        sql`id in (select id from auto_replies where status = 'due' order by created_at limit ${AT_ONCE}) and status = 'due'`,
      )
      .returning(),
  ]);
  if (claimed.length === 0) return { sent: 0 };
  const tried = await Promise.all(
    claimed.map(async (reply) => {
      if (reply.expiresAt <= options.clock()) return { ...reply, outcome: 'refused' as const };
      const messages = [{ type: 'text' as const, text: reply.text }];
      return { ...reply, outcome: (await line.reply({ replyToken: reply.replyToken, messages })).kind };
    }),
  );
  const said = tried.filter((reply) => reply.outcome !== 'refused');
  const about = sql`select client_id from client_contacts where contact_id in (${ids(said.flatMap((r) => r.contactId ?? []))})`;
  await act(
    ctx,
    about,
    [
      q
        .select({
          clientId: clientContacts.clientId,
          contactId: clientContacts.contactId,
          relation: clientContacts.relation,
          name: contacts.name,
        })
        .from(clientContacts)
        .innerJoin(contacts, eq(contacts.id, clientContacts.contactId))
        .where(sql`${clientContacts.contactId} in (${ids(said.flatMap((r) => r.contactId ?? []))})`),
    ],
    ([links]) => ({
      result: undefined,
      writes: tried
        .filter((reply) => reply.outcome !== 'unsure')
        .map((reply) =>
          q
            .update(autoReplies)
            .set({ status: reply.outcome === 'accepted' ? 'sent' : 'unsent' })
            .where(eq(autoReplies.id, reply.id)),
        ),
      entries: said.flatMap((reply) =>
        links
          .filter((link) => link.contactId === reply.contactId)
          .map(({ clientId, contactId, relation, name }) => ({
            clientId,
            kind: reply.outcome === 'accepted' ? 'line-sent' : 'line-unsure',
            contactId,
            body: {
              summary: `LINE「${KINDS[reply.kind]}」を${reply.outcome === 'accepted' ? '送りました' : '送りましたが、届いたか確かめられません'}`,
              method: 'line' as const,
              partner: name,
              relation,
              content: reply.text,
              rules: [reply.kind === 'night' ? 'RX' : 'R1'],
              refs: { inboundMessageId: reply.inboundMessageId },
            },
          })),
      ),
    }),
  );
  for (const reply of tried)
    options.log({ event: `auto-reply-${reply.outcome}`, id: reply.id, kind: reply.kind });
  return { sent: tried.filter((reply) => reply.outcome === 'accepted').length };
}
