import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { addMonths, civilDate, daysBetween } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { ContactView } from '../../worker/views/clients.ts';
import { approveCircumstance, askCircumstance } from '../data/console-clients.ts';
import { announce } from './announce.ts';
import { chip } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { Part } from './part.ts';
import { staffSession } from './staff-session.ts';

/** An exception that ends within a month may be asked for anew. */
const SOON_DAYS = 30;

/** 特別な事情 of one contact: why the phone can't be used, asked by a counselor, approved by a manager (R0, R3). */
@customElement('client-circumstance')
export class ClientCircumstance extends Part {
  @property({ attribute: false }) clientId = '';
  @property({ attribute: false }) contact!: ContactView;
  @property({ attribute: false }) changed: () => void = () => {};
  @state() private asking = false;
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult {
    const known = this.contact.circumstance;
    const today = staffSession.me ? civilDate(staffSession.me.now) : null;
    const over = known !== null && today !== null && known.reviewOn < today;
    const soon = known !== null && today !== null && daysBetween(today, known.reviewOn) <= SOON_DAYS;
    return html`${
      known
        ? html`<div class="say ${known.approvedAt === null || over ? 'wait' : ''}"><b>特別な事情</b> ${known.reason}
          <div class="row"><span class="s">見直し ${shortDate(known.reviewOn)}・申請 ${shortDate(civilDate(known.askedAt))} ${known.askedBy}${known.approvedAt === null ? '' : `・承認 ${shortDate(civilDate(known.approvedAt))} ${known.approvedBy ?? ''}`}</span>
            ${over ? chip('wait', '見直しの日をすぎました') : known.approvedAt === null ? chip('wait', '管理者の承認待ち') : soon ? chip('wait', `承認済み・あと${daysBetween(today ?? '', known.reviewOn)}日で見直し`) : chip('ok', '承認済み')}
            ${known.approvedAt === null ? this.approval(known.id) : nothing}</div></div>`
        : nothing
    }
    <fault-note .failure=${this.deed.failure}></fault-note>
    ${
      this.asking
        ? this.form()
        : known && !over && !soon
          ? nothing
          : html`<div><button class="b b-quiet b-s" type="button" @click=${this.open}>電話が使えない事情を申請する<span class="vh">：${this.contact.name}</span></button></div>`
    }`;
  }

  private approval(id: string): TemplateResult {
    if (staffSession.me?.role !== 'manager') return html`<span class="s">承認は管理者が行います</span>`;
    return html`<button class="b b-s" type="button" @click=${() => this.approve(id)}>${this.deed.busy ? '承認しています' : '承認する'}</button>`;
  }

  private form(): TemplateResult {
    const id = this.contact.id;
    const review = staffSession.me ? addMonths(civilDate(staffSession.me.now), 6) : '';
    return html`<form class="col" novalidate aria-label="特別な事情の申請" @submit=${this.ask} ${ref(keepDraft(`circumstance:${id}`))}>
      <div class="f"><label for="cr-${id}">電話が使えない事情</label><textarea class="in low" id="cr-${id}" name="reason" maxlength="400" aria-describedby="cr-s-${id} cr-m-${id}"></textarea>
        <span class="s" id="cr-s-${id}">耳がきこえない方も、電話リレーサービスを使えることがあります。本人に聞いて書きます。</span>
        <p class="miss" id="cr-m-${id}" data-missing="reason" hidden></p></div>
      <div class="f half"><label for="co-${id}">見直しの日</label><input class="in num" type="date" id="co-${id}" name="reviewOn" value=${review} aria-describedby="co-m-${id}" />
        <p class="miss" id="co-m-${id}" data-missing="reviewOn" hidden></p></div>
      <div class="row"><button class="b b-main" type="submit">${this.deed.busy ? '申請しています' : '管理者に申請する'}</button>
        <button class="b b-quiet" type="button" @click=${() => {
          this.asking = false;
        }}>やめる</button></div></form>`;
  }

  private readonly open = (): void => {
    this.asking = true;
    void this.updateComplete.then(() => this.querySelector<HTMLTextAreaElement>('textarea')?.focus());
  };

  private readonly ask = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { reason = '', reviewOn = '' } = fieldsOf(form);
    const whole = complain(form, {
      reason: !reason && '事情を書いてください。',
      reviewOn: !reviewOn && '見直しの日を入れてください。',
    });
    if (!whole) return;
    const made = await this.deed.run(() =>
      askCircumstance(this.clientId, { contactId: this.contact.id, reason, reviewOn }),
    );
    if (!made) return;
    dropDraft(`circumstance:${this.contact.id}`);
    this.asking = false;
    announce('管理者に申請しました。');
    this.changed();
  };

  private async approve(id: string): Promise<void> {
    const done = await this.deed.run(() => approveCircumstance(id));
    if (done) announce('承認しました。');
    this.changed();
  }
}
