import { sql } from 'drizzle-orm';
import { contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { ContactRow } from '../../views/clients.ts';
import { foundBy } from '../client/name-terms.ts';

const MOST = 20;

/** Contacts found by a part of the name or the reading, and whose they are; nothing to reach them by. */
export async function listContacts(ctx: Ctx, asked: string): Promise<{ rows: ContactRow[] }> {
  const found = foundBy('contact', asked);
  if (!found) {
    await ctx.db.read([]);
    return { rows: [] };
  }
  const [rows] = await ctx.db.read([
    ctx.db.q
      .select({
        id: contacts.id,
        name: contacts.name,
        kana: contacts.kana,
        kind: contacts.kind,
        clients: sql<string>`(select coalesce(json_group_array(json_object('id', c.id, 'name', c.name, 'kana', c.kana, 'relation', cc.relation) order by c.kana), '[]') from client_contacts cc join clients c on c.id = cc.client_id where cc.contact_id = contacts.id)`,
      })
      .from(contacts)
      .where(sql`${contacts.id} in (${found})`)
      .orderBy(sql`+${contacts.kana}`, contacts.id)
      .limit(MOST),
  ]);
  return { rows: rows.map((row) => ({ ...row, clients: JSON.parse(row.clients) as ContactRow['clients'] })) };
}
