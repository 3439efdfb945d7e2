import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { MyConsent } from '../../worker/views/mini-app.ts';
import { getMyConsent } from '../data/app.ts';
import { r } from '../parts/ruby.ts';
import { fullCallName, longDate, timeAt } from '../parts/say-ruby.ts';
import { actBar, backLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { head, note, sumRow } from './blocks.ts';
import { CHOOSERS, choiceTitle } from './consent-words.ts';
import { textChoice } from './easy-text.ts';
import { to } from './routes.ts';
import { ruleList } from './rules-steps.ts';

/** R1: what this person has chosen, when, and the text exactly as it was agreed to. */
@customElement('mine-page')
export class MinePage extends AppPage<MyConsent> {
  protected load(): Promise<MyConsent> {
    return getMyConsent(this.place.params.client ?? '');
  }

  protected show({ client, choices, agreed }: MyConsent): TemplateResult {
    const latest = choices[0];
    return html`<main id="main">
        ${head('わたしの {答|こた}え', `${fullCallName(client)}の LINEの ことです。`)}
        ${
          latest
            ? html`<dl class="sum">
                ${sumRow('いまの {答|こた}え', choiceTitle(latest.choice))} ${sumRow('{答|こた}えた {日|ひ}', whenOf(latest.chosenAt))}
                ${sumRow('{答|こた}えた {人|ひと}', chooserTitle(latest.chooser))}
              </dl>`
            : note('', 'info', 'まだ {答|こた}えて いません。')
        }
        ${agreed ? this.agreed(agreed) : note('', 'list', '「はい」と {答|こた}えた やくそくは\nまだ ありません。')}
        ${choices.length > 1 ? this.history(choices) : ''}
      </main>
      ${actBar(backLink(to('settings'), 'せっていへ もどる'))}`;
  }

  private agreed(agreed: NonNullable<MyConsent['agreed']>): TemplateResult {
    const last = agreed.groups.length - 1;
    let before = 0;
    return html`<section class="stack" aria-labelledby="h-agreed">
      <h2 id="h-agreed">${r('「はい」と {答|こた}えた やくそく')}</h2>
      <dl class="sum">
        ${sumRow('やくそくの {番号|ばんごう}', `{第|だい}${agreed.version}{版|はん}`)} ${sumRow('{答|こた}えた {日|ひ}', whenOf(agreed.chosenAt))}
        ${sumRow('{答|こた}えた {人|ひと}', chooserTitle(agreed.chooser))}
      </dl>
      ${textChoice('mine')}
      ${agreed.groups.map((group, index) => {
        const list = html`<h3>${r(group.heading)}</h3>${ruleList(group, before, index === last)}`;
        before += group.rules.length;
        return list;
      })}
    </section>`;
  }

  private history(choices: MyConsent['choices']): TemplateResult {
    return html`<section class="stack" aria-labelledby="h-before">
      <h2 id="h-before">${r('これまでの {答|こた}え')}</h2>
      <dl class="sum">${choices.map((each) => sumRow(longDate(each.chosenAt), choiceTitle(each.choice)))}</dl>
    </section>`;
  }
}

function whenOf(at: number): string {
  return `${longDate(at)}\n${timeAt(at)}`;
}

function chooserTitle(kind: string): string {
  return CHOOSERS.find((each) => each.kind === kind)?.title ?? '';
}
