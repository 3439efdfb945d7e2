import type { Ctx } from '../../context.ts';
import { civilDate } from '../../manual/jst.ts';
import { citeRow, ROW_OF } from '../../manual/rows.ts';
import { METHOD_SAID } from '../case/mark-held.ts';
import { logAccess } from '../client/log-access.ts';
import { monthlyFigures } from '../report/monthly-figures.ts';
import { csvFile } from './csv.ts';

const METHODS = ['visit', 'office', 'phone', 'video', 'line', 'mail', 'fax', 'post'] as const;

/** The office's months for Excel: the same numbers as on the page. */
export async function exportFigures(ctx: Ctx): Promise<{ name: string; csv: string }> {
  const { months } = await monthlyFigures(ctx);
  await ctx.db.write([logAccess(ctx, null, 'export-figures')]);
  return {
    name: `月ごとの数字_${civilDate(ctx.now)}.csv`,
    csv: csvFile(
      [
        '月',
        'はじめた',
        '決まった',
        'とりやめ',
        'LINEで決まった',
        '電話で決まった',
        '会って決まった',
        '決まるまでの日数（中央値）',
        '決まるまでの日数（最長）',
        ...METHODS.map((method) => `行った：${METHOD_SAID[method]}`),
        'LINEモニタリング',
        '返信',
        '期限までの返信',
        '返信までの分（中央値）',
        '手順書が止めた送信',
      ],
      months.map((month) => [
        month.month,
        month.opened,
        month.confirmed,
        month.cancelled,
        month.settledBy.line,
        month.settledBy.phone,
        month.settledBy.meeting,
        month.daysToConfirm?.median,
        month.daysToConfirm?.longest,
        ...METHODS.map((method) => sum(month.held.filter((row) => row.method === method))),
        sum(month.held.filter((row) => row.method === 'line' && row.kind === 'monitoring')),
        month.replies.count,
        month.replies.inTime,
        month.replies.medianMinutes,
        month.refused.map(({ rule, count }) => `${citeRow(ROW_OF[rule])} ${count}回`).join('、'),
      ]),
    ),
  };
}

function sum(rows: readonly { count: number }[]): number {
  return rows.reduce((total, row) => total + row.count, 0);
}
