import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { state } from 'lit/decorators/state.js';
import type { SlotView } from '../../worker/views/shared.ts';
import {
  type AnswerDraft,
  checkinQuestions,
  isAnswered,
  moveSlot,
  openSlots,
  toggleSlot,
} from '../data/answer-draft.ts';
import { type CaseVisit, redraft, visitCase } from '../data/case-visit.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { actBar, backLink, mainButton } from './act-bar.ts';
import { OTHERS } from './answer-words.ts';
import { AppPage } from './app-page.ts';
import { cards, head, missing, radioCard, steps } from './blocks.ts';
import { elsewhere, go } from './routes.ts';
import {
  caseSteps,
  lostNote,
  placesDiffer,
  sharedPlace,
  slotLines,
  slotSaid,
  slotWords,
} from './slot-words.ts';

const FULL = 'えらべるのは 3つまでです。\nどれかを ひとつ はずして ください。';
const NOTHING = 'まだ えらんで いません。\n{日|ひ}にちか {下|した}の {答|こた}えを\nえらんで ください。';

/** The offered times as cards: up to three, ranked in the order they were pressed, or one of the other answers. */
@customElement('dates-page')
export class DatesPage extends AppPage<CaseVisit> {
  @state() private lacks = '';

  protected async load(): Promise<CaseVisit> {
    const visit = await visitCase(this.place.params.case ?? '', true);
    if (visit.asked.status !== 'open') return elsewhere(`/app/dates/${visit.asked.id}`);
    return visit;
  }

  protected show(visit: CaseVisit): TemplateResult {
    const slots = openSlots(visit.asked);
    const ranked = visit.draft.choice === 'ranked' ? visit.draft.ranked : [];
    const questions = checkinQuestions(visit.asked);
    const back = questions.length > 0 ? `/app/dates/${visit.asked.id}/checkin?q=${questions.length}` : '/app';
    return html`<main id="main">
        ${steps({ ...caseSteps(visit.asked, 'dates'), label: '{日|ひ}にち' })}
        ${
          slots.length > 0
            ? head(
                '{会|あ}える {日|ひ}は いつですか。',
                '{来|き}て ほしい {順番|じゅんばん}に おして ください。\n3つまで えらべます。',
              )
            : head(
                '{会|あ}える {日|ひ}は いつですか。',
                '{今|いま} えらべる {日|ひ}が ありません。\n{下|した}から えらんで ください。',
              )
        }
        ${lostNote(visit.lost)} ${sharedPlace(slots)}
        ${slots.length > 0 ? this.slots(visit, slots, ranked) : nothing}
        ${this.lacks === '' ? nothing : missing(this.lacks)} ${ranked.length > 0 ? this.order(visit, ranked) : nothing}
        <p class="or"><span>${r('ほかの {答|こた}え')}</span></p>
        ${cards(
          'ほかの {答|こた}え',
          OTHERS.map((each) =>
            radioCard({
              group: 'other',
              value: each.choice,
              chosen: visit.draft.choice === each.choice,
              title: each.title,
              slim: true,
              onChoose: () => this.change(visit, { choice: each.choice, ranked: [] }),
            }),
          ),
          'cards tight',
        )}
      </main>
      ${actBar(
        mainButton('つぎへ', () => this.next(visit)),
        backLink(back),
      )}`;
  }

  private slots(visit: CaseVisit, slots: readonly SlotView[], ranked: readonly string[]): TemplateResult {
    const differ = placesDiffer(slots);
    return cards(
      'えらべる {日|ひ}',
      slots.map((slot) => {
        const rank = ranked.indexOf(slot.id) + 1;
        return html`<label class="card slot">
          <input type="checkbox" name="slot" value=${slot.id} .checked=${rank > 0} @change=${(event: Event) =>
            this.toggle(visit, slot, event.target as HTMLInputElement)} />
          <span class="box"><span class="rank">${rank > 0 ? r(`${rank}{番|ばん}`) : nothing}</span></span>
          <span class="t">${slotWords(slot, differ)}</span>
        </label>`;
      }),
    );
  }

  private order(visit: CaseVisit, ranked: readonly string[]): TemplateResult {
    const slots = ranked
      .map((id) => visit.asked.slots.find((slot) => slot.id === id))
      .filter((slot) => slot !== undefined);
    return html`<section class="order" aria-labelledby="h-order">
      <h2 id="h-order">${r('えらんだ {順番|じゅんばん}')}</h2>
      <ol>
        ${slots.map(
          (slot, index) => html`<li>
            <div class="t"><b>${r(`${index + 1}{番|ばん}`)}</b> ${slotLines(slot)}</div>
            ${this.arrow(visit, slot, index, -1, index === 0)} ${this.arrow(visit, slot, index, 1, index === slots.length - 1)}
          </li>`,
        )}
      </ol>
      ${slots.length > 1 ? html`<p>${r('やじるしで {順番|じゅんばん}を {変|か}えられます。')}</p>` : nothing}
      <button class="btn" type="button" @click=${() => this.reset(visit)}>${icon('undo')}<span>えらびなおす</span></button>
    </section>`;
  }

  private arrow(visit: CaseVisit, slot: SlotView, index: number, by: -1 | 1, end: boolean): TemplateResult {
    if (end) return html`<span class="sq ghost"></span>`;
    const up = by === -1;
    return html`<button
      type="button"
      class="sq"
      data-place=${`${slot.id}${by}`}
      aria-label=${`${slotSaid(slot)} を ${up ? 'うえへ' : 'したへ'}`}
      @click=${() => this.move(visit, slot, index, by)}
    >${icon(up ? 'up' : 'down')}</button>`;
  }

  private change(visit: CaseVisit, to: Partial<AnswerDraft>): void {
    this.lacks = '';
    this.data = redraft(visit, to);
  }

  private toggle(visit: CaseVisit, slot: SlotView, box: HTMLInputElement): void {
    const to = toggleSlot(visit.draft, slot.id);
    if (to === 'full') {
      box.checked = false;
      this.lacks = FULL;
      void this.pointOut();
      return;
    }
    this.change(visit, to);
    const rank = (to.ranked ?? []).indexOf(slot.id) + 1;
    this.say(rank > 0 ? `${slotSaid(slot)} ${rank}ばん` : `${slotSaid(slot)} はずしました`);
  }

  private move(visit: CaseVisit, slot: SlotView, index: number, by: -1 | 1): void {
    this.change(visit, moveSlot(visit.draft, index, by));
    this.say(`${slotSaid(slot)} ${index + by + 1}ばん`);
    // The focus stays with what was moved; at the end of the list its other arrow is left.
    void this.updateComplete.then(() => {
      const same = this.querySelector<HTMLElement>(`[data-place="${CSS.escape(slot.id + by)}"]`);
      (same ?? this.querySelector<HTMLElement>(`[data-place="${CSS.escape(slot.id + -by)}"]`))?.focus();
    });
  }

  private reset(visit: CaseVisit): void {
    this.change(visit, { choice: null, ranked: [] });
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('input[name=slot]')?.focus());
  }

  private next(visit: CaseVisit): void {
    if (isAnswered(visit.draft, visit.asked)) {
      go(`/app/dates/${visit.asked.id}/confirm`);
      return;
    }
    this.lacks = NOTHING;
    void this.pointOut();
  }
}
