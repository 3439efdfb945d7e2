import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { civilDate, clockTime } from '../../worker/manual/jst.ts';
import type { DutyRow } from '../../worker/views/desk.ts';
import { logCall, type NewCall } from '../data/console-cases.ts';
import { shortMoment } from '../data/console-stages.ts';
import { byDue, closeDuty, dutyClock } from '../data/console-today.ts';
import { announce } from './announce.ts';
import './call-pad.ts';
import { who } from './chips.ts';
import { Cut } from './cut.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';
import { urls } from './urls.ts';

/** 未返信: every inbound message until a person replied or talked (R12). */
@customElement('today-duties')
export class TodayDuties extends Part {
  @property({ attribute: false }) duties: DutyRow[] = [];
  @property({ attribute: false }) now = 0;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private closing = '';
  /** The duty that is called about, as it stood, and where: a talk clears it while it can still be taken back. */
  @state() private calling: { duty: DutyRow; index: number } | null = null;
  private readonly cut = new Cut(this);
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult {
    const rows = this.rows();
    return html`<section class="sheet" id="rep" aria-labelledby="rep-h"><header>${icon('chat')}<h2 id="rep-h" tabindex="-1">未返信</h2><span class="count num">${this.duties.length}<span class="vh">件</span></span><span class="s">なるべく早く一言。「返信不要」にも返します（手順書 7）</span></header>
      ${
        rows.length === 0
          ? html`<p class="pad s">返事を待っている方はいません。</p>`
          : repeat(
              this.cut.rows(rows),
              (duty) => duty.id,
              (duty) => this.row(duty),
            )
      }${this.cut.button(this.rows(), '未返信')}</section>`;
  }

  private rows(): DutyRow[] {
    const rows = byDue(this.duties);
    const { calling } = this;
    if (!calling || rows.some((duty) => duty.id === calling.duty.id)) return rows;
    return [...rows.slice(0, calling.index), calling.duty, ...rows.slice(calling.index)];
  }

  private row(duty: DutyRow): TemplateResult {
    const clock = dutyClock(duty, this.now);
    const name = duty.client ?? { name: duty.contactName, kana: null };
    return html`<div class="q ${clock.state === 'calm' ? '' : clock.state}">
      <div class="due ${clock.state === 'calm' ? '' : clock.state}">${
        clock.state === 'over'
          ? icon('alert')
          : html`<svg class="ring" viewBox="0 0 36 36" aria-hidden="true"><circle cx="18" cy="18" r="15"></circle><circle class="a" cx="18" cy="18" r="15" pathLength="100" stroke-dasharray="${clock.left} 100"></circle></svg>`
      }<div><b class="num">${clock.words}</b><span class="s num">${this.until(duty.dueAt)} まで</span></div></div>
      <div>${who(name, duty.client ? urls.client(duty.client.id) : null)}<span class="quote">${duty.contactId ? html`<a href=${urls.thread(duty.contactId)}>${quoted(duty.preview)}</a>` : quoted(duty.preview)}</span> <span class="s nb">${this.until(duty.receivedAt)} 受信${duty.client && duty.contactName !== duty.client.name ? `・${duty.contactName}` : ''}</span>
        ${this.closing === duty.id ? nothing : html`<div><button class="textlike" type="button" @click=${() => this.turn(duty.id)}>返信せずに閉じる<span class="vh">：${name.name}</span></button></div>`}</div>
      ${this.closing === duty.id ? this.form(duty) : this.acts(duty, name.name)}
      ${this.calling?.duty.id === duty.id ? this.pad(duty) : nothing}</div>`;
  }

  private acts(duty: DutyRow, name: string): TemplateResult {
    const known = duty.client !== null && duty.contactId !== null;
    const calling = this.calling?.duty.id === duty.id;
    return html`<div class="acts">${
      known
        ? html`<button class="b ${calling ? 'b-quiet' : 'b-main'}" type="button" @click=${() => this.call(duty)}>${calling ? 'とじる' : html`${icon('phone')}電話する`}<span class="vh">：${name}</span></button>
          <a class="b" href=${urls.write(duty.client!.id, duty.contactId!, 'reply')}>一言返す<span class="vh">：${name}</span></a>`
        : html`<span class="s">まだ登録のない方です。招待を渡した方か確かめます</span>`
    }</div>`;
  }

  private form(duty: DutyRow): TemplateResult {
    const key = `duty:${duty.id}`;
    return html`<form class="col wide-cell" novalidate @submit=${(event: SubmitEvent) => this.close(event, duty)} ${ref(keepDraft(key))}>
      <div class="f"><label for="dr-${duty.id}">返信せずに閉じる理由</label><input class="in" id="dr-${duty.id}" name="reason" maxlength="400" autocomplete="off" aria-describedby="dm-${duty.id}" /><p class="miss" id="dm-${duty.id}" data-missing="reason" hidden></p></div>
      <fault-note .failure=${this.deed.failure}></fault-note>
      <div class="row"><button class="b b-main b-s" type="submit">${this.deed.busy ? '閉じています' : '理由を残して閉じる'}</button><button class="b b-quiet b-s" type="button" @click=${() => this.turn('')}>やめる</button></div></form>`;
  }

  private pad({ id, client, contactId, contactName, phone }: DutyRow): TemplateResult {
    const whom = { contactId: contactId ?? '', name: contactName, phone };
    return html`<div class="wide-cell inset"><call-pad .whom=${whom} .draft=${`duty-call:${id}`} .log=${(input: NewCall) => logCall({ clientId: client?.id ?? '' }, input)} .changed=${this.changed} .ended=${this.hangUp}></call-pad></div>`;
  }

  /** A second press puts the pad away. */
  private call(duty: DutyRow): void {
    if (this.calling?.duty.id === duty.id) {
      this.hangUp();
      return;
    }
    this.closing = '';
    this.calling = { duty, index: byDue(this.duties).findIndex((each) => each.id === duty.id) };
  }

  private readonly hangUp = (): void => {
    const inside = this.querySelector('.inset')?.contains(document.activeElement) ?? false;
    this.calling = null;
    if (inside) void this.updateComplete.then(() => this.querySelector<HTMLElement>('#rep-h')?.focus());
  };

  private turn(id: string): void {
    this.closing = id;
    this.calling = null;
    this.deed.forget();
    if (id)
      void this.updateComplete.then(() =>
        this.querySelector<HTMLInputElement>('input[name=reason]')?.focus(),
      );
  }

  private async close(event: SubmitEvent, duty: DutyRow): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { reason = '' } = fieldsOf(form);
    if (!complain(form, { reason: !reason && '理由を書いてください。' })) return;
    const done = await this.deed.run(() => closeDuty(duty.id, reason));
    if (!done) return;
    dropDraft(`duty:${duty.id}`);
    this.closing = '';
    announce('理由を残して閉じました。');
    await this.changed();
  }

  /** Today's times need no date. */
  private until(at: number): string {
    return civilDate(at) === civilDate(this.now) ? clockTime(at) : shortMoment(at);
  }
}

function quoted(words: string): string {
  return words.startsWith('「') ? words : `「${words}」`;
}
