import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { shortInstant } from '../../worker/manual/say.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import { fetchCase } from '../data/console-cases.ts';
import { CASE_KIND, METHOD } from '../data/console-labels.ts';
import { type Stage, shortMoment, stagesOf } from '../data/console-stages.ts';
import './case-calls.ts';
import './case-checkin.ts';
import { changedNote } from './case-close.ts';
import './case-gates.ts';
import './case-messages.ts';
import './case-method.ts';
import './case-parts.ts';
import './case-people.ts';
import './case-place.ts';
import './case-poll.ts';
import { CasePulse } from './case-pulse.ts';
import './case-slots.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { recordLine } from './record-line.ts';
import './send-window.ts';
import './task-list.ts';
import { urls } from './urls.ts';

/** Newest entries shown here; the whole record stands on the client's page. */
const SHOWN = 10;

/** One matter that needs a date: call, ask, offer, confirm, hold. */
@customElement('page-case')
export class PageCase extends Page {
  @property({ attribute: false }) caseId = '';
  private readonly live = new Live<CaseView>(this, (signal) => fetchCase(this.caseId, signal));
  private readonly pulse = new CasePulse(
    this,
    () => this.live.value,
    () => this.live.refresh(),
  );

  /** Where one's own act took its form away with it, the focus goes to what now stands at the top. */
  private readonly changed = async (): Promise<void> => {
    const before = this.live.value?.status;
    await this.live.refresh();
    await this.updateComplete;
    if (this.live.value?.status === before || document.activeElement !== document.body) return;
    window.scrollTo(0, 0);
    this.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  };

  protected override render(): TemplateResult {
    const view = this.live.value;
    const fault = html`<fault-note .failure=${this.live.failure} .retry=${this.changed}></fault-note>`;
    if (!view) {
      if (!this.live.failure) return html`<p class="lone s">読み込んでいます</p>`;
      return html`<div class="lone"><h1>調整</h1>${fault}<p><a class="b b-quiet" href=${urls.clients()}>利用者の一覧へ</a></p></div>`;
    }
    return html`<div class="top"><div class="grow"><h1><a class="h-link" href=${urls.client(view.client.id)}>${view.client.name} さん</a></h1>
          <span class="s">${view.client.kana ?? ''}・${CASE_KIND[view.kind]}（${METHOD[view.plannedMethod]}）の日程調整・${view.purpose}・担当 ${view.counselor.name}</span></div>
        <send-window></send-window></div>
      <div class="page">${fault}${this.news()}${changedNote(view)}${ended(view)}
        <section class="sheet" aria-label="いまの段階"><ol class="stage">${stagesOf(view).map(stage)}</ol></section>
        <div class="two parted"><div>
          <case-parts .view=${view}></case-parts>
          ${view.slots.length > 0 ? html`<case-poll .view=${view} .changed=${this.changed}></case-poll>` : nothing}
          <case-calls .view=${view} .changed=${this.changed}></case-calls>
          ${view.status === 'open' || view.slots.length > 0 ? html`<case-slots .view=${view} .changed=${this.changed}></case-slots>` : nothing}
        </div><aside aria-label="つぎにすること">
          <case-checkin .view=${view}></case-checkin>
          ${view.status === 'open' ? html`<case-gates .view=${view} .changed=${this.changed}></case-gates>` : nothing}
          ${view.tasks.length > 0 ? html`<task-list .tasks=${view.tasks} .named=${false} .changed=${this.changed}></task-list>` : nothing}
          <case-method .view=${view} .changed=${this.changed}></case-method>
          <case-people .view=${view} .changed=${this.changed}></case-people>
          <case-place .view=${view} .changed=${this.changed}></case-place>
          <case-close .view=${view} .changed=${this.changed}></case-close>
        </aside><div><case-messages .view=${view} .changed=${this.changed}></case-messages>${records(view)}</div></div></div>`;
  }

  /** What a colleague or a participant did while the page stood open. */
  private news(): TemplateResult | typeof nothing {
    if (this.pulse.news.length === 0) return nothing;
    return html`<div class="say news-note"><div><b>この画面を開いている間に、変わりました</b>${this.pulse.news.map(
      (each) =>
        html`<br /><span class="num">${shortMoment(each.recordedAt)}</span> ${each.actor}：${each.body.summary}`,
    )}</div><button class="b b-quiet b-s" type="button" @click=${this.pulse.putAway}>読みました</button></div>`;
  }
}

function stage(each: Stage, index: number): TemplateResult {
  const lines = each.lines.map((line, at) => html`${at > 0 ? html`<br />` : nothing}${line}`);
  return html`<li class=${each.state === 'ahead' ? '' : each.state} aria-current=${each.state === 'now' ? 'step' : nothing}>
    <span class="k">${each.state === 'done' ? html`${icon('check')}<span class="vh">済み</span>` : index + 1}</span>
    <b>${each.name}</b>${lines}${each.news ? html`<br /><b class="news">${each.news}</b>` : nothing}</li>`;
}

function ended(view: CaseView): TemplateResult | typeof nothing {
  if (view.cancelled) {
    return html`<p class="say wait"><b>この調整はとりやめました。</b>${shortMoment(view.cancelled.at)}・${view.cancelled.by}・理由：${view.cancelled.reason}</p>`;
  }
  if (view.held) {
    return html`<p class="say"><b>実施しました。</b>${shortInstant(view.held.startedAt)}・${METHOD[view.held.method]}・${view.held.place}・${view.held.by}が記録。
      <a href=${urls.record(view.client.id, { caseId: view.id })}>相談記録を書く</a></p>`;
  }
  if (!view.confirmed) return nothing;
  return html`<p class="say"><b>${shortInstant(view.confirmed.startsAt)} に決まりました。</b>${view.confirmed.place}・${view.confirmed.by}が ${shortMoment(view.confirmed.at)} に確定。まず電話で伝えます。</p>`;
}

function records(view: CaseView): TemplateResult {
  const newest = [...view.records].sort((a, b) => b.seq - a.seq);
  return html`<section class="sheet" aria-labelledby="rc-h"><header>${icon('doc')}<h2 id="rc-h">この調整の相談記録</h2><span class="count num">${newest.length}<span class="vh">件</span></span><span class="s">新しい順。消せません</span></header>
    ${newest.length === 0 ? html`<p class="pad s">まだ記録がありません。</p>` : html`<ol class="tl">${newest.slice(0, SHOWN).map((entry) => recordLine(view.client.id, entry, [], false))}</ol>`}
    <div class="pad"><div class="row"><a class="b b-quiet" href=${urls.record(view.client.id, { caseId: view.id })}>${icon('doc')}相談記録を書く</a>${newest.length > SHOWN ? html`<a class="b b-quiet" href=${urls.client(view.client.id)}>すべての記録を見る</a>` : nothing}</div></div></section>`;
}
