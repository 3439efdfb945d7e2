import { and, eq, sql } from 'drizzle-orm';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { WEEKDAYS } from '../../manual/say.ts';
import type { WeeklyHours } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { parseHours } from '../facts/assemble-facts.ts';
import { act } from '../record/act.ts';
import { writeTerms } from './name-terms.ts';

export interface ContactDetails {
  name: string;
  kana: string | null;
  relation: string;
  phone: string | null;
  /** R11: when a 事業所 may be written to; null: the office's window alone. */
  hours: WeeklyHours | null;
}

/**
 * Changes what the office knows of a contact. Somebody who belongs to several clients is one person:
 * each of their records says so; the relation is this client's alone.
 */
export async function editContact(
  ctx: Ctx,
  clientId: string,
  contactId: string,
  { revision, ...details }: ContactDetails & { revision: number },
): Promise<{ revision: number } | Refused> {
  const { q } = ctx.db;
  return act(
    ctx,
    sql`select client_id from client_contacts where contact_id = ${contactId}`,
    [
      q.select().from(contacts).where(eq(contacts.id, contactId)),
      q.select().from(clientContacts).where(eq(clientContacts.contactId, contactId)),
    ],
    ([found, links]) => {
      const old = found[0];
      const here = links.find((link) => link.clientId === clientId);
      if (!old || !here) return { result: refused('not-found') };
      if (old.revision !== revision)
        return {
          result: refused('conflict', {
            detail:
              'ほかの人が先に連絡先を直しました。相談記録で確かめて、もう一度「直す」を押してください。書いたものは残っています。',
          }),
        };
      const said = differences([
        ['名前', old.name, details.name],
        ['よみ', old.kana, details.kana],
        ['電話番号', old.phone, details.phone],
        ['業務時間', sayHours(parseHours(old.hours)), sayHours(details.hours)],
      ]);
      const relation = differences([['続柄・役わり', here.relation, details.relation]]);
      if (said.length + relation.length === 0) return { result: { revision } };
      return {
        result: { revision: revision + 1 },
        writes: [
          q
            .update(contacts)
            .set({
              name: details.name,
              kana: details.kana,
              phone: details.phone,
              hours: details.hours ? JSON.stringify(details.hours) : null,
              revision: revision + 1,
            })
            .where(eq(contacts.id, contactId)),
          q
            .update(clientContacts)
            .set({ relation: details.relation })
            .where(and(eq(clientContacts.clientId, clientId), eq(clientContacts.contactId, contactId))),
          ...writeTerms(ctx.db, 'contact', { id: contactId, name: details.name, kana: details.kana }),
        ],
        entries: links
          .map((link) => ({ link, lines: link.clientId === clientId ? [...said, ...relation] : said }))
          .filter(({ lines }) => lines.length > 0)
          .map(({ link, lines }) => ({
            clientId: link.clientId,
            kind: 'contact-edited',
            contactId,
            body: {
              summary: `連絡先を直しました（${details.name}）`,
              partner: details.name,
              relation: link.clientId === clientId ? details.relation : link.relation,
              content: lines.join('\n'),
            },
          })),
      };
    },
  );
}

function differences(fields: [label: string, before: string | null, after: string | null][]): string[] {
  return fields
    .filter(([, before, after]) => (before ?? '') !== (after ?? ''))
    .map(([label, before, after]) => `${label}：${before || 'なし'} → ${after || 'なし'}`);
}

/** 「月 09:00–17:00、火 …」. */
function sayHours(hours: WeeklyHours | null): string | null {
  if (!hours) return null;
  const days = ([1, 2, 3, 4, 5, 6, 0] as const).flatMap((day) => {
    const open = hours[day];
    return open ? [`${WEEKDAYS[day]} ${open.from}–${open.to}`] : [];
  });
  return days.length === 0 ? 'いつも休み' : days.join('、');
}
