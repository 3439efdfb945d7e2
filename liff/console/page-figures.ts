import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { ROW_OF } from '../../worker/manual/rows.ts';
import type { FiguresView, MonthFigures } from '../../worker/views/reports.ts';
import {
  fetchFigures,
  heldBy,
  lineMonitorings,
  STAGE,
  sayMinutes,
  sayYearMonth,
  share,
  WAYS,
  type Way,
} from '../data/console-figures.ts';
import { rowTag } from '../data/console-labels.ts';
import { rule } from './chips.ts';
import './fault-note.ts';
import { figuresChart } from './figures-chart.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { staffSession } from './staff-session.ts';

const WAY_ORDER = Object.keys(WAYS) as Way[];
const FRESH = 5 * 60_000;

/** 月ごとの数字: whether LINE has replaced meeting and talking (R0). No names. */
@customElement('page-figures')
export class PageFigures extends Page {
  private readonly live = new Live<FiguresView>(this, fetchFigures, FRESH);

  protected override render(): TemplateResult {
    const view = this.live.value;
    return html`<div class="top"><div class="grow"><h1>月ごとの数字</h1><span class="s">会うこと・電話が減っていないかを見るための表です ${rule(0)}</span></div>
      <a class="b b-quiet" href="/api/console/reports/monthly/csv" download>${icon('doc')}数字をCSVで</a>${
        staffSession.me?.role === 'manager'
          ? html`<a class="b b-quiet" href="/api/console/exports/consents/csv" download>${icon('doc')}承諾の一覧をCSVで</a>`
          : nothing
      }</div>
      <div class="page"><fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note>
        ${view ? figures(view) : this.live.failure ? nothing : html`<p class="s">読み込んでいます</p>`}</div>`;
  }
}

function figures(view: FiguresView): TemplateResult {
  const newestFirst = [...view.months].reverse();
  return html`<section class="sheet" aria-labelledby="held-h"><header><h2 id="held-h">会議・モニタリングの行い方</h2></header>
      <div class="pad">${figuresChart(view.months)}</div>
      ${table('行い方', newestFirst, [
        ...WAY_ORDER.map((way) => ({ words: WAYS[way], of: (month: MonthFigures) => heldBy(month)[way] })),
        { words: 'LINEモニタリング', of: lineMonitorings },
      ])}</section>
    <section class="sheet" aria-labelledby="dates-h"><header><h2 id="dates-h">日程調整</h2></header>
      ${table('日程調整', newestFirst, [
        { words: 'はじめた', of: (month) => month.opened },
        { words: '決まった', of: (month) => month.confirmed },
        { words: 'とりやめ', of: (month) => month.cancelled },
        { words: '電話で決まった', of: (month) => share(month.settledBy.phone, month.confirmed) },
        { words: '会って決まった', of: (month) => share(month.settledBy.meeting, month.confirmed) },
        { words: 'LINEで決まった', of: (month) => share(month.settledBy.line, month.confirmed) },
        {
          words: '決まるまで（中央値）',
          of: (month) => (month.daysToConfirm ? `${month.daysToConfirm.median}日` : '－'),
        },
        {
          words: '決まるまで（最長）',
          of: (month) => (month.daysToConfirm ? `${month.daysToConfirm.longest}日` : '－'),
        },
      ])}</section>
    <section class="sheet" aria-labelledby="replies-h"><header><h2 id="replies-h">返信と、手順書が止めた送信</h2></header>
      ${table('返信', newestFirst, [
        { words: '返信した', of: (month) => month.replies.count },
        { words: '期限までに', of: (month) => share(month.replies.inTime, month.replies.count) },
        { words: '返信までの時間（中央値）', of: (month) => sayMinutes(month.replies.medianMinutes) },
        {
          words: '手順書が止めた送信',
          of: (month) => refusedSaid(month) || '－',
        },
      ])}</section>
    <section class="sheet" aria-labelledby="stages-h"><header><h2 id="stages-h">いま進んでいる調整</h2></header>
      <dl class="pad stages">${view.stages.map(({ stage, count }) => html`<div><dt>${STAGE[stage]}</dt><dd class="num">${count}件</dd></div>`)}</dl></section>`;
}

/** 「手順書 2：3回」 a row of the office's table; several rules can stand in one row. */
function refusedSaid({ refused }: MonthFigures): string {
  const byRow = new Map<number, number>();
  for (const { rule: id, count } of refused) byRow.set(ROW_OF[id], (byRow.get(ROW_OF[id]) ?? 0) + count);
  return [...byRow].map(([row, count]) => `${rowTag(row)}：${count}回`).join('、');
}

interface Column {
  words: string;
  of: (month: MonthFigures) => number | string;
}

function table(words: string, months: readonly MonthFigures[], columns: readonly Column[]): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words}の表"><table class="grid">
    <thead><tr><th scope="col">月</th>${columns.map((column) => html`<th scope="col">${column.words}</th>`)}</tr></thead>
    <tbody>${months.map((month) => html`<tr><th scope="row">${sayYearMonth(month.month)}</th>${columns.map((column) => html`<td class="num">${column.of(month)}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}
