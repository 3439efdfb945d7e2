import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { state } from 'lit/decorators/state.js';
import type { SlotView } from '../../worker/views/shared.ts';
import { type AnswerDraft, isAnswered, moveSlot, openSlots, toggleSlot } from '../data/answer-draft.ts';
import { type CaseVisit, keepDraft, redraft } from '../data/case-visit.ts';
import { icon } from '../parts/icon.ts';
import { r, spoken } from '../parts/ruby.ts';
import { actBar, backLink, mainButton } from './act-bar.ts';
import { OTHERS, rankWords } from './answer-words.ts';
import { AppPage } from './app-page.ts';
import { cards, head, missing, radioCard, steps } from './blocks.ts';
import { afterDates, beforeDates, caseSteps, datesStep, visitOpen } from './case-steps.ts';
import { elsewhere, go } from './routes.ts';
import {
  lostNote,
  placesDiffer,
  sharedPlace,
  slotLines,
  slotSaid,
  slotWords,
  stoppedNote,
} from './slot-words.ts';

const NOTHING = 'まだ えらんで いません。\n{日|ひ}にちか {下|した}の {答|こた}えを\nえらんで ください。';

/** The offered times as cards: all that suit, the first three ranked as they were pressed, or another answer. */
@customElement('dates-page')
export class DatesPage extends AppPage<CaseVisit> {
  @state() private lacks = '';

  protected async load(): Promise<CaseVisit> {
    const visit = await visitOpen(this.place.params.case ?? '', true);
    return visit.asked.answersBy === 'rank' ? visit : elsewhere(datesStep(visit.asked));
  }

  protected show(visit: CaseVisit): TemplateResult {
    const slots = openSlots(visit.asked);
    const ranked = visit.draft.choice === 'ranked' ? visit.draft.ranked : [];
    const placed = visit.asked.places.length === 0;
    return html`<main id="main">
        ${steps({ ...caseSteps(visit.asked, 'dates'), label: '{日|ひ}にち' })}
        ${head(
          '{会|あ}える {日|ひ}は いつですか。',
          '{来|き}て ほしい {順番|じゅんばん}に おして ください。\nいくつ えらんでも いいです。\n{順番|じゅんばん}は 3{番|ばん}まで つきます。',
        )}
        ${stoppedNote(visit.asked)} ${lostNote(visit.lost)} ${placed ? sharedPlace(slots) : nothing}
        ${this.slots(visit, slots, ranked, placed && placesDiffer(slots))}
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
        backLink(beforeDates(visit.asked)),
      )}`;
  }

  private slots(
    visit: CaseVisit,
    slots: readonly SlotView[],
    ranked: readonly string[],
    withPlace: boolean,
  ): TemplateResult {
    return cards(
      'えらべる {日|ひ}',
      slots.map((slot) => {
        const place = ranked.indexOf(slot.id);
        return html`<label class="card slot">
          <input type="checkbox" name="slot" value=${slot.id} .checked=${place >= 0} @change=${() =>
            this.toggle(visit, slot)} />
          <span class="box"><span class="rank">${place >= 0 ? r(rankWords(place)) : nothing}</span></span>
          <span class="t">${slotWords(slot, withPlace, visit.asked.now)}</span>
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
            <div class="t"><b>${r(rankWords(index))}</b> ${slotLines(slot)}</div>
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

  private toggle(visit: CaseVisit, slot: SlotView): void {
    const to = toggleSlot(visit.draft, slot.id);
    this.change(visit, to);
    const place = (to.ranked ?? []).indexOf(slot.id);
    this.say(place >= 0 ? `${slotSaid(slot)} ${spoken(rankWords(place))}` : `${slotSaid(slot)} はずしました`);
  }

  private move(visit: CaseVisit, slot: SlotView, index: number, by: -1 | 1): void {
    this.change(visit, moveSlot(visit.draft, index, by));
    this.say(`${slotSaid(slot)} ${spoken(rankWords(index + by))}`);
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
      keepDraft(visit);
      go(afterDates(visit.asked, visit.draft));
      return;
    }
    this.lacks = NOTHING;
    void this.pointOut();
  }
}
