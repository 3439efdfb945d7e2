import { and, eq, isNull, sql } from 'drizzle-orm';
import { clients, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { ClientRow } from '../../views/clients.ts';
import { consentState, type LatestChoice, readRuleVersions } from '../consent/consent-state.ts';
import { consentVersionNeeded } from '../facts/assemble-facts.ts';

const PAGE = 50;

/** A page of clients by reading, found by a part of the name or the reading; `after`: the last page's `next`. */
export async function listClients(
  ctx: Ctx,
  input: { q?: string | undefined; after?: string | undefined },
): Promise<{ rows: ClientRow[]; next: string | null }> {
  const { q } = ctx.db;
  const like = `%${(input.q ?? '').normalize('NFKC').replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
  const [afterKana, afterId] = input.after ? (JSON.parse(input.after) as [string, string]) : ['', ''];
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
        >`(select json_object('choice', choice, 'version', version, 'chooser', chooser, 'at', chosen_at) from consents where client_id = ${clients.id} order by choice = 'yes' desc, chosen_at desc limit 1)`,
        invited: sql<number>`exists (select 1 from invitations where client_id = ${clients.id})`,
        openCases: sql<number>`(select count(*) from cases where client_id = ${clients.id} and status in ('open', 'confirmed'))`,
      })
      .from(clients)
      .innerJoin(staff, eq(staff.id, clients.counselorId))
      .where(
        and(
          isNull(clients.erasedAt),
          sql`(${clients.kana}, ${clients.id}) > (${afterKana}, ${afterId})`,
          sql`(${clients.name} like ${like} escape '\\' or ${clients.kana} like ${like} escape '\\')`,
        ),
      )
      .orderBy(clients.kana, clients.id)
      .limit(PAGE + 1),
    readRuleVersions(ctx.db, ctx.now),
  ]);
  const needed = consentVersionNeeded(rules);
  const page = rows.slice(0, PAGE).map(({ latest, invited, birthDate, ...row }) => {
    const consent = latest ? (JSON.parse(latest) as LatestChoice) : undefined;
    return {
      ...row,
      consent:
        consent || invited
          ? consentState(consent, needed, { birthDate }, ctx.now).state
          : ('not-invited' as const),
    };
  });
  const last = page.at(-1);
  return { rows: page, next: rows.length > PAGE && last ? JSON.stringify([last.kana, last.id]) : null };
}
