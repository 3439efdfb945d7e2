import { eq, sql } from 'drizzle-orm';
import { clients, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { ClientRow } from '../../views/clients.ts';
import { consentState, type LatestChoice, readRuleVersions } from '../consent/consent-state.ts';
import { consentVersionNeeded } from '../facts/assemble-facts.ts';
import { foundBy } from './name-terms.ts';

const PAGE = 50;

/** A page of clients by reading, found by a part of the name or the reading; `after`: the last page's `next`. */
export async function listClients(
  ctx: Ctx,
  input: { q?: string | undefined; after?: string | undefined },
): Promise<{ rows: ClientRow[]; next: string | null }> {
  const { q } = ctx.db;
  const [afterKana, afterId] = input.after ? (JSON.parse(input.after) as [string, string]) : ['', ''];
  const found = foundBy('client', input.q ?? '');
  // What was found is looked up one by one; the unary plus keeps the planner from walking the whole index instead.
  const page = found
    ? sql`select id from (select id from clients where id in (${found}) and erased_at is null and (+kana, id) > (${afterKana}, ${afterId})
        order by +kana, id limit ${PAGE + 1})`
    : sql`select id from (select id from clients where erased_at is null and (kana, id) > (${afterKana}, ${afterId})
        order by kana, id limit ${PAGE + 1})`;
  const [rows, rules] = await ctx.db.read([
    q
      .select({
        id: clients.id,
        name: clients.name,
        kana: clients.kana,
        birthDate: clients.birthDate,
        counselor: staff.name,
        latest: sql<
          string | null
        >`(select json_object('choice', choice, 'version', version, 'chooser', chooser, 'at', chosen_at) from consents o where o.client_id = ${clients.id} and o.line_user_id = (select k.line_user_id from contacts k where k.id = o.contact_id) order by choice = 'yes' desc, chosen_at desc limit 1)`,
        invited: sql<number>`exists (select 1 from invitations where client_id = ${clients.id})`,
        openCases: sql<number>`(select count(*) from cases where client_id = ${clients.id} and status in ('open', 'confirmed'))`,
      })
      .from(clients)
      .innerJoin(staff, eq(staff.id, clients.counselorId))
      .where(sql`${clients.id} in (${page})`)
      .orderBy(clients.kana, clients.id),
    readRuleVersions(ctx.db, ctx.now),
  ]);
  const needed = consentVersionNeeded(rules);
  const shown = rows.slice(0, PAGE).map(({ latest, invited, birthDate, ...row }) => {
    const consent = latest ? (JSON.parse(latest) as LatestChoice) : undefined;
    return {
      ...row,
      consent:
        consent || invited
          ? consentState(consent, needed, { birthDate }, ctx.now).state
          : ('not-invited' as const),
    };
  });
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > PAGE && last ? JSON.stringify([last.kana, last.id]) : null };
}
