import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { state } from 'lit/decorators/state.js';
import type { SlotMark, SlotView } from '../../worker/views/shared.ts';
import { isAnswered, openSlots, unmarked } from '../data/answer-draft.ts';
import { type CaseVisit, redraft, visitCase } from '../data/case-visit.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { familyName } from '../parts/say-ruby.ts';
import { actBar, backLink, mainButton } from './act-bar.ts';
import { MARKS } from './answer-words.ts';
import { AppPage } from './app-page.ts';
import { cards, head, missing, note, radioCard, steps } from './blocks.ts';
import { elsewhere, go } from './routes.ts';
import { caseSteps, lostNote, placesDiffer, sharedPlace, slotSaid, slotWords } from './slot-words.ts';
import './marks.css';

/** For a 事業所: ○ △ × for every offered time. */
@customElement('marks-page')
export class MarksPage extends AppPage<CaseVisit> {
  @state() private lacks = '';

  protected async load(): Promise<CaseVisit> {
    const visit = await visitCase(this.place.params.case ?? '', true);
    if (visit.asked.status !== 'open') return elsewhere(`/app/dates/${visit.asked.id}`);
    return visit;
  }

  protected show(visit: CaseVisit): TemplateResult {
    const slots = openSlots(visit.asked);
    const differ = placesDiffer(slots);
    const lead =
      slots.length > 0
        ? 'すべての {日|ひ}に {答|こた}えて ください。'
        : '{今|いま} えらべる {日|ひ}が ありません。\n{電話|でんわ}で {話|はな}しましょう。';
    return html`<main id="main">
        ${steps({ ...caseSteps(visit.asked, 'dates'), label: '{日|ひ}にち' })}
        ${head('{都合|つごう}は いかがですか。', lead)} ${lostNote(visit.lost)} ${sharedPlace(slots)}
        ${this.lacks === '' ? nothing : missing(this.lacks)}
        <div class="cards">${slots.map((slot) => this.slotMarks(visit, slot, differ))}</div>
        <p class="or"><span>${r('ほかの {答|こた}え')}</span></p>
        ${cards(
          'ほかの {答|こた}え',
          radioCard({
            group: 'other',
            value: 'call',
            chosen: visit.draft.choice === 'call',
            title: '{電話|でんわ}して ほしい',
            slim: true,
            onChoose: () => this.change(redraft(visit, { choice: 'call', marks: {} })),
          }),
          'cards tight',
        )}
        ${note('', 'info', `${familyName(visit.asked.counselor)}が {日|ひ}にちを {決|き}めます。`)}
      </main>
      ${actBar(
        mainButton('つぎへ', () => this.next(visit)),
        backLink('/app'),
      )}`;
  }

  private slotMarks(visit: CaseVisit, slot: SlotView, differ: boolean): TemplateResult {
    const chosen = visit.draft.choice === 'call' ? undefined : visit.draft.marks[slot.id];
    return html`<fieldset class=${chosen ? 'marks set' : 'marks'} id=${`slot-${slot.id}`}>
      <legend>${slotWords(slot, differ)}</legend>
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
    const marks = visit.draft.choice === 'call' ? {} : visit.draft.marks;
    this.change(redraft(visit, { choice: 'ranked', ranked: [], marks: { ...marks, [slot.id]: mark } }));
  }

  private change(visit: CaseVisit): void {
    this.lacks = '';
    this.data = visit;
  }

  private next(visit: CaseVisit): void {
    if (isAnswered(visit.draft, visit.asked)) {
      go(`/app/dates/${visit.asked.id}/confirm`);
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
