import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { shortInstant } from '../../worker/manual/say.ts';
import type { SendPurpose } from '../../worker/manual/types.ts';
import type { CaseView, Gate } from '../../worker/views/cases.ts';
import { rule } from './chips.ts';
import { icon } from './icons.ts';
import { nextSteps } from './next-steps.ts';
import { Part } from './part.ts';
import { urls } from './urls.ts';

/** The two LINE steps that the manual gates (R3, R4): open, or the reason in words and what to do instead. */
@customElement('case-gates')
export class CaseGates extends Part {
  @property({ attribute: false }) view!: CaseView;

  protected override render(): TemplateResult {
    return html`<section class="sheet" aria-labelledby="gate-h"><header>${icon('send')}<h2 id="gate-h">LINE でお願いする</h2><span class="s">電話が先です</span></header>
      ${this.gate('段階1', '折り返しのお願い', 'callback-request', this.view.callbackRequest)}
      ${this.gate('段階2', '希望日時のお願い', 'date-request', this.view.dateRequest)}
      ${this.instead()}${this.others()}</section>`;
  }

  private gate(step: string, name: string, purpose: SendPurpose, gate: Gate): TemplateResult {
    const { verdict } = gate;
    const whom = this.view.participants.find((each) => each.contactId === gate.contactId);
    const warnings = verdict.findings.filter((finding) => finding.severity === 'warn');
    const refusals = verdict.findings.filter((finding) => finding.severity === 'refuse');
    if (isOpen(gate) && gate.contactId) {
      return html`<div class="pad gate" role="group" aria-label="${step} ${name}"><h3>${step}　${name}</h3>
        ${warnings.map((finding) => html`<p class="s">${rule(finding.row)} ${finding.message}</p>`)}
        ${verdict.outcome === 'hold' && verdict.until !== null ? html`<p class="s">${icon('hold')}いま書くと、${shortInstant(verdict.until)} に送ります。</p>` : nothing}
        ${purpose === 'date-request' && this.view.slots.every((slot) => !slot.open) ? html`<p class="s">先に候補日を出しておくと、そこから選んでもらえます。</p>` : nothing}
        <a class="b b-w ${warnings.length > 0 ? '' : 'b-main'}" href=${urls.write(this.view.client.id, gate.contactId, purpose, this.view.id)}>${icon('chat')}${name}を書く${whom ? html`<span class="vh">：${whom.name}</span>` : nothing}</a></div>`;
    }
    return html`<div class="pad gate locked" role="group" aria-label="${step} ${name}"><h3>${icon('lock')}${step}　${name}</h3>
      <div class="why"><b>まだ送れません</b>${refusals.map((finding) => html`<p>${finding.message} ${rule(finding.row)}</p>`)}
        ${refusals.length === 0 ? html`<p>LINE を使える参加者がいません。${rule(1)}</p>` : nothing}</div>
      </div>`;
  }

  /** What to do instead, once for both steps. */
  private instead(): TemplateResult | typeof nothing {
    const locked = [this.view.callbackRequest, this.view.dateRequest].filter((gate) => !isOpen(gate));
    const seen = new Set<string>();
    const steps = locked
      .flatMap((gate) => gate.verdict.next)
      .filter((step) => {
        const known = seen.has(step.step);
        seen.add(step.step);
        return !known;
      });
    if (steps.length === 0) return nothing;
    const contactId = locked[0]?.contactId ?? null;
    const phone = this.view.participants.find((each) => each.contactId === contactId)?.phone ?? null;
    const about = { clientId: this.view.client.id, contactId, caseId: this.view.id, phone, quiet: true };
    return html`<div class="pad gate"><h3>いまできること</h3>${nextSteps(steps, about)}</div>`;
  }

  /** The same questions for the other participants, each judged when it is written. */
  private others(): TemplateResult | typeof nothing {
    const known = new Set([this.view.callbackRequest.contactId, this.view.dateRequest.contactId]);
    const rest = this.view.participants.filter((each) => each.reachable && !known.has(each.contactId));
    if (rest.length === 0) return nothing;
    return html`<div class="pad gate"><h3>ほかの参加者に都合を聞く</h3>${rest.map(
      (each) =>
        html`<a class="b b-w b-quiet" href=${urls.write(this.view.client.id, each.contactId, 'date-request', this.view.id)}>${icon('users')}${each.name}</a>`,
    )}</div>`;
  }
}

function isOpen(gate: Gate): boolean {
  return gate.verdict.outcome !== 'refuse' && gate.contactId !== null;
}
