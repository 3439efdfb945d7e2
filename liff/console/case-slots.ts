import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { civilDate, clockTime } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { CaseView, SlotClash, Suggestions } from '../../worker/views/cases.ts';
import {
  fetchSuggestions,
  type NewSlot,
  offerSlots,
  overlaps,
  type SlotDraft,
  slotDraftOf,
  slotOf,
  withdrawSlot,
} from '../data/console-cases.ts';
import { announce } from './announce.ts';
import { chip } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, readDraft, writeDraft } from './drafts.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';
import { SlotClashes } from './slot-clashes.ts';

const MOST = 5;
const LENGTHS = [30, 45, 60, 90, 120];

/** The times on offer, and the editor that adds some: free ones suggested, or typed in JST, each held against the diary. */
@customElement('case-slots')
export class CaseSlots extends Part {
  @property({ attribute: false }) view!: CaseView;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private rows: SlotDraft[] = [];
  @state() private missing: string | null = null;
  @state() private minutes = 60;
  @state() private leftOut: Suggestions['leftOut'] = [];
  private told = '';
  private readonly clashes = new SlotClashes(this);
  private readonly deed = new Deed(this);
  private readonly suggesting = new Deed(this);
  private readonly withdrawing = new Deed(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.rows = readDraft<SlotDraft[]>(this.key) ?? [];
  }

  protected override willUpdate(): void {
    this.clashes.look(this.view.id, this.rows.map(slotOf));
  }

  protected override render(): TemplateResult {
    const offered = this.view.slots.filter((slot) => slot.open).sort((a, b) => a.startsAt - b.startsAt);
    return html`<section class="sheet" id="slots" aria-labelledby="slots-h"><header>${icon('cal')}<h2 id="slots-h">候補日</h2><span class="count num">${offered.length}<span class="vh">件</span></span><span class="s">3つから5つ出すと選びやすくなります</span></header>
      ${offered.map((slot) => {
        const when = `${shortDate(civilDate(slot.startsAt))}${clockTime(slot.startsAt)}–${clockTime(slot.endsAt)}`;
        return html`<div class="q mini"><div class="row"><b class="num">${when}</b><span>${slot.place}</span></div>
          ${this.view.status === 'open' ? html`<button class="b b-quiet b-s" type="button" @click=${() => this.withdraw(slot.id, when)}>取り下げる<span class="vh">：${when}</span></button>` : nothing}${clashLines(slot.clashes)}</div>`;
      })}
      ${offered.length === 0 && this.rows.length === 0 ? html`<p class="pad s">まだ候補日を出していません。候補日なしでお願いすると、会える曜日や時間帯の返事が届きます。</p>` : nothing}
      ${this.view.status === 'open' ? html`<div class="pad"><fault-note .failure=${this.withdrawing.failure}></fault-note>${this.editor()}</div>` : nothing}</section>`;
  }

  private editor(): TemplateResult {
    const typed = this.rows.map(slotOf);
    const clash = overlaps(typed, this.view.slots);
    const past = typed.map((slot) => slot !== null && slot.startsAt <= this.view.now);
    return html`<form class="col" novalidate aria-label="候補日を足す" @submit=${this.offer}>
      ${this.suggester()}
      ${this.rows.map((row, index) => this.row(row, index, clash[index] ?? false, past[index] ?? false, this.clashes.of(typed[index] ?? null)))}
      ${this.missing ? html`<p class="miss" role="alert">${this.missing}</p>` : nothing}
      <fault-note .failure=${this.deed.failure}></fault-note>
      <div class="row">${
        this.rows.length < MOST
          ? html`<button class="b b-quiet" type="button" @click=${this.add}>${icon('plus')}${this.rows.length === 0 ? '候補日を足す' : 'もう1つ足す'}</button>`
          : html`<span class="s">一度に出せるのは${MOST}つまでです</span>`
      }${this.rows.length > 0 ? html`<button class="b b-main" type="submit">${this.deed.busy ? '出しています' : this.knowing(typed) ? `重なりを承知で、${this.rows.length}つの候補日を出す` : `${this.rows.length}つの候補日を出す`}</button>` : nothing}</div></form>`;
  }

