import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { shortInstant } from '../../worker/manual/say.ts';
import type { CallView, CaseView, ParticipantView } from '../../worker/views/cases.ts';
import { logCall, type NewCall } from '../data/console-cases.ts';
import { OUTCOME, PARTNER } from '../data/console-labels.ts';
import { isFailed } from '../data/console-stages.ts';
import './call-pad.ts';
import { dots } from './chips.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

/** The calls of a case, and how many are still to make before LINE opens (R3). */
@customElement('case-calls')
export class CaseCalls extends Part {
  @property({ attribute: false }) view!: CaseView;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private contactId = '';

  protected override render(): TemplateResult {
    const { view } = this;
    const running = view.status === 'open' || view.status === 'confirmed';
    const calls = [...view.calls].sort((a, b) => a.at - b.at);
    return html`<section class="sheet" id="clog" aria-labelledby="clog-h">
      <header>${icon('phone')}<h2 id="clog-h">電話の記録</h2><span class="count num">${calls.length}<span class="vh">件</span></span>
        ${dots(view.failedCalls, view.callsNeeded)}<span class="s">${needed(view)}（手順書 2）</span>${calls.length > 0 ? html`<a class="s" href="/api/console/cases/${encodeURIComponent(view.id)}/calls/csv" download>CSVで取り出す</a>` : ''}</header>
      ${running ? this.pad() : nothing}
      ${calls.length === 0 ? html`<p class="pad s">まだ電話の記録がありません。</p>` : html`<ol class="calls">${calls.map((call, index) => callLine(call, index))}</ol>`}
    </section>`;
  }

  private pad(): TemplateResult {
    const whom = this.whom();
    if (!whom) return html`<p class="pad">参加者がいません。利用者の画面で連絡先を足してください。</p>`;
    return html`<div class="pad">
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
      <call-pad .whom=${whom} .draft=${`call:${this.view.id}`} .log=${(input: NewCall) => logCall({ caseId: this.view.id }, input)} .changed=${this.changed}></call-pad></div>`;
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
}

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
