import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { civilDate, clockTime, instantOf } from '../../worker/manual/jst.ts';
import type { ContactMethod } from '../../worker/manual/types.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import { markHeld } from '../data/console-cases.ts';
import { METHOD } from '../data/console-labels.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft, readDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { lineWishFields, lineWishMissing, lineWishOf } from './line-wish.ts';
import { MeetingCheck } from './meeting-check.ts';
import { Part } from './part.ts';

const HELD_BY: readonly ContactMethod[] = ['visit', 'office', 'phone', 'video', 'line'];

/** The meeting took place: how, where, when, also a day that lies back; by LINE, R7 and R8 are asked (again). */
@customElement('case-held')
export class CaseHeld extends Part {
  @property({ attribute: false }) view!: CaseView;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private fields: Record<string, string> = {};
  private readonly deed = new Deed(this);
  private readonly check = new MeetingCheck(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.fields = Object.fromEntries(readDraft<[string, string][]>(this.key) ?? []);
  }

  protected override willUpdate(): void {
    const { date = '', from = '' } = this.fields;
    const known = /^\d{4}-\d{2}-\d{2}$/.test(date) && /^\d{2}:\d{2}$/.test(from);
    const at = known ? instantOf(date, from) : (this.view.confirmed?.startsAt ?? this.view.now);
    const { lineReason, wishBy, wishHow, wishDate } = this.fields;
    const whole = lineReason && wishBy && wishHow && wishDate;
    this.check.look(this.view.client.id, {
      do: 'mark-held',
      kind: this.view.kind,
      method: this.method,
      at: Math.min(at, this.view.now),
      caseId: this.view.id,
      ...(whole ? { line: lineWishOf(this.fields) } : {}),
    });
  }

  protected override render(): TemplateResult {
    const { confirmed } = this.view;
    const { method } = this;
    const start = confirmed && confirmed.startsAt <= this.view.now ? confirmed : null;
    return html`<form class="col" novalidate aria-label="実施の記録" @submit=${this.hold} @input=${this.typed} @change=${this.typed} ${ref(keepDraft(this.key))}>
      <fieldset class="f"><legend class="l">方法</legend><div class="pick">${HELD_BY.map(
        (each) =>
          html`<label><input type="radio" name="method" value=${each} ?checked=${each === method} />${icon('check')}${METHOD[each]}</label>`,
      )}</div></fieldset>
      ${this.check.said()}
      <div class="f"><label for="h-p">場所</label><input class="in" id="h-p" name="place" maxlength="80" autocomplete="off" .defaultValue=${confirmed?.place ?? ''} aria-describedby="h-p-m" /><p class="miss" id="h-p-m" data-missing="place" hidden></p></div>
      <div class="f"><label for="h-d">日</label><input class="in num" type="date" id="h-d" name="date" .defaultValue=${civilDate(start?.startsAt ?? this.view.now)} aria-describedby="h-d-m h-d-s" /><span class="s" id="h-d-s">前の日の分も記録できます</span><p class="miss" id="h-d-m" data-missing="date" hidden></p></div>
      <div class="grid2"><div class="f"><label for="h-f">はじめ</label><input class="in num" type="time" id="h-f" name="from" .defaultValue=${start ? clockTime(start.startsAt) : ''} aria-describedby="h-f-m" /><p class="miss" id="h-f-m" data-missing="from" hidden></p></div>
        <div class="f"><label for="h-u">おわり</label><input class="in num" type="time" id="h-u" name="until" .defaultValue=${start ? clockTime(start.endsAt) : ''} aria-describedby="h-u-m" /><p class="miss" id="h-u-m" data-missing="until" hidden></p></div></div>
      <div class="f"><label for="h-c">内容（あとで書き足せます）</label><textarea class="in low" id="h-c" name="content" maxlength="4000"></textarea></div>
      ${method === 'line' ? lineWishFields(this.view.line) : nothing}
      <fault-note .failure=${this.deed.failure}></fault-note>
      <button class="b b-main b-w" type="submit">${this.deed.busy ? '記録しています' : '実施したと記録する'}</button></form>`;
  }

  private readonly typed = (event: Event): void => {
    this.fields = fieldsOf(event.currentTarget as HTMLFormElement);
  };

  private readonly hold = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = fieldsOf(form);
    const { method = '', place = '', date = '', from = '', until = '', content } = fields;
    const future = date !== '' && from !== '' && instantOf(date, from) > this.view.now;
    const whole = complain(form, {
      place: !place && '場所を入れてください。',
      date: !date ? '日を入れてください。' : future && 'これからの日時は、実施として記録できません。',
      from: !from && 'はじめの時刻を入れてください。',
      until: until
        ? from !== '' && until < from && 'おわりが、はじめより前です。'
        : 'おわりの時刻を入れてください。',
      ...(method === 'line' ? lineWishMissing(fields) : {}),
    });
    if (!whole) return;
    const done = await this.deed.run(() =>
      markHeld(this.view.id, {
        method: method as ContactMethod,
        place,
        startedAt: instantOf(date, from),
        endedAt: instantOf(date, until),
        ...(content ? { content } : {}),
        ...(method === 'line' ? { line: lineWishOf(fields) } : {}),
      }),
    );
    if (!done) {
      if (this.deed.failure?.type === 'case-closed') await this.changed();
      return;
    }
    dropDraft(this.key);
    announce('実施したと記録しました。');
    await this.changed();
  };

  private get method(): ContactMethod {
    return HELD_BY.find((each) => each === this.fields.method) ?? this.view.plannedMethod;
  }

  private get key(): string {
    return `held:${this.view.id}`;
  }
}
