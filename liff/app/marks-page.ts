import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { state } from 'lit/decorators/state.js';
import type { SlotMark, SlotView } from '../../worker/views/shared.ts';
import { isAnswered, openSlots, unmarked } from '../data/answer-draft.ts';
import { type CaseVisit, keepDraft, redraft } from '../data/case-visit.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { familyName } from '../parts/say-ruby.ts';
import { actBar, backLink, mainButton } from './act-bar.ts';
import { MARKS, OTHERS } from './answer-words.ts';
import { AppPage } from './app-page.ts';
import { cards, head, missing, note, radioCard, steps } from './blocks.ts';
import { afterDates, caseSteps, datesStep, visitOpen } from './case-steps.ts';
import { elsewhere, go, to } from './routes.ts';
import { lostNote, placesDiffer, sharedPlace, slotSaid, slotWords, stoppedNote } from './slot-words.ts';
import './marks.css';

/** For a 事業所: ○ △ × for every offered time. */
@customElement('marks-page')
export class MarksPage extends AppPage<CaseVisit> {
  @state() private lacks = '';

  protected async load(): Promise<CaseVisit> {
    const visit = await visitOpen(this.place.params.case ?? '', true);
    return visit.asked.answersBy === 'marks' ? visit : elsewhere(datesStep(visit.asked));
  }

  protected show(visit: CaseVisit): TemplateResult {
    const slots = openSlots(visit.asked);
    const differ = placesDiffer(slots);
    return html`<main id="main">
        ${steps({ ...caseSteps(visit.asked, 'dates'), label: '{日|ひ}にち' })}
        ${head('{都合|つごう}は いかがですか。', 'すべての {日|ひ}に {答|こた}えて ください。')} ${stoppedNote(visit.asked)} ${lostNote(visit.lost)} ${sharedPlace(slots)}
        ${this.lacks === '' ? nothing : missing(this.lacks)}
        <div class="cards">${slots.map((slot) => this.slotMarks(visit, slot, differ))}</div>
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
              onChoose: () => this.change(redraft(visit, { choice: each.choice, marks: {} })),
            }),
          ),
          'cards tight',
        )}
        ${note('', 'info', `${familyName(visit.asked.counselor)}が {日|ひ}にちを {決|き}めます。`)}
      </main>
      ${actBar(
        mainButton('つぎへ', () => this.next(visit)),
        backLink(to('home')),
      )}`;
  }

  private slotMarks(visit: CaseVisit, slot: SlotView, differ: boolean): TemplateResult {
    const chosen = visit.draft.marks[slot.id];
    return html`<fieldset class=${chosen ? 'marks set' : 'marks'} id=${`slot-${slot.id}`}>
      <legend>${slotWords(slot, differ, visit.asked.now)}</legend>
      <div class="seg opts-only"><div class="opts">${MARKS.map(
        (each) => html`<label>
          <input
            type="radio"
            name=${`mark-${slot.id}`}
            value=${each.mark}
            .checked=${chosen === each.mark}
            @change=${() => this.mark(visit, slot, each.mark)}
          />
          <span class="sign" aria-hidden="true">${each.sign}</span><span>${icon('check')}${each.words}</span>
        </label>`,
      )}</div></div>
    </fieldset>`;
  }

  private mark(visit: CaseVisit, slot: SlotView, mark: SlotMark): void {
    const marks = { ...visit.draft.marks, [slot.id]: mark };
    this.change(redraft(visit, { choice: 'ranked', ranked: [], marks }));
  }

  private change(visit: CaseVisit): void {
    this.lacks = '';
    this.data = visit;
  }

  private next(visit: CaseVisit): void {
    if (isAnswered(visit.draft, visit.asked)) {
      keepDraft(visit);
      go(afterDates(visit.asked, visit.draft));
      return;
    }
    const left = unmarked(visit.draft, visit.asked);
    const first = left[0];
    this.lacks =
      first && left.length < openSlots(visit.asked).length
        ? `あと ${left.length}つ {答|こた}えて ください。`
        : '○ △ × を えらんで ください。';
    if (first) this.say(`${slotSaid(first)} まだです`);
    void this.pointOut();
  }
}
