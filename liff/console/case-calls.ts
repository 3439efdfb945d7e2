import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { ref } from 'lit/directives/ref.js';
import { shortInstant } from '../../worker/manual/say.ts';
import type { CallOutcome } from '../../worker/manual/types.ts';
import type { CallView, CaseView, ParticipantView } from '../../worker/views.ts';
import { logCall, type NewCall, undoCall } from '../data/console-cases.ts';
import { OUTCOME, PARTNER } from '../data/console-labels.ts';
import { isFailed } from '../data/console-stages.ts';
import { announce } from './announce.ts';
import { dots } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import { fieldsOf } from './forms.ts';
import { type IconName, icon } from './icons.ts';
import { Part } from './part.ts';
import { Undo } from './undo.ts';

/** Each try is one tap (R3, R5); a slip can be taken back for ten seconds. */
@customElement('case-calls')
export class CaseCalls extends Part {
  @property({ attribute: false }) view!: CaseView;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private contactId = '';
  @state() private asking = false;
  private readonly deed = new Deed(this);
  private readonly undo = new Undo(this);

  protected override render(): TemplateResult {
    const { view } = this;
    const running = view.status === 'open' || view.status === 'confirmed';
    const calls = [...view.calls].sort((a, b) => a.at - b.at);
    return html`<section class="sheet" id="clog" aria-labelledby="clog-h">
      <header>${icon('phone')}<h2 id="clog-h">電話の記録</h2><span class="count num">${calls.length}<span class="vh">件</span></span>
        ${dots(view.failedCalls, view.callsNeeded)}<span class="s">${needed(view)}（手順書 2）</span></header>
      ${running ? this.pad() : nothing}
      ${calls.length === 0 ? html`<p class="pad s">まだ電話の記録がありません。</p>` : html`<ol class="calls">${calls.map((call, index) => callLine(call, index))}</ol>`}
    </section>`;
  }

  private pad(): TemplateResult {
    const whom = this.whom();
    if (!whom) return html`<p class="pad">参加者がいません。利用者の画面で連絡先を足してください。</p>`;
    return html`<form class="pad call-pad" @submit=${(event: Event) => event.preventDefault()} ${ref(keepDraft(`call:${this.view.id}`))}>
      ${
        this.view.participants.length > 1
          ? html`<fieldset class="f"><legend class="l">だれに</legend><div class="pick">${this.view.participants.map(
              (each) =>
                html`<label><input type="radio" name="whom" value=${each.contactId} .checked=${live(each.contactId === whom.contactId)} @change=${() => {
                  this.contactId = each.contactId;
                }} />${icon('check')}${each.name}<span class="s-in">${PARTNER[each.kind]}</span></label>`,
            )}</div></fieldset>`
          : nothing
      }
      <div class="row">${
        whom.phone
          ? html`<a class="b b-main" href="tel:${whom.phone.replace(/[^\d+]/g, '')}">${icon('phone')}<span>電話する <span class="num">${whom.phone}</span></span></a>`
          : html`<span>${whom.name} さんの電話番号の登録がありません</span>`
      }</div>
      ${this.undo.offered ? this.said() : this.asking ? this.family(whom) : this.outcomes(whom)}
      <fault-note .failure=${this.deed.failure}></fault-note>
    </form>`;
  }

  private outcomes(whom: ParticipantView): TemplateResult {
    return html`<div class="f"><label for="call-note">ひとこと（なくてもよい）</label><input class="in" id="call-note" name="note" maxlength="200" autocomplete="off" placeholder="留守電に伝言、など" /></div>
      <div class="f"><span class="l" id="oc-h">どうでしたか。押すと記録します</span><div class="row" role="group" aria-labelledby="oc-h">${OUTCOMES.map(
        ([outcome, drawing]) =>
          html`<button class="b ${outcome === 'reached' ? '' : 'b-quiet'}" type="button" @click=${(event: Event) => (outcome === 'family' ? this.ask() : this.log(event, { contactId: whom.contactId, outcome }))}>${icon(drawing)}${OUTCOME[outcome]}</button>`,
      )}
      <button class="b b-quiet" type="button" @click=${(event: Event) => this.log(event, { contactId: whom.contactId, outcome: 'reached', direction: 'in' })}>${icon('phoneok')}折り返しがあった</button></div></div>`;
  }

  /** A family member answering is neither a talk nor a failure until staff say which. */
  private family(whom: ParticipantView): TemplateResult {
    const log = (reached: boolean) => (event: Event) =>
      this.log(event, { contactId: whom.contactId, outcome: 'family', reached });
    return html`<div class="f"><span class="l" id="fam-h" tabindex="-1">家族が出ました。本人と話せましたか</span><div class="row" role="group" aria-labelledby="fam-h">
      <button class="b" type="button" @click=${log(true)}>${icon('phoneok')}本人と話せた</button>
      <button class="b b-quiet" type="button" @click=${log(false)}>${icon('phoneno')}本人とは話せなかった</button>
      <button class="b b-quiet" type="button" @click=${() => {
        this.asking = false;
      }}>もどる</button></div></div>`;
  }

  private said(): TemplateResult {
    return html`<div class="row"><span class="said">「${this.undo.offered?.words}」を記録しました</span>
      <button class="b b-s" type="button" @click=${this.takeBack}>${this.deed.busy ? '取り消しています' : '取り消す'}</button></div>`;
  }

  private whom(): ParticipantView | undefined {
    const all = this.view.participants;
    const first = this.view.callbackRequest.contactId;
    return (
      all.find((each) => each.contactId === this.contactId) ??
      all.find((each) => each.contactId === first) ??
      all[0]
    );
  }

  private ask(): void {
    this.asking = true;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('#fam-h')?.focus());
  }

  private async log(event: Event, input: NewCall): Promise<void> {
    const form = (event.target as HTMLElement).closest('form');
    const note = form ? fieldsOf(form).note : '';
    const made = await this.deed.run(() => logCall(this.view.id, note ? { ...input, note } : input));
    if (!made) return;
    dropDraft(`call:${this.view.id}`);
    const noted = form?.querySelector<HTMLInputElement>('[name=note]');
    if (noted) noted.value = '';
    this.asking = false;
    const words = input.direction === 'in' ? '折り返し' : OUTCOME[input.outcome];
    announce(`${words}を記録しました。10秒のあいだ取り消せます。`);
    this.undo.offer(made.id, words);
    await this.changed();
  }

  private readonly takeBack = async (): Promise<void> => {
    const id = this.undo.offered?.id;
    if (!id) return;
    const done = await this.deed.run(() => undoCall(id));
    if (!done) return;
    this.undo.withdraw();
    announce('取り消しました。');
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

function needed(view: CaseView): string {
  const left = view.callsNeeded - view.failedCalls;
  return left > 0
    ? `あと${left}回つながらなければ、LINE で折り返しをお願いできます`
    : `${view.failedCalls}回つながりませんでした`;
}

function callLine(call: CallView, index: number): TemplateResult {
  const failed = isFailed(call);
  const words = call.direction === 'in' ? '折り返し' : OUTCOME[call.outcome];
  const family = call.outcome === 'family' ? (call.reached ? '・本人と話せた' : '・本人とは話せず') : '';
  return html`<li><span class="k ${failed ? '' : 'yes'}">${icon(failed ? 'phoneno' : 'phoneok')}</span><b>${index + 1}回目　${words}</b>
    <span class="s num">${shortInstant(call.at)}${family}<br />${call.note ? `${call.note}・` : ''}${call.contactName}・${call.staff}</span></li>`;
}
