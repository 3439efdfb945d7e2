import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { shortInstant } from '../../worker/manual/say.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import { fetchCase } from '../data/console-cases.ts';
import { CASE_KIND, METHOD, PURPOSE } from '../data/console-labels.ts';
import { type Stage, shortMoment, stagesOf } from '../data/console-stages.ts';
import './case-calls.ts';
import './case-checkin.ts';
import './case-close.ts';
import './case-gates.ts';
import './case-people.ts';
import './case-poll.ts';
import './case-slots.ts';
import { chip } from './chips.ts';
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
  private readonly changed = (): Promise<void> => this.live.refresh();

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
      <div class="page">${fault}${ended(view)}
        <section class="sheet" aria-label="いまの段階"><ol class="stage">${stagesOf(view).map(stage)}</ol></section>
        <div class="two parted"><div>
          ${view.slots.length > 0 ? html`<case-poll .view=${view} .changed=${this.changed}></case-poll>` : nothing}
          <case-calls .view=${view} .changed=${this.changed}></case-calls>
          ${view.status === 'open' || view.slots.length > 0 ? html`<case-slots .view=${view} .changed=${this.changed}></case-slots>` : nothing}
        </div><aside aria-label="つぎにすること">
          <case-checkin .view=${view}></case-checkin>
          ${view.status === 'open' ? html`<case-gates .view=${view} .changed=${this.changed}></case-gates>` : nothing}
          ${view.tasks.length > 0 ? html`<task-list .tasks=${view.tasks} .named=${false} .changed=${this.changed}></task-list>` : nothing}
          <case-people .view=${view} .changed=${this.changed}></case-people>
          <case-close .view=${view} .changed=${this.changed}></case-close>
        </aside><div>${messages(view)}${records(view)}</div></div></div>`;
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
    return html`<p class="say wait"><b>この調整はとりやめました。</b>${shortMoment(view.cancelled.at)}・理由：${view.cancelled.reason}</p>`;
  }
  if (view.held) {
    return html`<p class="say"><b>実施しました。</b>${shortInstant(view.held.startedAt)}・${METHOD[view.held.method]}・${view.held.place}
      <a href=${urls.record(view.client.id, { caseId: view.id })}>相談記録を書く</a></p>`;
  }
  if (!view.confirmed) return nothing;
  return html`<p class="say"><b>${shortInstant(view.confirmed.startsAt)} に決まりました。</b>${view.confirmed.place}・${view.confirmed.by}が ${shortMoment(view.confirmed.at)} に確定。まず電話で伝えます。</p>`;
}

function messages(view: CaseView): TemplateResult | typeof nothing {
  if (view.messages.length === 0) return nothing;
  const states = {
    queued: ['wait', '送る前'],
    leased: ['wait', '送っています'],
    sent: ['ok', '送りました'],
    dead: ['stop', '送れませんでした'],
    dropped: ['plain', '送りませんでした'],
  } as const;
  return html`<section class="sheet" aria-labelledby="ms-h"><header>${icon('chat')}<h2 id="ms-h">この調整の LINE</h2><span class="count num">${view.messages.length}<span class="vh">件</span></span></header>
    ${view.messages.map((each) => {
      const [tone, words] = states[each.status];
      return html`<div class="q mini"><div class="col-s"><b>${PURPOSE[each.purpose]}</b>
        <span class="s num">${shortMoment(each.sentAt ?? each.notBefore)}${each.status === 'queued' ? ' に送ります' : ''}・${each.contactName}${each.origin === 'auto' ? '・自動' : ''}${each.lastError ? `・${each.lastError}` : ''}</span></div>${chip(tone, words)}</div>`;
    })}</section>`;
}

function records(view: CaseView): TemplateResult {
  const newest = [...view.records].sort((a, b) => b.seq - a.seq);
  return html`<section class="sheet" aria-labelledby="rc-h"><header>${icon('doc')}<h2 id="rc-h">この調整の相談記録</h2><span class="count num">${newest.length}<span class="vh">件</span></span><span class="s">新しい順。消せません</span></header>
    ${newest.length === 0 ? html`<p class="pad s">まだ記録がありません。</p>` : html`<ol class="tl">${newest.slice(0, SHOWN).map((entry) => recordLine(view.client.id, entry, [], false))}</ol>`}
    <div class="pad"><div class="row"><a class="b b-quiet" href=${urls.record(view.client.id, { caseId: view.id })}>${icon('doc')}相談記録を書く</a>${newest.length > SHOWN ? html`<a class="b b-quiet" href=${urls.client(view.client.id)}>すべての記録を見る</a>` : nothing}</div></div></section>`;
}
