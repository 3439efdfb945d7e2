import { and, eq, sql } from 'drizzle-orm';
import { clients, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { civilDate } from '../../manual/jst.ts';
import { type Refused, refused } from '../../problem.ts';
import type { ImportPreview, ImportProblem } from '../../views/clients.ts';
import { termsOf } from '../client/name-terms.ts';
import { logChange } from '../office/log-change.ts';
import { chainRows } from '../record/chain.ts';
import { parseCsv } from './parse-csv.ts';
import { type ImportedClient, type ReadRows, readRows } from './read-rows.ts';

const PROBLEMS_SHOWN = 200;
const ROWS_SHOWN = 20;

/** What a file would bring, and everything that stands against it. Writes nothing. */
export async function checkImport(ctx: Ctx, text: string): Promise<ImportPreview> {
  const { clients: found, problems, warnings } = await read(ctx, text);
  return {
    count: found.length,
    problems: problems.slice(0, PROBLEMS_SHOWN),
    problemCount: problems.length,
    warnings: warnings.slice(0, PROBLEMS_SHOWN),
    warningCount: warnings.length,
    sample: found.slice(0, ROWS_SHOWN).map(({ line, name, kana, birthDate, monitoringMonths, guardian }) => ({
      line,
      name,
      kana,
      birthDate,
      monitoringMonths,
      guardian: guardian?.name ?? null,
    })),
  };
}

/** Takes a whole file into the office's care, in one batch: every client with the entry that says so, or none. */
export async function importClients(
  ctx: Ctx,
  input: { text: string; despiteWarnings: boolean },
): Promise<{ imported: number } | Refused> {
  const { clients: found, problems, warnings } = await read(ctx, input.text);
  const [first] = problems;
  if (first)
    return refused('bad-input', {
      detail: `${problems.length}か所を直してから取りこみます。`,
      fields: { text: `${first.line}行目：${first.message}` },
    });
  if (warnings.length > 0 && !input.despiteWarnings)
    return refused('reason-needed', { detail: `同じ人かもしれない行が${warnings.length}件あります。` });
  await ctx.db.write(await statementsFor(ctx, found));
  return { imported: found.length };
}

async function read(ctx: Ctx, text: string): Promise<ReadRows & { warnings: ImportProblem[] }> {
  const parsed = parseCsv(text);
  const kanas = parsed.ok ? kanaColumn(parsed.rows) : [];
  const { q } = ctx.db;
  const [colleagues, same] = await ctx.db.read([
    q.select({ id: staff.id, name: staff.name }).from(staff).where(eq(staff.active, true)),
    q
      .select({ name: clients.name, kana: clients.kana, birthDate: clients.birthDate })
      .from(clients)
      .where(and(sql`${clients.kana} in (select value from json_each(${JSON.stringify(kanas)}))`)),
  ]);
  if (!parsed.ok) {
    const message = '引用符（"）が閉じられていません。この行から先を読めません。';
    return { clients: [], problems: [{ line: parsed.line, column: null, message }], warnings: [] };
  }
  const rows = readRows(parsed.rows, { colleagues, importer: ctx.actor.id ?? '', today: civilDate(ctx.now) });
  return { ...rows, warnings: duplicates(rows.clients, same) };
}

/** Readings of the file, as they are kept: the ones among the office's clients may be the same people. */
function kanaColumn(rows: readonly { cells: string[] }[]): string[] {
  const read = readRows(
    rows.map((row) => ({ line: 1, cells: row.cells })),
    { colleagues: [], importer: 'anybody', today: '9999-12-31' },
  );
  return [...new Set(read.clients.map((client) => client.kana))];
}

/** Same name or reading with the same or an unknown birth date: in the office already, or twice in the file. */
function duplicates(
  found: readonly ImportedClient[],
  known: readonly { name: string; kana: string; birthDate: string | null }[],
): ImportProblem[] {
  const warnings: ImportProblem[] = [];
  const seen = new Map<string, { line: number | null; birthDate: string | null }[]>();
  for (const each of known)
    seen.set(each.kana, [...(seen.get(each.kana) ?? []), { line: null, birthDate: each.birthDate }]);
  for (const { line, name, kana, birthDate } of found) {
    const alike = (seen.get(kana) ?? []).find(
      (other) => other.birthDate === null || birthDate === null || other.birthDate === birthDate,
    );
    if (alike) {
      const message =
        alike.line === null
          ? `${name} さんは、もう登録されているかもしれません（同じよみ）。`
          : `${name} さんは、${alike.line}行目と同じ人かもしれません。`;
      warnings.push({ line, column: 'よみ', message });
    }
    seen.set(kana, [...(seen.get(kana) ?? []), { line, birthDate }]);
  }
  return warnings;
}

/** A handful of statements however many rows: each takes its rows from one JSON value. */
async function statementsFor(ctx: Ctx, found: readonly ImportedClient[]) {
  const { q } = ctx.db;
  const { now } = ctx;
  const people = found.map((client) => ({ ...client, id: ctx.newId() }));
  const contacts = people.flatMap(({ id, name, kana, phone, guardian }) => [
    { id: ctx.newId(), clientId: id, kind: 'person', name, kana, phone, relation: '本人' },
    ...(guardian ? [{ id: ctx.newId(), clientId: id, kind: 'guardian', ...guardian }] : []),
  ]);
  const terms = [
    ...people.map((each) => ({ kind: 'client', id: each.id, terms: termsOf(each.name, each.kana) })),
    ...contacts.map((each) => ({ kind: 'contact', id: each.id, terms: termsOf(each.name, each.kana) })),
  ];
  const entries = await chainRows(
    ctx,
    [],
    people.map(({ id, line }) => ({
      clientId: id,
      kind: 'client-created',
      body: { summary: '利用者の登録（一括の取りこみ）', content: `CSV ${line}行目` },
    })),
  );
  const of = (column: string) => sql.raw(`value ->> '$.${column}'`);
  return [
    q.run(sql`insert into clients (id, name, kana, shown_name, birth_date, attends_program, monitoring_months, counselor_id, created_at)
      select ${of('id')}, ${of('name')}, ${of('kana')}, ${of('shownName')}, ${of('birthDate')}, ${of('attendsProgram')},
        json_extract(value, '$.monitoringMonths'), ${of('counselorId')}, ${now} from json_each(${JSON.stringify(people)})`),
    q.run(sql`insert into contacts (id, kind, name, kana, phone, created_at)
      select ${of('id')}, ${of('kind')}, ${of('name')}, ${of('kana')}, ${of('phone')}, ${now} from json_each(${JSON.stringify(contacts)})`),
    q.run(sql`insert into client_contacts (client_id, contact_id, relation)
      select ${of('clientId')}, ${of('id')}, ${of('relation')} from json_each(${JSON.stringify(contacts)})`),
    q.run(sql`insert into name_terms (kind, term, id)
      select p.value ->> '$.kind', t.value, p.value ->> '$.id'
      from json_each(${JSON.stringify(terms)}) p, json_each(p.value, '$.terms') t`),
    q.run(sql`insert into record_entries (id, client_id, seq, prev_hash, hash, kind, occurred_at, recorded_at, actor_kind, actor_id, body, body_hash)
      select ${of('id')}, ${of('clientId')}, ${of('seq')}, ${of('prevHash')}, ${of('hash')}, ${of('kind')}, ${of('occurredAt')},
        ${of('recordedAt')}, ${of('actorKind')}, ${of('actorId')}, ${of('body')}, ${of('bodyHash')} from json_each(${JSON.stringify(entries)})`),
    logChange(ctx, {
      area: 'import',
      subjectId: entries[0]?.id ?? '',
      summary: `利用者を${people.length}人、CSV から取りこみました`,
    }),
  ];
}
