import { asc, eq } from 'drizzle-orm';
import { calls, cases } from '../../../db/schema/cases.ts';
import { clients, contacts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { civilDate, clockTime } from '../../manual/jst.ts';
import type { CallOutcome } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { logAccess } from '../client/log-access.ts';
import { csvFile } from './csv.ts';

const OUTCOME: Record<CallOutcome, string> = {
  'no-answer': '出ない',
  voicemail: '留守電',
  busy: '話し中',
  reached: 'つながった',
  family: '家族が出た',
  'wrong-number': '番号違い',
};

/** Every call of a case, as evidence that the phone came first (R3): those taken back too, marked as such. */
export async function exportCalls(
  ctx: Ctx,
  caseId: string,
): Promise<{ name: string; csv: string } | Refused> {
  const { q } = ctx.db;
  const [rows, found] = await ctx.db.read([
    q
      .select({
        at: calls.calledAt,
        direction: calls.direction,
        contact: contacts.name,
        outcome: calls.outcome,
        reached: calls.reached,
        note: calls.note,
        staff: staff.name,
        undoneAt: calls.undoneAt,
      })
      .from(calls)
      .innerJoin(contacts, eq(contacts.id, calls.contactId))
      .innerJoin(staff, eq(staff.id, calls.staffId))
      .where(eq(calls.caseId, caseId))
      .orderBy(asc(calls.calledAt)),
    q
      .select({ clientId: clients.id, name: clients.name })
      .from(cases)
      .innerJoin(clients, eq(clients.id, cases.clientId))
      .where(eq(cases.id, caseId)),
  ]);
  const client = found[0];
  if (!client) return refused('not-found');
  await ctx.db.write([logAccess(ctx, client.clientId, 'export-calls')]);
  return {
    name: `電話の記録_${client.name.replace(/[\\/:*?"<>|\s　]/g, '')}_${civilDate(ctx.now)}.csv`,
    csv: csvFile(
      [
        '日',
        '時刻',
        'かけた・受けた',
        '相手',
        '結果',
        '本人と話せたか',
        'ひとこと',
        '記録した人',
        '取り消し',
      ],
      rows.map((row) => [
        civilDate(row.at),
        clockTime(row.at),
        row.direction === 'in' ? '受けた' : 'かけた',
        row.contact,
        OUTCOME[row.outcome],
        row.outcome === 'reached' || row.reached ? 'はい' : 'いいえ',
        row.note,
        row.staff,
        row.undoneAt === null ? '' : `${civilDate(row.undoneAt)} ${clockTime(row.undoneAt)}`,
      ]),
    ),
  };
}
