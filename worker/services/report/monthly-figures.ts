import { sql } from 'drizzle-orm';
import type { Ctx } from '../../context.ts';
import { addMonths, civilDate, instantOf } from '../../manual/jst.ts';
import type { CaseKind, ContactMethod, RuleId } from '../../manual/types.ts';
import type { CaseStage, FiguresView, MonthFigures, SettledBy } from '../../views/reports.ts';

const MONTHS = 12;
const DAY = 86_400_000;
const STAGES: readonly CaseStage[] = [
  'not-called',
  'calling',
  'asked-back',
  'asked-dates',
  'answered',
  'confirmed',
];

/**
 * What the office did in each of the last twelve months (JST), in numbers without names: so that it sees whether LINE
 * has replaced meeting and talking (R0). One round trip.
 */
export async function monthlyFigures(ctx: Ctx): Promise<FiguresView> {
  const { q } = ctx.db;
  const thisMonth = civilDate(ctx.now).slice(0, 7);
  const months = Array.from({ length: MONTHS }, (_, i) =>
    addMonths(`${thisMonth}-01`, i + 1 - MONTHS).slice(0, 7),
  );
  const from = instantOf(`${months[0]}-01`, '00:00');
  const month = (column: string) =>
    sql.raw(`strftime('%Y-%m', ${column} / 1000 + 32400, 'unixepoch') as month`);
  const [opened, cancelled, confirmed, held, replies, refused, stages] = await ctx.db.read([
    q.all<Count>(
      sql`select ${month('opened_at')}, count(*) as count from cases where opened_at >= ${from} group by 1`,
    ),
    q.all<Count>(
      sql`select ${month('cancelled_at')}, count(*) as count from cases where cancelled_at >= ${from} group by 1`,
    ),
    q.all<{ month: string; took: number; how: SettledBy }>(sql`select ${month('confirmed_at')},
      confirmed_at - opened_at as took, case
        when exists (select 1 from answers a where a.case_id = c.id and a.choice = 'ranked' and a.answered_at <= c.confirmed_at) then 'line'
        when exists (select 1 from calls l where l.case_id = c.id and l.undone_at is null and l.called_at <= c.confirmed_at
          and (l.outcome = 'reached' or l.reached = 1)) then 'phone'
        else 'meeting' end as how
      from cases c where confirmed_at >= ${from}`),
    q.all<
      Count & { method: ContactMethod; kind: CaseKind }
    >(sql`select ${month('started_at')}, method, kind, count(*) as count
      from meetings where started_at >= ${from} group by 1, 2, 3`),
    q.all<{ month: string; took: number; late: number }>(sql`select ${month('cleared_at')},
      cleared_at - opened_at as took, cleared_at > due_at as late
      from reply_duties where cleared_at >= ${from} and cleared_by in ('reply', 'talk')`),
    q.all<Count & { rule: RuleId }>(sql`select ${month('recorded_at')}, value as rule, count(*) as count
      from record_entries, json_each(body, '$.rules') where record_entries.kind = 'refused' and recorded_at >= ${from} group by 1, 2`),
    q.all<{ stage: CaseStage; count: number }>(sql`select case
        when status = 'confirmed' then 'confirmed'
        when exists (select 1 from answers a where a.case_id = c.id) then 'answered'
        when exists (select 1 from messages m where m.case_id = c.id and m.purpose = 'date-request' and m.status = 'sent') then 'asked-dates'
        when exists (select 1 from messages m where m.case_id = c.id and m.purpose = 'callback-request' and m.status = 'sent') then 'asked-back'
        when exists (select 1 from calls l where l.case_id = c.id and l.undone_at is null) then 'calling'
        else 'not-called' end as stage, count(*) as count
      from cases c where status in ('open', 'confirmed') group by 1`),
  ]);
  return {
    now: ctx.now,
    months: months.map((name): MonthFigures => {
      const fixed = confirmed.filter((row) => row.month === name);
      const answered = replies.filter((row) => row.month === name);
      const settled = (how: SettledBy) => fixed.filter((row) => row.how === how).length;
      const days = fixed.map((row) => row.took / DAY).sort((a, b) => a - b);
      return {
        month: name,
        opened: countOf(opened, name),
        confirmed: fixed.length,
        cancelled: countOf(cancelled, name),
        held: held
          .filter((row) => row.month === name)
          .map(({ method, kind, count }) => ({ method, kind, count })),
        settledBy: { line: settled('line'), phone: settled('phone'), meeting: settled('meeting') },
        daysToConfirm:
          days.length === 0 ? null : { median: tenth(median(days)), longest: tenth(days.at(-1) ?? 0) },
        replies: {
          count: answered.length,
          inTime: answered.filter((row) => !row.late).length,
          medianMinutes:
            answered.length === 0
              ? null
              : Math.round(median(answered.map((row) => row.took).sort(ascending)) / 60_000),
        },
        refused: refused.filter((row) => row.month === name).map(({ rule, count }) => ({ rule, count })),
      };
    }),
    stages: STAGES.map((stage) => ({
      stage,
      count: stages.find((row) => row.stage === stage)?.count ?? 0,
    })),
  };
}

interface Count {
  month: string;
  count: number;
}

function countOf(rows: readonly Count[], month: string): number {
  return rows.find((row) => row.month === month)?.count ?? 0;
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** Of sorted numbers, at least one. */
function median(sorted: readonly number[]): number {
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper;
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
