import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ProposalView } from '../../worker/views/notices.ts';
import { dismissProposal } from '../data/console-today.ts';
import { announce } from './announce.ts';
import { who } from './chips.ts';
import { Cut } from './cut.ts';
import { Deed } from './deed.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';
import { urls } from './urls.ts';

/** モニタリングの時期: whose month of the 受給者証 is near and not planned yet. */
@customElement('today-proposals')
export class TodayProposals extends Part {
  @property({ attribute: false }) proposals: ProposalView[] = [];
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private closing = '';
  private readonly cut = new Cut(this, 6);
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult | typeof nothing {
    if (this.proposals.length === 0) return nothing;
    return html`<section class="sheet" id="mon" aria-labelledby="mon-h"><header>${icon('case')}<h2 id="mon-h">モニタリングの時期</h2><span class="count num">${this.proposals.length}<span class="vh">件</span></span></header>
      ${repeat(
        this.cut.rows(this.proposals),
        ({ id }) => id,
        (each) => this.row(each),
      )}${this.cut.button(this.proposals, 'モニタリング')}</section>`;
  }

  private row({ id, client, month, counselor }: ProposalView): TemplateResult {
    return html`<div class="q mini"><div>${who(client, urls.client(client.id))}<span class="s">${Number(month.slice(5))}月・担当 ${counselor}</span></div>
      ${
        this.closing === id
          ? html`<form class="col wide-cell" novalidate @submit=${(event: SubmitEvent) => this.dismiss(event, id)}>
            <div class="f"><label for="mp-${id}">調整しない理由</label><input class="in" id="mp-${id}" name="reason" maxlength="400" autocomplete="off" aria-describedby="mm-${id}" /><p class="miss" id="mm-${id}" data-missing="reason" hidden></p></div>
            <fault-note .failure=${this.deed.failure}></fault-note>
            <div class="row"><button class="b b-main b-s" type="submit">理由を残して外す</button><button class="b b-quiet b-s" type="button" @click=${() => this.turn('')}>やめる</button></div></form>`
          : html`<div class="acts stack"><a class="b b-main" href=${urls.caseOpen(client.id, 'monitoring')}>調整をはじめる<span class="vh">：${client.name}</span></a><button class="textlike" type="button" @click=${() => this.turn(id)}>今回はしない<span class="vh">：${client.name}</span></button></div>`
      }</div>`;
  }

  private turn(id: string): void {
    this.closing = id;
    this.deed.forget();
    if (id)
      void this.updateComplete.then(() =>
        this.querySelector<HTMLInputElement>('input[name=reason]')?.focus(),
      );
  }

  private async dismiss(event: SubmitEvent, id: string): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { reason = '' } = fieldsOf(form);
    if (!complain(form, { reason: !reason && '理由を書いてください。' })) return;
    const done = await this.deed.run(() => dismissProposal(id, reason));
    if (!done) return;
    this.closing = '';
    announce('理由を残して外しました。');
    await this.changed();
  }
}
