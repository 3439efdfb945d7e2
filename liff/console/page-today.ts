import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { civilDate, clockTime } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { TodayView } from '../../worker/views/desk.ts';
import { dutyClock, fetchToday, onlyMine, workCount } from '../data/console-today.ts';
import { Cut } from './cut.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { remembered } from './remembered.ts';
import './send-window.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './task-list.ts';
import './today-alerts.ts';
import './today-approvals.ts';
import './today-calls.ts';
import './today-duties.ts';
import { answeredSheet, appointmentSheet, consentSheet, draftSheet, heldSheet } from './today-lists.ts';
import { quotaSheet, reviewSheet } from './today-notes.ts';
import './today-parked.ts';
import './today-proposals.ts';

/** The morning page: whom to answer, whom to call, which dates arrived, what waits. */
@customElement('page-today')
export class PageToday extends Page {
  private readonly live: Live<TodayView> = new Live<TodayView>(this, async (signal) => {
    const view = await fetchToday(signal);
    this.count(view);
    return view;
  });
  /** Only one's own clients; kept on this device. */
  @state() private mine = remembered.get('mine') === '1';
  private readonly cuts = {
    answered: new Cut(this),
    held: new Cut(this, 6),
    consents: new Cut(this, 6),
    appointments: new Cut(this, 6),
    drafts: new Cut(this, 6),
  };
  protected readonly watch = new StaffWatch(this);
  private readonly changed = (): Promise<void> => this.live.refresh();

  protected override render(): TemplateResult {
    const loaded = this.live.value;
    const all = loaded && { ...loaded, now: staffSession.now(loaded.now) };
    const view = all && this.mine ? onlyMine(all) : all;
    const fault = html`<fault-note .failure=${this.live.failure} .retry=${this.changed}></fault-note>`;
    if (!view)
      return this.live.failure
        ? html`<div class="lone"><h1>今日</h1>${fault}</div>`
        : html`<p class="lone s">読み込んでいます</p>`;
    const today = civilDate(view.now);
    const [, date] = /^\d+-(.*)$/.exec(today) ?? [];
    const [month, day] = (date ?? '').split('-').map(Number);
    const scarce = view.quota !== null && view.quota.state !== 'ok';
    return html`<div class="top"><div class="grow"><h1>${month}月${day}日${shortDate(today).replace(/^[\d/]+/, '')}<span class="num">${clockTime(view.now)}</span></h1><span class="s">急ぐものから順に並んでいます</span></div>${this.whose()}<send-window></send-window></div>
      <div class="page">${fault}<today-alerts .alerts=${view.alerts} .now=${view.now} .changed=${this.changed}></today-alerts>${tally(view)}<today-approvals .exceptions=${view.exceptions} .changed=${this.changed}></today-approvals>
        <div class="two"><div>
          <today-duties .duties=${view.duties} .now=${view.now} .changed=${this.changed}></today-duties>
          <today-calls .calls=${view.calls} .now=${view.now} .changed=${this.changed}></today-calls>
          <task-list .tasks=${view.tasks} .changed=${this.changed}></task-list>
        </div><div>
          ${scarce ? quotaSheet(view) : nothing}${answeredSheet(view, this.cuts.answered)}${heldSheet(view, this.cuts.held)}
          <today-parked .parked=${view.parked} .changed=${this.changed}></today-parked>
          <today-proposals .proposals=${view.proposals} .changed=${this.changed}></today-proposals>
          ${reviewSheet(view)}${draftSheet(view, this.cuts.drafts)}${consentSheet(view, this.cuts.consents)}${appointmentSheet(view, this.cuts.appointments)}${scarce ? nothing : quotaSheet(view)}
        </div></div></div>`;
  }

  private count(view: TodayView): void {
    const shown = this.mine ? onlyMine(view) : view;
    staffSession.count(workCount(shown), shown.reviews.length);
  }

  private whose(): TemplateResult {
    const choice = (mine: boolean, words: string) =>
      html`<button type="button" class="b b-s ${this.mine === mine ? '' : 'b-quiet'}" aria-pressed=${this.mine === mine} @click=${() => this.show(mine)}>${words}</button>`;
    return html`<div class="row tight whose" role="group" aria-label="だれの分を見るか">${choice(true, '自分の担当')}${choice(false, '全員')}</div>`;
  }

  private show(mine: boolean): void {
    this.mine = mine;
    remembered.set('mine', mine ? '1' : '0');
    if (this.live.value) this.count(this.live.value);
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
