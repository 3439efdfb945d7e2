import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { addDays, civilDate, instantOf } from '../../worker/manual/jst.ts';
import { shortInstant } from '../../worker/manual/say.ts';
import type { ContactMethod, SendPurpose } from '../../worker/manual/types.ts';
import { logCall, type NewCall, planVisit } from '../data/console-cases.ts';
import { addRecord } from '../data/console-clients.ts';
import { METHOD, PURPOSE } from '../data/console-labels.ts';
import { announce } from './announce.ts';
import './call-pad.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { type IconName, icon } from './icons.ts';
import { Part } from './part.ts';
import { staffSession } from './staff-session.ts';

type Way = 'phone' | 'visit' | 'paper';
const PAPER: readonly ContactMethod[] = ['fax', 'post', 'mail'];

/** Whom and what the message would have been about. */
export interface Instead {
  clientId: string;
  contactId: string;
  caseId: string | null;
  name: string;
  relation: string;
  phone: string | null;
  purpose: SendPurpose;
}

/** かわりの方法: a call, a visit or a paper in place of the message, each written into the record from here (R0, R5). */
@customElement('write-instead')
export class WriteInstead extends Part {
  @property({ attribute: false }) about!: Instead;
  /** Where LINE is refused, these are the way: shown first and large. */
  @property({ attribute: false }) loud = false;
  /** Something was written into the record: the thread and the verdict are out of date. */
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private open: Way | null = null;
  @state() private done = '';
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult {
    const { about } = this;
    return html`<div class="alts ${this.loud ? '' : 'calm'}" role="group" aria-label="かわりの方法">
      ${this.way('phone', 'phone', '電話を記録', about.phone ?? '番号の登録なし')}${this.open === 'phone' ? html`<div class="alt-form">${this.phone()}</div>` : nothing}
      ${this.way('visit', 'house', '訪問の予定', '日時を決めて「すること」に入れます')}${this.open === 'visit' ? html`<div class="alt-form">${this.visit()}</div>` : nothing}
      ${this.way('paper', 'fax', 'FAX・郵送の記録', '送ったことを相談記録に書きます')}${this.open === 'paper' ? html`<div class="alt-form">${this.paper()}</div>` : nothing}
      ${this.done ? html`<p class="say" role="status">${icon('check')}${this.done}</p>` : nothing}</div>`;
  }

  private way(way: Way, drawing: IconName, words: string, more: string): TemplateResult {
    return html`<button type="button" aria-expanded=${this.open === way ? 'true' : 'false'} @click=${() => this.turn(way)}>${icon(drawing)}<span><b>${words}</b><br /><span class="s">${more}</span></span>${icon('r')}</button>`;
  }

  private phone(): TemplateResult {
    const { about } = this;
    const where = about.caseId ? { caseId: about.caseId } : { clientId: about.clientId };
    return html`<call-pad .whom=${about} .draft=${`call:${about.contactId}:${about.caseId ?? ''}`} .log=${(input: NewCall) => logCall(where, input)} .changed=${this.changed}></call-pad>`;
  }

  private visit(): TemplateResult {
    const tomorrow = addDays(civilDate(staffSession.me?.now ?? 0), 1);
    return html`<form class="col" novalidate aria-label="訪問の予定" @submit=${this.keepVisit} ${ref(keepDraft(this.key('visit')))}>
      <div class="grid2"><div class="f"><label for="iv-d">日</label><input class="in num" type="date" id="iv-d" name="date" .defaultValue=${tomorrow} aria-describedby="iv-d-m" /><p class="miss" id="iv-d-m" data-missing="date" hidden></p></div>
      <div class="f"><label for="iv-t">時刻</label><input class="in num" type="time" id="iv-t" name="time" step="300" .defaultValue=${'10:00'} aria-describedby="iv-t-m" /><p class="miss" id="iv-t-m" data-missing="time" hidden></p></div></div>
      <div class="f"><label for="iv-p">場所</label><input class="in" id="iv-p" name="place" maxlength="80" autocomplete="off" .defaultValue=${'ご自宅'} aria-describedby="iv-p-m" /><p class="miss" id="iv-p-m" data-missing="place" hidden></p></div>
      <div class="f"><label for="iv-a">伝えること</label><textarea class="in low" id="iv-a" name="about" maxlength="400" .defaultValue=${`${PURPOSE[this.about.purpose]}（LINE のかわり）`} aria-describedby="iv-a-m"></textarea><p class="miss" id="iv-a-m" data-missing="about" hidden></p></div>
      <fault-note .failure=${this.deed.failure}></fault-note>
      <button class="b b-w" type="submit">${this.deed.busy ? '入れています' : '訪問の予定を入れる'}</button></form>`;
  }

