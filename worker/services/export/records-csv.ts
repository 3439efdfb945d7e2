import { and, eq } from 'drizzle-orm';
import { clients } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { civilDate, clockTime } from '../../manual/jst.ts';
import { type Refused, refused } from '../../problem.ts';
import type { RecordView } from '../../views/records.ts';
import { METHOD_SAID } from '../case/mark-held.ts';
import { logAccess } from '../client/log-access.ts';
import { entriesAsked, type RecordsAsked, readThreads, toRecord } from '../record/list-entries.ts';
import { type Cell, csvFile } from './csv.ts';

const MOST = 10_000;

export const RECORD_COLUMNS = [
  '番号',
  '日',
  'はじめ',
  'おわり',
  '手段',
  '場所',
  '相手',
  '間がら',
  '要点',
  '目的',
  '体調・通所・様子',
  '内容',
  '対応',
  'つぎの予定',
  'いつまで',
  '理由',
  '訂正する番号',
  '記録した人',
  '記録した日時',
  'ハッシュ',
] as const;

/** One entry as a line of {@link RECORD_COLUMNS}; `seqOf` finds the number of the entry that it corrects. */
export function recordCells(entry: RecordView, seqOf: (id: string) => number | undefined): Cell[] {
  const { body } = entry;
  return [
    entry.seq,
    civilDate(body.startedAt ?? entry.at),
    clockTime(body.startedAt ?? entry.at),
    body.endedAt === undefined ? '' : clockTime(body.endedAt),
    body.method ? METHOD_SAID[body.method] : '',
    body.place,
    body.partner,
    body.relation,
    body.summary,
    body.purpose,
    body.condition,
    body.content,
    body.response,
    body.nextAction,
    body.nextDue,
    body.reason,
    entry.correctsId ? seqOf(entry.correctsId) : '',
    entry.actor,
    `${civilDate(entry.recordedAt)} ${clockTime(entry.recordedAt)}`,
    entry.hash,
  ];
}

/** A client's 相談記録 for Excel; that it left the office is logged. */
export async function exportRecords(
  ctx: Ctx,
  clientId: string,
  asked: RecordsAsked,
): Promise<{ name: string; csv: string } | Refused> {
  const [rows, found] = await ctx.db.read([
    readThreads(ctx.db, and(entriesAsked(clientId, asked)), MOST),
    ctx.db.q.select({ name: clients.name }).from(clients).where(eq(clients.id, clientId)),
  ]);
  const client = found[0];
  if (!client) return refused('not-found');
  await ctx.db.write([logAccess(ctx, clientId, 'export-records', saidOf(asked))]);
  const entries = rows.map(toRecord).reverse();
  const numbers = new Map(entries.map((entry) => [entry.id, entry.seq]));
  return {
    name: `相談記録_${client.name.replace(/[\\/:*?"<>|\s　]/g, '')}_${civilDate(ctx.now)}.csv`,
    csv: csvFile(
      RECORD_COLUMNS,
      entries.map((entry) => recordCells(entry, (id) => numbers.get(id))),
    ),
  };
}

/** What was asked for, as the log of access keeps it. */
function saidOf({ from, until, kind, caseId, entry }: RecordsAsked): string | null {
  const parts = [
    from || until ? `${from ?? 'はじめ'}から${until ?? 'おわり'}まで` : '',
    kind ? `種類 ${kind}` : '',
    caseId ? 'ひとつの調整だけ' : '',
    entry ? 'ひとつの記録だけ' : '',
  ].filter(Boolean);
  return parts.length > 0 ? parts.join('、') : null;
}
