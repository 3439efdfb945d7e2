import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { AppCase } from '../../worker/views/mini-app.ts';
import { answerGiven } from '../data/answer-draft.ts';
import { getCase } from '../data/app.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { actBar, homeLink } from './act-bar.ts';
import { answerSummary } from './answer-summary.ts';
import { AppPage } from './app-page.ts';
import { datesStep } from './case-steps.ts';
import { elsewhere, to } from './routes.ts';
import { toldNote } from './told-words.ts';

/** The answer given, until staff have fixed a time; it can be changed until then. */
@customElement('sent-page')
export class SentPage extends AppPage<AppCase> {
  protected async load(): Promise<AppCase> {
    const asked = await getCase(this.place.params.case ?? '');
    return asked.status === 'open' && asked.answer ? asked : elsewhere(to('case', { case: asked.id }));
  }

  protected show(asked: AppCase): TemplateResult {
    return html`<main id="main">
        <h1 tabindex="-1">${r('{送|おく}った {答|こた}え')}</h1>
        ${toldNote(asked)}
        ${answerSummary(asked, answerGiven(asked), false)}
        <a class="btn" href=${datesStep(asked)}>${icon('undo')}<span>えらびなおす</span></a>
      </main>
      ${actBar(homeLink())}`;
  }
}
