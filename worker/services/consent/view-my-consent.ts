import { and, desc, eq, getTableColumns } from 'drizzle-orm';
import { consents, usageRules } from '../../../db/schema/consents.ts';
import { clientContacts, clients, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { MyConsent } from '../../views/mini-app.ts';
import { rulesOf } from '../home/view-rules.ts';

/** What this LINE account's contact has chosen for a client, with the exact text of the last 「はい」 (R1). */
export async function viewMyConsent(
  ctx: Pick<Ctx, 'db'>,
  input: { lineUserId: string; clientId: string },
): Promise<MyConsent | Refused> {
  const { q } = ctx.db;
  const [links, rows] = await ctx.db.read([
    q
      .select({ kind: contacts.kind, name: clients.name, kana: clients.kana, shownName: clients.shownName })
      .from(clientContacts)
      .innerJoin(contacts, eq(contacts.id, clientContacts.contactId))
      .innerJoin(clients, eq(clients.id, clientContacts.clientId))
      .where(and(eq(clientContacts.clientId, input.clientId), eq(contacts.lineUserId, input.lineUserId))),
    q
      .select({ ...getTableColumns(consents), text: usageRules.text })
      .from(consents)
      .innerJoin(contacts, eq(contacts.id, consents.contactId))
      .innerJoin(usageRules, eq(usageRules.version, consents.version))
      .where(and(eq(consents.clientId, input.clientId), eq(contacts.lineUserId, input.lineUserId)))
      .orderBy(desc(consents.seq)),
  ]);
  const link = links[0];
  if (!link) return refused('not-found');
  const agreed = rows.find((row) => row.choice === 'yes');
  return {
    client:
      link.kind === 'provider' ? { name: link.shownName, kana: null } : { name: link.name, kana: link.kana },
    choices: rows.map(({ choice, version, chooser, chosenAt }) => ({ choice, version, chooser, chosenAt })),
    agreed: agreed
      ? {
          ...rulesOf(agreed),
          chosenAt: agreed.chosenAt,
          chooser: agreed.chooser,
          explainedToPerson: agreed.explainedToPerson,
        }
      : null,
  };
}