  private paper(): TemplateResult {
    return html`<form class="col" novalidate aria-label="FAX・郵送の記録" @submit=${this.keepPaper} ${ref(keepDraft(this.key('paper')))}>
      <fieldset class="f"><legend class="l">方法</legend><div class="pick">${PAPER.map(
        (method, index) =>
          html`<label><input type="radio" name="method" value=${method} ?checked=${index === 0} />${icon('check')}${METHOD[method]}</label>`,
      )}</div></fieldset>
      <div class="f"><label for="ip-c">送ったもの・内容</label><textarea class="in low" id="ip-c" name="content" maxlength="2000" aria-describedby="ip-c-m"></textarea><p class="miss" id="ip-c-m" data-missing="content" hidden></p></div>
      <fault-note .failure=${this.deed.failure}></fault-note>
      <button class="b b-w" type="submit">${this.deed.busy ? '書いています' : '送ったことを相談記録に書く'}</button></form>`;
  }

  private turn(way: Way): void {
    this.open = this.open === way ? null : way;
    this.done = '';
    this.deed.forget();
    if (this.open)
      void this.updateComplete.then(() =>
        this.querySelector<HTMLElement>('.alt-form input, .alt-form textarea, .alt-form a')?.focus(),
      );
  }

  private readonly keepVisit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { date = '', time = '', place = '', about = '' } = fieldsOf(form);
    const at = date && time ? instantOf(date, time) : 0;
    const past = at > 0 && at <= (staffSession.me?.now ?? 0);
    const whole = complain(form, {
      date: !date ? '日を入れてください。' : past && 'これからの日時にしてください。',
      time: !time && '時刻を入れてください。',
      place: !place && '場所を入れてください。',
      about: !about && '伝えることを書いてください。',
    });
    if (!whole) return;
    const { clientId, contactId, caseId } = this.about;
    const made = await this.deed.run(() =>
      planVisit(clientId, { contactId, ...(caseId ? { caseId } : {}), at, place, about }),
    );
    if (made)
      await this.finish('visit', `${shortInstant(at)} の訪問を「すること」に入れ、相談記録に書きました。`);
  };

  private readonly keepPaper = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { method = 'fax', content = '' } = fieldsOf(form);
    if (!complain(form, { content: !content && '送ったものを書いてください。' })) return;
    const by = PAPER.find((each) => each === method) ?? 'fax';
    const { clientId, caseId, name, relation, purpose } = this.about;
    const made = await this.deed.run(() =>
      addRecord(clientId, {
        kind: 'note',
        ...(caseId ? { caseId } : {}),
        body: {
          summary: `LINE の代わりに、${METHOD[by]}で送りました`,
          method: by,
          startedAt: staffSession.me?.now ?? 0,
          partner: name,
          relation,
          purpose: PURPOSE[purpose],
          content,
        },
      }),
    );
    if (made) await this.finish('paper', `${METHOD[by]}で送ったことを相談記録に書きました。`);
  };

  private async finish(way: Way, words: string): Promise<void> {
    dropDraft(this.key(way));
    this.open = null;
    this.done = words;
    announce(words);
    await this.changed();
  }

  private key(way: Way): string {
    return `instead:${way}:${this.about.contactId}:${this.about.caseId ?? ''}`;
  }
}
