import { eq } from 'drizzle-orm';
import { clientContacts, clients, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { PartnerKind, WeeklyHours } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';
import { writeTerms } from './name-terms.ts';

export type NewContact =
  | {
      kind: PartnerKind;
      name: string;
      kana?: string | undefined;
      relation: string;
      phone?: string | undefined;
      hours?: WeeklyHours | undefined;
    }
  /** Somebody the office knows already: a sibling's parent, a provider of another client. */
  | { contactId: string; relation: string };

/** Adds somebody who may be reached for this client. */
export async function addContact(
  ctx: Ctx,
  clientId: string,
  input: NewContact,
): Promise<{ id: string } | Refused> {
  const known = 'contactId' in input ? input.contactId : null;
  const id = known ?? ctx.newId();
  const { q } = ctx.db;
  return act(
    ctx,
    [clientId],
    [
      q.select({ id: clients.id }).from(clients).where(eq(clients.id, clientId)),
      q.select({ name: contacts.name }).from(contacts).where(eq(contacts.id, id)),
    ],
    ([client, contact]) => {
      const name = 'contactId' in input ? contact[0]?.name : input.name;
      if (client.length === 0 || name === undefined) return { result: refused('not-found') };
      return {
        result: { id },
        writes: [
          ...('contactId' in input
            ? []
            : [
                q.insert(contacts).values({
                  id,
                  kind: input.kind,
                  name: input.name,
                  kana: input.kana ?? null,
                  phone: input.phone ?? null,
                  hours: input.hours ? JSON.stringify(input.hours) : null,
                  createdAt: ctx.now,
                }),
                ...writeTerms(ctx.db, 'contact', { id, name: input.name, kana: input.kana ?? null }),
              ]),
          q
            .insert(clientContacts)
            .values({ clientId, contactId: id, relation: input.relation })
            .onConflictDoNothing(),
        ],
        entries: [
          {
            clientId,
            kind: 'contact-added',
            contactId: id,
            body: { summary: `連絡先の登録（${input.relation}）`, partner: name, relation: input.relation },
          },
        ],
      };
    },
  );
}
