import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { civilDate, clockTime, DAY, daysBetween } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { TodayView } from '../../worker/views/desk.ts';
import { CASE_KIND, METHOD, PURPOSE } from '../data/console-labels.ts';
import { shortMoment } from '../data/console-stages.ts';
import { dutyClock, fetchToday, workCount } from '../data/console-today.ts';
import { chip, who } from './chips.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import './send-window.ts';
import { sheet } from './sheet.ts';
import { staffSession } from './staff-session.ts';
import './task-list.ts';
import './today-alerts.ts';
import './today-approvals.ts';
import './today-calls.ts';
import './today-duties.ts';
import { quotaSheet, reviewSheet } from './today-notes.ts';
import './today-parked.ts';
import { urls } from './urls.ts';

/** The morning page: whom to answer, whom to call, which dates arrived, what waits. */
@customElement('page-today')
export class PageToday extends Page {
  private readonly live = new Live<TodayView>(this, async (signal) => {
    const view = await fetchToday(signal);
    staffSession.count(workCount(view), view.reviews.length);
    return view;
  });
  private readonly changed = (): Promise<void> => this.live.refresh();

  protected override render(): TemplateResult {
    const view = this.live.value;
    const fault = html`<fault-note .failure=${this.live.failure} .retry=${this.changed}></fault-note>`;
    if (!view)
      return this.live.failure
        ? html`<div class="lone"><h1>今日</h1>${fault}</div>`
        : html`<p class="lone s">読み込んでいます</p>`;
    const today = civilDate(view.now);
    const [, date] = /^\d+-(.*)$/.exec(today) ?? [];
    const [month, day] = (date ?? '').split('-').map(Number);
    const scarce = view.quota !== null && view.quota.state !== 'ok';
    return html`<div class="top"><div class="grow"><h1>${month}月${day}日${shortDate(today).replace(/^[\d/]+/, '')}<span class="num">${clockTime(view.now)}</span></h1><span class="s">急ぐものから順に並んでいます</span></div><send-window></send-window></div>
      <div class="page">${fault}<today-alerts .alerts=${view.alerts} .now=${view.now} .changed=${this.changed}></today-alerts>${tally(view)}<today-approvals .exceptions=${view.exceptions} .changed=${this.changed}></today-approvals>
        <div class="two"><div>
          <today-duties .duties=${view.duties} .now=${view.now} .changed=${this.changed}></today-duties>
          <today-calls .calls=${view.calls} .now=${view.now} .changed=${this.changed}></today-calls>
          <task-list .tasks=${view.tasks} .changed=${this.changed}></task-list>
        </div><div>
          ${scarce ? quotaSheet(view) : nothing}${answered(view)}${held(view)}
          <today-parked .parked=${view.parked} .changed=${this.changed}></today-parked>
          ${reviewSheet(view)}${consents(view)}${appointments(view)}${scarce ? nothing : quotaSheet(view)}
        </div></div></div>`;
  }
}

function tally(view: TodayView): TemplateResult {
  const over = view.duties.filter((duty) => dutyClock(duty, view.now).state === 'over').length;
  const third = view.calls.filter((row) => row.failedCalls === 2).length;
  const failed = view.held.filter((each) => each.status === 'dead').length;
  const later = view.waitingConsents.filter((each) => each.state === 'later').length;
  const late = view.tasks.filter((task) => task.dueAt < view.now).length;
  return html`<nav class="tally" aria-label="今日の件数">
    ${count('rep', view.duties.length, '未返信', over > 0 ? `${over}件が期限超過` : '', over > 0)}
    ${count('call', view.calls.length, '電話をかける', third > 0 ? `${third}件は3回目` : '')}
    ${count('task', view.tasks.length, 'すること', late > 0 ? `${late}件が期限超過` : '', late > 0)}
    ${count('wish', view.answered.length, '希望日が届いた', '')}
    ${count('hold', view.held.length, '送信保留', failed > 0 ? `${failed}件は送れません` : '', failed > 0)}
    ${count('cons', view.waitingConsents.length, '承諾待ち', later > 0 ? `${later}件は「あとで」` : '')}</nav>`;
}

function count(id: string, number: number, words: string, more: string, hot = false): TemplateResult {
  return html`<a class=${hot ? 'hot' : ''} href="#${id}"><b>${number}</b><span>${words}</span>${more ? html`<small>${more}</small>` : nothing}</a>`;
}

function answered(view: TodayView): TemplateResult {
  return sheet(
    'wish',
    'calswap',
    '希望日が届いた',
    view.answered,
    '新しく届いた希望日はありません。',
    view.answered.map(
      (
        row,
      ) => html`<div class="q mini"><div>${who(row.client, urls.client(row.clientId))}<span class="s">${CASE_KIND[row.kind]}・${row.purpose}</span></div>
        <a class="b b-main" href=${urls.case(row.id)}>日を決める<span class="vh">：${row.client.name}</span></a></div>`,
    ),
  );
}

function held(view: TodayView): TemplateResult {
  return sheet(
    'hold',
    'hold',
    '送信保留',
    view.held,
    '待っている LINE はありません。',
    view.held.map((each) => {
      const dead = each.status === 'dead';
      const when = dead
        ? '送れませんでした。電話か訪問で伝えます'
        : `${near(each.notBefore, view.now)} に送信`;
      return html`<div class="q mini ${dead ? 'over' : ''}"><div>${who(each.client, urls.client(each.clientId))}<span class="s">${PURPOSE[each.purpose]}・${each.contactName}<br />${when}</span></div>
        ${dead ? chip('stop', '未送信') : html`<a class="b b-quiet" href=${urls.client(each.clientId)}>見る<span class="vh">：${each.client.name}</span></a>`}</div>`;
    }),
  );
}

function consents(view: TodayView): TemplateResult {
  const words: Record<string, string> = {
    none: '未回答',
    later: '「あとで決めます」',
    question: '質問があるとのこと',
    outdated: '説明し直します',
  };
  return sheet(
    'cons',
    'pen',
    '承諾待ち',
    view.waitingConsents,
    '待っている承諾はありません。',
    view.waitingConsents.map(
      (
        each,
      ) => html`<div class="q mini"><div>${who(each.client, urls.client(each.clientId))}<span class="s">${each.contactName}・${shortMoment(each.since)}・${words[each.state] ?? '未回答'}</span></div>
        ${chip('wait', `${daysBetween(civilDate(each.since), civilDate(view.now)) + 1}日目`)}</div>`,
    ),
  );
}

function appointments(view: TodayView): TemplateResult {
  return sheet(
    'appt',
    'cal',
    '決まった予定',
    view.appointments,
    'これからの予定はありません。',
    view.appointments.map(
      (
        each,
      ) => html`<div class="q mini"><div><b class="num">${near(each.startsAt, view.now)}–${clockTime(each.endsAt)}</b>${who(each.client, urls.client(each.clientId))}<span class="s">${CASE_KIND[each.kind]}・${METHOD[each.method]}・${each.place}</span></div>
        <a class="b b-quiet" href=${urls.case(each.caseId)}>開く<span class="vh">：${each.client.name}</span></a></div>`,
    ),
  );
}

/** 今日 17:00, 明日 8:00, 12/16（水）14:00 */
function near(at: number, now: number): string {
  const date = civilDate(at);
  if (date === civilDate(now)) return `今日 ${clockTime(at)}`;
  if (date === civilDate(now + DAY)) return `明日 ${clockTime(at)}`;
  return `${shortDate(date)}${clockTime(at)}`;
}
