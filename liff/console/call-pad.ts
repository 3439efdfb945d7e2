import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import type { CallOutcome } from '../../worker/manual/types.ts';
import { type NewCall, undoCall } from '../data/console-cases.ts';
import { OUTCOME } from '../data/console-labels.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import './fault-note.ts';
import { fieldsOf } from './forms.ts';
import { type IconName, icon } from './icons.ts';
import { Part } from './part.ts';
import { Undo } from './undo.ts';

/** Whom the pad calls; `phone` undefined while it is being looked up. */
export interface Callee {
  contactId: string;
  name: string;
  phone: string | null | undefined;
}

/** A number to call and six outcomes: each try is one tap (R3, R5); a slip can be taken back for ten seconds. */
@customElement('call-pad')
export class CallPad extends Part {
  @property({ attribute: false }) whom!: Callee;
  /** Under which name what is typed is kept. */
  @property({ attribute: false }) draft = '';
  @property({ attribute: false }) log: (input: NewCall) => Promise<{ id: string }> = async () => ({ id: '' });
  /** A call was logged or taken back. */
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  /** The call was taken back, or can't be any more. */
  @property({ attribute: false }) ended: () => void = () => {};
  @state() private asking = false;
  private readonly deed = new Deed(this);
  private readonly undo = new Undo(this, () => this.ended());

  protected override render(): TemplateResult {
    const { name, phone } = this.whom;
    return html`<form class="col call-pad" aria-label="${name} さんへの電話の記録" @submit=${(event: Event) => event.preventDefault()} ${ref(keepDraft(this.draft))}>
      <div class="row">${
        phone
          ? html`<a class="b b-main" href="tel:${phone.replace(/[^\d+]/g, '')}">${icon('phone')}<span>電話する <span class="num">${phone}</span></span></a>`
          : html`<span>${phone === undefined ? '電話番号を調べています' : `${name} さんの電話番号の登録がありません`}</span>`
      }</div>
      ${this.undo.offered ? this.said(this.undo.offered.words) : this.asking ? this.family() : this.outcomes()}
      <fault-note .failure=${this.deed.failure}></fault-note></form>`;
  }

  private outcomes(): TemplateResult {
    return html`<div class="f"><label for="call-note">ひとこと（なくてもよい）</label><input class="in" id="call-note" name="note" maxlength="200" autocomplete="off" placeholder="留守電に伝言、など" /></div>
      <div class="f"><span class="l" id="oc-h">どうでしたか。押すと記録します</span><div class="row" role="group" aria-labelledby="oc-h">${OUTCOMES.map(
        ([outcome, drawing]) =>
          html`<button class="b ${outcome === 'reached' ? '' : 'b-quiet'}" type="button" @click=${() => (outcome === 'family' ? this.ask() : this.keep({ outcome }))}>${icon(drawing)}${OUTCOME[outcome]}</button>`,
      )}
      <button class="b b-quiet" type="button" @click=${() => this.keep({ outcome: 'reached', direction: 'in' })}>${icon('phoneok')}折り返しがあった</button></div></div>`;
  }

  /** A family member answering is neither a talk nor a failure until staff say which. */
  private family(): TemplateResult {
    return html`<div class="f"><span class="l" id="fam-h" tabindex="-1">家族が出ました。本人と話せましたか</span><div class="row" role="group" aria-labelledby="fam-h">
      <button class="b" type="button" @click=${() => this.keep({ outcome: 'family', reached: true })}>${icon('phoneok')}本人と話せた</button>
      <button class="b b-quiet" type="button" @click=${() => this.keep({ outcome: 'family', reached: false })}>${icon('phoneno')}本人とは話せなかった</button>
      <button class="b b-quiet" type="button" @click=${() => {
        this.asking = false;
      }}>もどる</button></div></div>`;
  }

  private said(words: string): TemplateResult {
    return html`<div class="row"><span class="said">「${words}」を記録しました</span>
      <button class="b b-s take-back" type="button" @click=${this.takeBack}>${this.deed.busy ? '取り消しています' : '取り消す'}</button></div>`;
  }

  private ask(): void {
    this.asking = true;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('#fam-h')?.focus());
  }

  private async keep(call: Omit<NewCall, 'contactId' | 'note'>): Promise<void> {
    const form = this.querySelector('form');
    const { note } = form ? fieldsOf(form) : {};
    const input = { contactId: this.whom.contactId, ...call };
    const made = await this.deed.run(() => this.log(note ? { ...input, note } : input));
    if (!made) return;
    dropDraft(this.draft);
    const noted = this.querySelector<HTMLInputElement>('[name=note]');
    if (noted) noted.value = '';
    this.asking = false;
    const words = call.direction === 'in' ? '折り返し' : OUTCOME[call.outcome];
    announce(`${words}を記録しました。10秒のあいだ取り消せます。`, 'ears');
    this.undo.offer(made.id, words);
    await this.updateComplete;
    this.querySelector<HTMLElement>('.take-back')?.focus();
    await this.changed();
  }

  private readonly takeBack = async (): Promise<void> => {
    const id = this.undo.offered?.id;
    if (!id) return;
    const done = await this.deed.run(() => undoCall(id));
    if (!done) return;
    this.undo.withdraw();
    announce('取り消しました。');
    await this.updateComplete;
    this.querySelector<HTMLElement>('#call-note')?.focus();
    await this.changed();
  };
}

const OUTCOMES: readonly [CallOutcome, IconName][] = [
  ['no-answer', 'phoneno'],
  ['voicemail', 'phoneno'],
  ['busy', 'phoneno'],
  ['reached', 'phoneok'],
  ['family', 'users'],
  ['wrong-number', 'x'],
];
