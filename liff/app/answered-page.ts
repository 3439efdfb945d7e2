import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { AppCase } from '../../worker/views/mini-app.ts';
import { visitSent } from '../data/case-visit.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { familyName, shortDate } from '../parts/say-ruby.ts';
import { actBar, homeLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { hero, nextSteps, steps } from './blocks.ts';
import { caseSteps, datesStep } from './case-steps.ts';
import { elsewhere, to } from './routes.ts';
import { toldNote, toldWords } from './told-words.ts';

/** Just sent: thanks, that nothing is fixed yet, and what happens next. */
@customElement('answered-page')
export class AnsweredPage extends AppPage<AppCase> {
  protected async load(): Promise<AppCase> {
    const asked = await visitSent(this.place.params.case ?? '');
    return asked.status === 'open' && asked.answer ? asked : elsewhere(to('case', { case: asked.id }));
  }

  protected show(asked: AppCase): TemplateResult {
    const counselor = familyName(asked.counselor);
    const byPhone = asked.answer?.choice !== 'ranked' && asked.answer?.choice !== 'parts';
    return html`<main id="main">
        ${steps({ ...caseSteps(asked, 'done'), label: 'おわり' })}
        ${hero('', 'check', '{送|おく}りました', 'ありがとう ございます。')}
        ${toldNote(asked)}
        <section class="panel" aria-labelledby="h-flow">
          <h2 id="h-flow">${r('これからの {流|なが}れ')}</h2>
          ${nextSteps([
            {
              done: true,
              title: '{答|こた}えを {送|おく}りました',
              sub: asked.answer ? shortDate(asked.answer.answeredAt) : undefined,
            },
            byPhone
              ? {
                  title: `${counselor}から {電話|でんわ}します`,
                  sub: '{電話|でんわ}で {日|ひ}にちを {決|き}めます',
                }
              : {
                  title: `${counselor}が {日|ひ}にちを {決|き}めます`,
                  sub: 'みんなの {予定|よてい}を {聞|き}きます',
                },
            { title: toldWords(asked), sub: 'ここでも {見|み}られます' },
          ])}
        </section>
        <a class="btn" href=${datesStep(asked)}>${icon('undo')}<span>えらびなおす</span></a>
      </main>
      ${actBar(homeLink())}`;
  }
}
