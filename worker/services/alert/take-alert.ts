import { eq, sql } from 'drizzle-orm';
import { messageIncludes } from '../../../db/client.ts';
import { alerts } from '../../../db/schema/messages.ts';
import { clientContacts, contacts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';

/** RX: a member of staff takes an alert, and staff are told of it no more. The first one wins, the next is told who. */
export async function takeAlert(ctx: Ctx, alertId: string): Promise<{ takenAt: number } | Refused> {
  const { q } = ctx.db;
  const clients = sql`select cc.client_id from client_contacts cc join alerts a on a.contact_id = cc.contact_id where a.id = ${alertId}`;
  const taking = act(
    ctx,
    clients,
    [
      q
        .select({
          kind: alerts.kind,
          contactId: alerts.contactId,
          contactName: contacts.name,
          inboundMessageId: alerts.inboundMessageId,
          takenAt: alerts.takenAt,
          takenBy: alerts.takenBy,
          takenByName: staff.name,
        })
        .from(alerts)
        .leftJoin(contacts, eq(contacts.id, alerts.contactId))
        .leftJoin(staff, eq(staff.id, alerts.takenBy))
        .where(eq(alerts.id, alertId)),
      q
        .select({ clientId: clientContacts.clientId, relation: clientContacts.relation })
        .from(clientContacts)
        .where(
          sql`${clientContacts.clientId} in (${clients}) and ${clientContacts.contactId} = (select contact_id from alerts where id = ${alertId})`,
        ),
    ],
    ([found, of]) => {
      const alert = found[0];
      if (!alert) return { result: refused('not-found') };
      if (alert.takenAt !== null && alert.takenBy === ctx.actor.id)
        return { result: { takenAt: alert.takenAt } };
      if (alert.takenAt !== null) {
        return {
          result: refused('conflict', {
            detail: `${alert.takenByName ?? 'ほかの職員'}さんが対応しています。`,
          }),
        };
      }
      return {
        result: { takenAt: ctx.now },
        writes: [
          q
            .update(alerts)
            .set({ takenAt: ctx.now, takenBy: ctx.actor.id, nextPushAt: null })
            .where(eq(alerts.id, alertId)),
        ],
        entries: of.map(({ clientId, relation }) => ({
          clientId,
          kind: 'alert-taken',
          contactId: alert.contactId,
          body: {
            summary: '緊急のことばへの対応を始めました',
            partner: alert.contactName ?? '',
            relation,
            rules: ['RX'],
            refs: { alert: alertId, inboundMessageId: alert.inboundMessageId ?? '' },
          },
        })),
      };
    },
  );
  // An alert about somebody the office doesn't know has no record to be first in: the trigger decides, and the second
  // reading says who was first.
  return taking.catch((error: unknown) => {
    if (messageIncludes(error, 'alerts_taken_once')) return takeAlert(ctx, alertId);
    throw error;
  });
}
