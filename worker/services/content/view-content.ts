import { eq } from 'drizzle-orm';
import { contents, inboundMessages } from '../../../db/schema/inbound.ts';
import { accessLog } from '../../../db/schema/office.ts';
import { clientContacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';

/** An image that a person sent, for staff only; each opening is logged for the clients it concerns. */
export async function viewContent(
  ctx: Ctx,
  inboundMessageId: string,
): Promise<{ contentType: string; bytes: Uint8Array<ArrayBuffer> } | Refused> {
  const { q } = ctx.db;
  const [found, of] = await ctx.db.read([
    q
      .select({ contentType: contents.contentType, bytes: contents.bytes })
      .from(contents)
      .where(eq(contents.inboundMessageId, inboundMessageId)),
    q
      .select({ clientId: clientContacts.clientId })
      .from(inboundMessages)
      .innerJoin(clientContacts, eq(clientContacts.contactId, inboundMessages.contactId))
      .where(eq(inboundMessages.id, inboundMessageId)),
  ]);
  const { contentType, bytes } = found[0] ?? {};
  if (!contentType || !bytes) return refused('not-found');
  await ctx.db.write(
    of.map(({ clientId }) =>
      q.insert(accessLog).values({
        id: ctx.newId(),
        staffId: ctx.actor.id ?? '',
        clientId,
        what: 'image',
        at: ctx.now,
      }),
    ),
  );
  return { contentType, bytes };
}
