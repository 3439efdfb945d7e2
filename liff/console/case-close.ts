import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { civilDate, clockTime, instantOf } from '../../worker/manual/jst.ts';
import type { ContactMethod } from '../../worker/manual/types.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import { cancelCase, markHeld } from '../data/console-cases.ts';
import { METHOD } from '../data/console-labels.ts';
import { announce } from './announce.ts';
import { rule } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft, readDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { lineWishFields, lineWishMissing, lineWishOf } from './line-wish.ts';
import { Part } from './part.ts';

const HELD_BY: readonly ContactMethod[] = ['visit', 'office', 'phone', 'video', 'line'];

/** How a matter ends: it was held, or it is called off, which LINE never says (R10). */
@customElement('case-close')
export class CaseClose extends Part {
  @property({ attribute: false }) view!: CaseView;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private method: ContactMethod | null = null;
  private readonly holding = new Deed(this);
  private readonly cancelling = new Deed(this);

  protected override render(): TemplateResult | typeof nothing {
    if (this.view.status !== 'open' && this.view.status !== 'confirmed') return nothing;
    return html`<section class="sheet" aria-labelledby="end-h"><header>${icon('check')}<h2 id="end-h">終わりにする</h2></header>
      <details class="pad" ?open=${readDraft(this.heldKey) !== null}><summary>実施した</summary>${this.heldForm()}</details>
      <details class="pad" ?open=${readDraft(this.cancelKey) !== null}><summary>とりやめる</summary>${this.cancelForm()}</details></section>`;
  }

  private heldForm(): TemplateResult {
    const { confirmed } = this.view;
    const method = this.method ?? draftMethod(this.heldKey) ?? this.view.plannedMethod;
    return html`<form class="col" novalidate aria-label="実施の記録" @submit=${this.hold} ${ref(keepDraft(this.heldKey))}>
      <fieldset class="f"><legend class="l">方法</legend><div class="pick">${HELD_BY.map(
        (each) =>
          html`<label><input type="radio" name="method" value=${each} ?checked=${each === method} @change=${() => {
            this.method = each;
          }} />${icon('check')}${METHOD[each]}</label>`,
      )}</div></fieldset>
      <div class="f"><label for="h-p">場所</label><input class="in" id="h-p" name="place" maxlength="80" autocomplete="off" .defaultValue=${confirmed?.place ?? ''} aria-describedby="h-p-m" /><p class="miss" id="h-p-m" data-missing="place" hidden></p></div>
      <div class="f"><label for="h-d">日</label><input class="in num" type="date" id="h-d" name="date" .defaultValue=${civilDate(confirmed?.startsAt ?? this.view.now)} aria-describedby="h-d-m" /><p class="miss" id="h-d-m" data-missing="date" hidden></p></div>
      <div class="grid2"><div class="f"><label for="h-f">はじめ</label><input class="in num" type="time" id="h-f" name="from" .defaultValue=${confirmed ? clockTime(confirmed.startsAt) : ''} aria-describedby="h-f-m" /><p class="miss" id="h-f-m" data-missing="from" hidden></p></div>
        <div class="f"><label for="h-u">おわり</label><input class="in num" type="time" id="h-u" name="until" .defaultValue=${confirmed ? clockTime(confirmed.endsAt) : ''} aria-describedby="h-u-m" /><p class="miss" id="h-u-m" data-missing="until" hidden></p></div></div>
      <div class="f"><label for="h-c">内容（あとで書き足せます）</label><textarea class="in low" id="h-c" name="content" maxlength="4000"></textarea></div>
      ${method === 'line' ? lineWishFields(this.view.line) : nothing}
      <fault-note .failure=${this.holding.failure}></fault-note>
      <button class="b b-main b-w" type="submit">${this.holding.busy ? '記録しています' : '実施したと記録する'}</button></form>`;
  }

  private cancelForm(): TemplateResult {
    return html`<form class="col" novalidate aria-label="とりやめの記録" @submit=${this.cancel} ${ref(keepDraft(this.cancelKey))}>
      <p class="say"><b>LINE では伝えません。</b>送る前の知らせは止めて、電話か訪問の「すること」をつくります。${rule(5)}</p>
      <div class="f"><label for="x-r">理由</label><textarea class="in low" id="x-r" name="reason" maxlength="400" aria-describedby="x-r-m"></textarea><p class="miss" id="x-r-m" data-missing="reason" hidden></p></div>
      <fieldset class="f"><legend class="l">どうやって伝えますか</legend><div class="pick"><label><input type="radio" name="tell" value="phone" checked />${icon('check')}電話で</label><label><input type="radio" name="tell" value="visit" />${icon('check')}訪問して</label></div></fieldset>
      <fault-note .failure=${this.cancelling.failure}></fault-note>
      <button class="b b-quiet b-w" type="submit">${this.cancelling.busy ? 'とりやめています' : 'この調整をとりやめる'}</button></form>`;
  }

  private readonly hold = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = fieldsOf(form);
    const { method = '', place = '', date = '', from = '', until = '', content } = fields;
    const whole = complain(form, {
      place: !place && '場所を入れてください。',
      date: !date && '日を入れてください。',
      from: !from && 'はじめの時刻を入れてください。',
      until: until
        ? from !== '' && until < from && 'おわりが、はじめより前です。'
        : 'おわりの時刻を入れてください。',
      ...(method === 'line' ? lineWishMissing(fields) : {}),
    });
    if (!whole) return;
    const done = await this.holding.run(() =>
      markHeld(this.view.id, {
        method: method as ContactMethod,
        place,
        startedAt: instantOf(date, from),
        endedAt: instantOf(date, until),
        ...(content ? { content } : {}),
        ...(method === 'line' ? { line: lineWishOf(fields) } : {}),
      }),
    );
    if (!done) return;
    dropDraft(this.heldKey);
    announce('実施したと記録しました。');
    await this.changed();
  };

  private readonly cancel = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { reason = '', tell } = fieldsOf(form);
    if (!complain(form, { reason: !reason && '理由を書いてください。' })) return;
    const done = await this.cancelling.run(() =>
      cancelCase(this.view.id, { reason, tell: tell === 'visit' ? 'visit' : 'phone' }),
    );
    if (!done) return;
    dropDraft(this.cancelKey);
    announce('とりやめました。伝えるための「すること」をつくりました。');
    await this.changed();
  };

  private get heldKey(): string {
    return `held:${this.view.id}`;
  }

  private get cancelKey(): string {
    return `cancel:${this.view.id}`;
  }
}

/** A draft that chose LINE shows its fields again. */
function draftMethod(key: string): ContactMethod | null {
  const kept = readDraft<[string, string][]>(key)?.find(([name]) => name === 'method')?.[1];
  return HELD_BY.find((each) => each === kept) ?? null;
}
