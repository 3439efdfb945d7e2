import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { civilDate, clockTime } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import {
  type NewSlot,
  offerSlots,
  overlaps,
  type SlotDraft,
  slotOf,
  withdrawSlot,
} from '../data/console-cases.ts';
import { announce } from './announce.ts';
import { chip } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, readDraft, writeDraft } from './drafts.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

const MOST = 5;
const LENGTHS = [30, 45, 60, 90, 120];

/** The times on offer, and the editor that adds some: date and time in JST, a place, several rows. */
@customElement('case-slots')
export class CaseSlots extends Part {
  @property({ attribute: false }) view!: CaseView;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private rows: SlotDraft[] = [];
  @state() private missing: string | null = null;
  private readonly deed = new Deed(this);
  private readonly withdrawing = new Deed(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.rows = readDraft<SlotDraft[]>(this.key) ?? [];
  }

  protected override render(): TemplateResult {
    const offered = this.view.slots.filter((slot) => slot.open).sort((a, b) => a.startsAt - b.startsAt);
    return html`<section class="sheet" id="slots" aria-labelledby="slots-h"><header>${icon('cal')}<h2 id="slots-h">候補日</h2><span class="count num">${offered.length}<span class="vh">件</span></span><span class="s">3つから5つ出すと選びやすくなります</span></header>
      ${offered.map((slot) => {
        const when = `${shortDate(civilDate(slot.startsAt))}${clockTime(slot.startsAt)}–${clockTime(slot.endsAt)}`;
        return html`<div class="q mini"><div class="row"><b class="num">${when}</b><span>${slot.place}</span>${slot.overlap ? chip('wait', 'ほかの予定と重なります', 'alert') : nothing}</div>
          ${this.view.status === 'open' ? html`<button class="b b-quiet b-s" type="button" @click=${() => this.withdraw(slot.id, when)}>取り下げる<span class="vh">：${when}</span></button>` : nothing}</div>`;
      })}
      ${offered.length === 0 && this.rows.length === 0 ? html`<p class="pad s">まだ候補日を出していません。</p>` : nothing}
      <div class="pad"><fault-note .failure=${this.withdrawing.failure}></fault-note>${this.view.status === 'open' ? this.editor() : nothing}</div></section>`;
  }

  private editor(): TemplateResult {
    const typed = this.rows.map(slotOf);
    const clash = overlaps(typed, this.view.slots);
    const past = typed.map((slot) => slot !== null && slot.startsAt <= this.view.now);
    return html`<form class="col" novalidate aria-label="候補日を足す" @submit=${this.offer}>
      ${this.rows.map((row, index) => this.row(row, index, clash[index] ?? false, past[index] ?? false))}
      ${this.missing ? html`<p class="miss" role="alert">${this.missing}</p>` : nothing}
      <fault-note .failure=${this.deed.failure}></fault-note>
      <div class="row">${
        this.rows.length < MOST
          ? html`<button class="b b-quiet" type="button" @click=${this.add}>${icon('plus')}${this.rows.length === 0 ? '候補日を足す' : 'もう1つ足す'}</button>`
          : html`<span class="s">一度に出せるのは${MOST}つまでです</span>`
      }${this.rows.length > 0 ? html`<button class="b b-main" type="submit">${this.deed.busy ? '出しています' : `${this.rows.length}つの候補日を出す`}</button>` : nothing}</div></form>`;
  }

  private row(row: SlotDraft, index: number, clash: boolean, past: boolean): TemplateResult {
    const set = (name: keyof SlotDraft) => (event: Event) => {
      const value = (event.target as HTMLInputElement | HTMLSelectElement).value;
      this.write(
        this.rows.map((each, at) =>
          at === index ? { ...each, [name]: name === 'minutes' ? Number(value) : value } : each,
        ),
      );
    };
    const id = (name: string) => `sl-${name}-${index}`;
    return html`<fieldset class="slot-row"><legend class="l">${index + 1}つ目</legend>
      <div class="f"><label for=${id('d')}>日</label><input class="in num" id=${id('d')} type="date" .value=${live(row.date)} @input=${set('date')} /></div>
      <div class="f"><label for=${id('t')}>はじまり</label><input class="in num" id=${id('t')} type="time" step="300" .value=${live(row.from)} @input=${set('from')} /></div>
      <div class="f"><label for=${id('m')}>長さ</label><select class="in" id=${id('m')} @change=${set('minutes')}>${LENGTHS.map(
        (minutes) =>
          html`<option value=${minutes} ?selected=${minutes === row.minutes}>${minutes}分</option>`,
      )}</select></div>
      <div class="f place"><label for=${id('p')}>場所</label><input class="in" id=${id('p')} maxlength="80" autocomplete="off" .value=${live(row.place)} @input=${set('place')} /></div>
      <button class="b b-quiet b-s" type="button" @click=${() => this.write(this.rows.filter((_, at) => at !== index))}>${icon('x')}外す<span class="vh">：${index + 1}つ目</span></button>
      ${clash ? html`<p class="wide">${chip('wait', 'ほかの候補日と時間が重なります', 'alert')}</p>` : nothing}
      ${past ? html`<p class="wide">${chip('stop', 'すぎた日時です')}</p>` : nothing}</fieldset>`;
  }

  private readonly add = (): void => {
    const last = this.rows.at(-1);
    const place = last?.place ?? this.view.slots.at(-1)?.place ?? '';
    this.write([
      ...this.rows,
      { date: '', from: last?.from ?? '10:00', minutes: last?.minutes ?? 60, place },
    ]);
    const index = this.rows.length - 1;
    void this.updateComplete.then(() => this.querySelector<HTMLInputElement>(`#sl-d-${index}`)?.focus());
  };

  private readonly offer = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const typed = this.rows.map(slotOf);
    this.missing = this.lack(typed);
    if (this.missing) return;
    const slots = typed.filter((slot): slot is NewSlot => slot !== null);
    const made = await this.deed.run(() => offerSlots(this.view.id, slots));
    if (!made) return;
    dropDraft(this.key);
    this.rows = [];
    announce(`${slots.length}つの候補日を出しました。`);
    await this.changed();
  };

  private lack(typed: (NewSlot | null)[]): string | null {
    const empty = typed.indexOf(null);
    if (empty >= 0) return `${empty + 1}つ目の日と時刻を入れてください。`;
    const placeless = typed.findIndex((slot) => slot?.place === '');
    if (placeless >= 0) return `${placeless + 1}つ目の場所を入れてください。`;
    const past = typed.findIndex((slot) => slot !== null && slot.startsAt <= this.view.now);
    return past >= 0 ? `${past + 1}つ目は、すぎた日時です。これからの日時にしてください。` : null;
  }

  private async withdraw(id: string, when: string): Promise<void> {
    const done = await this.withdrawing.run(() => withdrawSlot(id));
    if (done) announce(`${when} を取り下げました。`);
    await this.changed();
  }

  private write(rows: SlotDraft[]): void {
    this.rows = rows;
    writeDraft(this.key, rows);
  }

  private get key(): string {
    return `slots:${this.view.id}`;
  }
}
