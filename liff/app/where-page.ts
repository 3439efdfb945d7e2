import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { state } from 'lit/decorators/state.js';
import type { PlaceChoice } from '../../worker/views/shared.ts';
import { asksPlace, isAnswered } from '../data/answer-draft.ts';
import { type CaseVisit, redraft } from '../data/case-visit.ts';
import { actBar, backLink, mainButton } from './act-bar.ts';
import { PLACES } from './answer-words.ts';
import { AppPage } from './app-page.ts';
import { cards, head, missing, radioCard, steps } from './blocks.ts';
import { caseSteps, firstStep, lastDates, visitOpen } from './case-steps.ts';
import { elsewhere, go, to } from './routes.ts';

/** Where to meet, only where the case leaves it open. */
@customElement('where-page')
export class WherePage extends AppPage<CaseVisit> {
  @state() private lacks = false;

  protected async load(): Promise<CaseVisit> {
    const visit = await visitOpen(this.place.params.case ?? '', false);
    const { asked, draft } = visit;
    if (!isAnswered(draft, asked)) return elsewhere(firstStep(asked));
    return asksPlace(draft, asked) ? visit : elsewhere(to('confirm', { case: asked.id }));
  }

  protected show(visit: CaseVisit): TemplateResult {
    const { asked, draft } = visit;
    const choices: readonly (PlaceChoice | 'any')[] =
      asked.places.length > 1 ? [...asked.places, 'any'] : asked.places;
    return html`<main id="main">
        ${steps({ ...caseSteps(asked, 'dates'), label: '{場所|ばしょ}' })}
        ${head('どこで {会|あ}いたいですか。', 'ひとつ えらんで ください。')}
        ${this.lacks && draft.place === null ? missing('まだ えらんで いません。\nひとつ えらんで ください。') : nothing}
        ${cards(
          'どこで {会|あ}いたいですか',
          choices.map((each) =>
            radioCard({
              group: 'place',
              value: each,
              chosen: draft.place === each,
              ...PLACES[each],
              onChoose: () => {
                this.data = redraft(visit, { place: each });
              },
            }),
          ),
        )}
      </main>
      ${actBar(
        mainButton('つぎへ', () => this.next(visit)),
        backLink(lastDates(asked, draft)),
      )}`;
  }

  private next(visit: CaseVisit): void {
    if (visit.draft.place !== null) {
      go(to('confirm', { case: visit.asked.id }));
      return;
    }
    this.lacks = true;
    void this.pointOut();
  }
}
