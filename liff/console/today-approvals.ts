import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { shortDate } from '../../worker/manual/say.ts';
import type { ApprovalRow, CircumstanceAsk, Exceptions } from '../../worker/views/approvals.ts';
import { approveCircumstance } from '../data/console-clients.ts';
import { PURPOSE } from '../data/console-labels.ts';
import { decideApproval } from '../data/console-messages.ts';
import { shortMoment } from '../data/console-stages.ts';
import { announce } from './announce.ts';
import { approvalLine } from './approval-line.ts';
import { rule, who } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';
import { staffSession } from './staff-session.ts';
import { urls } from './urls.ts';

/** Exceptions to approve, on a manager's morning page; a counselor sees how theirs were decided. */
@customElement('today-approvals')
export class TodayApprovals extends Part {
  @property({ attribute: false }) exceptions: Exceptions = { messages: [], circumstances: [] };
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private declining = '';
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult | typeof nothing {
    const { messages, circumstances } = this.exceptions;
    const count = messages.length + circumstances.length;
    if (count === 0) return nothing;
    const manager = staffSession.me?.role === 'manager';
    return html`<section class="sheet" id="exc" aria-labelledby="exc-h"><header>${icon('users')}<h2 id="exc-h">${manager ? '承認を待っている例外' : '管理者へのお願い'}</h2><span class="count num">${count}<span class="vh">件</span></span></header>
      ${this.deed.failure ? html`<div class="pad"><fault-note .failure=${this.deed.failure}></fault-note></div>` : nothing}
      ${repeat(
        messages,
        (row) => row.id,
        (row) => (row.outcome === null && manager ? this.message(row) : this.told(row)),
      )}
      ${repeat(
        circumstances,
        (row) => row.id,
        (row) => this.circumstance(row),
      )}</section>`;
  }

  private told(row: ApprovalRow): TemplateResult {
    const href = row.caseId ? urls.case(row.caseId) : urls.client(row.client.id);
    return html`<div class="q mini"><div class="col-s">${who(row.client, href)}</div>${approvalLine(row)}</div>`;
  }

  private message(row: ApprovalRow): TemplateResult {
    const name = `${row.client.name}・${PURPOSE[row.purpose]}`;
    return html`<div class="q mini"><div class="col-s">${who(row.client, row.caseId ? urls.case(row.caseId) : urls.client(row.client.id))}
        <span class="s num">${PURPOSE[row.purpose]}・${row.contactName}・${row.askedBy}が ${shortMoment(row.askedAt)} にお願い ${rule(6)}</span>
        <span><b>緊急の理由：</b>${row.reason}</span>
        <p class="quote">${row.greeting ? html`${row.greeting}<br />` : nothing}${row.body}</p></div>
      ${
        this.declining === row.id
          ? html`<form class="col wide-cell" novalidate aria-label="見送りの理由" @submit=${(event: SubmitEvent) => this.decline(event, row)} ${ref(keepDraft(`decline:${row.id}`))}>
            <div class="f"><label for="an-${row.id}">見送る理由（頼んだ人に伝わります）</label><textarea class="in low" id="an-${row.id}" name="note" maxlength="400" aria-describedby="an-m-${row.id}"></textarea><p class="miss" id="an-m-${row.id}" data-missing="note" hidden></p></div>
            <div class="row"><button class="b b-main b-s" type="submit">見送る</button><button class="b b-quiet b-s" type="button" @click=${() => this.turn('')}>もどる</button></div></form>`
          : html`<div class="row"><button class="b b-main" type="button" @click=${() => this.approve(row)}>${icon('check')}${this.deed.busy ? '確かめています' : '承認して送る'}<span class="vh">：${name}</span></button>
            <button class="b b-quiet" type="button" @click=${() => this.turn(row.id)}>見送る<span class="vh">：${name}</span></button></div>`
      }</div>`;
  }

  private circumstance(row: CircumstanceAsk): TemplateResult {
    return html`<div class="q mini"><div class="col-s">${who(row.client, urls.client(row.client.id))}
        <span class="s num">特別な事情・${row.contactName}・${row.askedBy}が ${shortMoment(row.askedAt)} にお願い・見直し ${shortDate(row.reviewOn)} ${rule(2)}</span><span>${row.reason}</span></div>
      <button class="b" type="button" @click=${() => this.allow(row)}>${icon('check')}承認する<span class="vh">：${row.client.name}・特別な事情</span></button></div>`;
  }

  private turn(id: string): void {
    this.declining = id;
    this.deed.forget();
    if (id)
      void this.updateComplete.then(() => this.querySelector<HTMLElement>('textarea[name=note]')?.focus());
  }

  private async approve(row: ApprovalRow): Promise<void> {
    const done = await this.deed.run(() => decideApproval(row.id, { decision: 'approve' }));
    if (done) announce('承認しました。送ります。');
    await this.changed();
  }

  private async decline(event: SubmitEvent, row: ApprovalRow): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { note = '' } = fieldsOf(form);
    if (!complain(form, { note: !note && '見送る理由を書いてください。' })) return;
    const done = await this.deed.run(() => decideApproval(row.id, { decision: 'decline', note }));
    if (done) {
      dropDraft(`decline:${row.id}`);
      this.declining = '';
      announce('見送りにしました。頼んだ人に伝わります。');
    }
    await this.changed();
  }

  private async allow(row: CircumstanceAsk): Promise<void> {
    const done = await this.deed.run(() => approveCircumstance(row.id));
    if (done) announce('特別な事情を承認しました。');
    await this.changed();
  }
}
