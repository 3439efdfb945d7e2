import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CaseView, MessageView } from '../../worker/views/cases.ts';
import { PURPOSE } from '../data/console-labels.ts';
import { withdrawMessage } from '../data/console-messages.ts';
import { shortMoment } from '../data/console-stages.ts';
import { announce } from './announce.ts';
import { approvalLine } from './approval-line.ts';
import { chip } from './chips.ts';
import { Deed } from './deed.ts';
import { writeDraft } from './drafts.ts';
import { icon } from './icons.ts';
import { navigation } from './navigation.ts';
import { Part } from './part.ts';
import { urls } from './urls.ts';

const STATES = {
  queued: ['wait', '送る前'],
  leased: ['wait', '送っています'],
  sent: ['ok', '送りました'],
  dead: ['stop', '送れませんでした'],
  dropped: ['plain', '送りませんでした'],
} as const;

/** What was written by LINE about this case; what still waits can be taken back or written anew. */
@customElement('case-messages')
export class CaseMessages extends Part {
  @property({ attribute: false }) view!: CaseView;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult | typeof nothing {
    const { messages, approvals } = this.view;
    const asked = approvals.filter((each) => each.outcome !== 'approved' && each.outcome !== 'withdrawn');
    if (messages.length === 0 && asked.length === 0) return nothing;
    return html`<section class="sheet" id="line" aria-labelledby="ms-h"><header>${icon('chat')}<h2 id="ms-h">この調整の LINE</h2><span class="count num">${messages.length}<span class="vh">件</span></span></header>
      ${this.deed.failure ? html`<div class="pad"><fault-note .failure=${this.deed.failure}></fault-note></div>` : nothing}
      ${asked.map((each) => html`<div class="q mini">${approvalLine(each)}</div>`)}${messages.map((each) => this.row(each))}</section>`;
  }

  private row(each: MessageView): TemplateResult {
    const [tone, words] = STATES[each.status];
    const by = each.origin === 'auto' ? '・自動' : each.author ? `・${each.author}` : '';
    const what = `${PURPOSE[each.purpose]}・${each.contactName}`;
    return html`<div class="q mini"><div class="col-s"><b>${PURPOSE[each.purpose]}</b>
      <span class="s num">${shortMoment(each.sentAt ?? each.notBefore)}${each.status === 'queued' ? ' に送ります' : ''}・${each.contactName}${by}${each.lastError ? `・${each.lastError}` : ''}</span></div>
      <div class="row">${chip(tone, words)}${
        each.status === 'queued'
          ? html`<button class="b b-quiet b-s" type="button" @click=${() => this.takeBack(each, false)}>取り消す<span class="vh">：${what}</span></button>
            ${each.origin === 'staff' ? html`<button class="b b-quiet b-s" type="button" @click=${() => this.takeBack(each, true)}>書き直す<span class="vh">：${what}</span></button>` : nothing}`
          : nothing
      }</div></div>`;
  }

  private async takeBack(message: MessageView, anew: boolean): Promise<void> {
    const done = await this.deed.run(() => withdrawMessage(message.id));
    if (done) announce('送る前に取り消しました。');
    if (done && anew) {
      const { contactId, purpose } = message;
      writeDraft(`write:${contactId}:${this.view.id}:${purpose}`, [
        ['greeting', message.greeting],
        ['body', message.body],
      ]);
      navigation.go(urls.write(this.view.client.id, contactId, purpose, this.view.id));
      return;
    }
    await this.changed();
  }
}
