import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import type { ApprovalRow } from '../../worker/views/approvals.ts';
import { askApproval, type MessageDraft, withdrawApproval } from '../data/console-messages.ts';
import { announce } from './announce.ts';
import { approvalLine } from './approval-line.ts';
import { rule } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft, readDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

/** R11: outside the hours a counselor asks a manager; what was asked stands here until it is decided. */
@customElement('write-approval')
export class WriteApproval extends Part {
  @property({ attribute: false }) draft!: MessageDraft;
  @property({ attribute: false }) approvals: readonly ApprovalRow[] = [];
  /** The written reason for what the manual warns of, as it stands now. */
  @property({ attribute: false }) override: () => string = () => '';
  @property({ attribute: false }) warned = false;
  @property({ attribute: false }) asked: () => void = () => {};
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult {
    const waiting = this.approvals.find(
      (each) => each.outcome === null && each.purpose === this.draft.purpose,
    );
    if (waiting) {
      return html`<div class="col say wait">${approvalLine(waiting)}<p class="quote">${waiting.body}</p>
        ${waiting.mine ? html`<button class="b b-quiet" type="button" @click=${() => this.takeBack(waiting)}>${icon('undo')}お願いを取り下げる</button>` : html`<p class="s">決まるまで、同じ用件は頼めません。</p>`}
        <fault-note .failure=${this.deed.failure}></fault-note></div>`;
    }
    return html`<details class="col" ?open=${readDraft(this.key) !== null}><summary>緊急のため、管理者に承認を頼む</summary>
      <form class="col" novalidate aria-label="承認のお願い" @submit=${this.ask} ${ref(keepDraft(this.key))}>
        <p class="s">時間の外に送れるのは、緊急のときに管理者が認めたものだけです。認められると、すぐに送ります。${rule(6)}</p>
        <div class="f"><label for="ap-r">緊急の理由</label><textarea class="in low" id="ap-r" name="reason" maxlength="400" aria-describedby="ap-r-m"></textarea><p class="miss" id="ap-r-m" data-missing="reason" hidden></p></div>
        <fault-note .failure=${this.deed.failure}></fault-note>
        <button class="b b-w" type="submit">${icon('users')}${this.deed.busy ? '頼んでいます' : '管理者に承認を頼む'}</button></form></details>`;
  }

  private readonly ask = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { reason = '' } = fieldsOf(form);
    const override = this.override();
    const whole = complain(form, {
      reason: !reason
        ? '緊急の理由を書いてください。'
        : this.warned && !override && '先に、上の「それでも送る理由」を書いてください。',
    });
    if (!whole) return;
    const made = await this.deed.run(() =>
      askApproval({ ...this.draft, reason, ...(override ? { override } : {}) }),
    );
    if (!made) return;
    dropDraft(this.key);
    announce('管理者に承認を頼みました。');
    this.asked();
  };

  private async takeBack(row: ApprovalRow): Promise<void> {
    const done = await this.deed.run(() => withdrawApproval(row.id));
    if (done) announce('お願いを取り下げました。');
    await this.changed();
  }

  private get key(): string {
    return `approval:${this.draft.contactId}:${this.draft.caseId ?? ''}:${this.draft.purpose}`;
  }
}