  /** Free times to take as they are or to change; the reason stands with each. */
  private suggester(): TemplateResult | typeof nothing {
    const room = MOST - this.rows.length;
    if (room <= 0) return this.leftOutLine();
    return html`<div class="row suggest"><label class="row tight" for="sg-m">長さ<select class="in" id="sg-m" @change=${(
      event: Event,
    ) => {
      this.minutes = Number((event.target as HTMLSelectElement).value);
    }}>${LENGTHS.map(
      (minutes) => html`<option value=${minutes} ?selected=${minutes === this.minutes}>${minutes}分</option>`,
    )}</select></label>
      <button class="b" type="button" @click=${this.suggest}>${icon('cal')}${this.suggesting.busy ? '予定を見ています' : '空いている時間から入れる'}</button>
      <span class="s">業務時間・休み・${this.view.counselor.name}さんの予定・移動の時間を見て選びます</span></div>
      <fault-note .failure=${this.suggesting.failure}></fault-note>
      ${this.leftOutLine()}`;
  }

  private leftOutLine(): TemplateResult | typeof nothing {
    if (this.leftOut.length === 0) return nothing;
    return html`<p class="s">外した日：${this.leftOut.map((each, index) => html`${index > 0 ? '、' : ''}<span class="nb">${shortDate(each.date)}${each.because}</span>`)}</p>`;
  }

  private row(
    row: SlotDraft,
    index: number,
    clash: boolean,
    past: boolean,
    clashes: readonly SlotClash[],
  ): TemplateResult {
    const set = (name: keyof SlotDraft) => (event: Event) => {
      const value = (event.target as HTMLInputElement | HTMLSelectElement).value;
      this.write(
        this.rows.map((each, at) =>
          at === index
            ? { ...changed(each, name), [name]: name === 'minutes' ? Number(value) : value }
            : each,
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
      ${row.why ? html`<p class="wide s">${row.why}</p>` : nothing}
      ${clashes.length > 0 ? html`<div class="wide">${clashLines(clashes)}</div>` : nothing}
      ${past ? html`<p class="wide">${chip('stop', 'すぎた日時です')}</p>` : nothing}</fieldset>`;
  }

  private knowing(typed: readonly (NewSlot | null)[]): boolean {
    return this.clashes.overlap(typed) || (this.told !== '' && this.told === JSON.stringify(typed));
  }

  private readonly suggest = async (): Promise<void> => {
    const found = await this.suggesting.run(() => fetchSuggestions(this.view.id, this.minutes));
    if (!found) return;
    this.leftOut = found.leftOut;
    const known = new Set(this.rows.map((row) => slotOf(row)?.startsAt));
    const fresh = found.times
      .filter((each) => !known.has(each.startsAt))
      .slice(0, MOST - this.rows.length)
      .map(({ why, ...time }) => slotDraftOf({ ...time, place: found.place }, why));
    const empty = (row: SlotDraft) => row.date === '';
    this.write([...this.rows.filter((row) => !empty(row)), ...fresh]);
    announce(
      fresh.length > 0
        ? `空いている時間を${fresh.length}つ入れました。直してから出せます。`
        : '空いている時間が見つかりませんでした。日と時刻を入れてください。',
    );
  };

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
    const knowing = this.knowing(typed);
    const made = await this.deed.run(() => offerSlots(this.view.id, slots, knowing));
    if (!made) {
      // Told now what the page had not known: the button says so, and the next press is a knowing one.
      this.told = this.deed.failure?.type === 'slots-overlap' ? JSON.stringify(slots) : '';
      if (this.deed.failure?.type === 'case-closed') await this.changed();
      return;
    }
    dropDraft(this.key);
    this.rows = [];
    this.leftOut = [];
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

/** A row that is changed is no longer the one that was suggested; another place is. */
function changed(row: SlotDraft, name: keyof SlotDraft): SlotDraft {
  if (name === 'place') return row;
  const { why: _, ...rest } = row;
  return rest;
}

function clashLines(clashes: readonly SlotClash[]): TemplateResult | typeof nothing {
  if (clashes.length === 0) return nothing;
  return html`<ul class="clashes">${clashes.map((each) => html`<li>${icon('alert')}<span>${each.words}</span></li>`)}</ul>`;
}
