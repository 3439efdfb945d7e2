import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { UsageRules } from '../../worker/views/mini-app.ts';
import { getMyConsent, getRules } from '../data/app.ts';
import { CallFailed } from '../data/http.ts';
import { actBar, backLink, mainButton } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { head, note } from './blocks.ts';
import { textChoice } from './easy-text.ts';
import { go, to } from './routes.ts';
import { changeList, changesBetween, type RuleChange } from './rule-changes.ts';
import { rulesSeen } from './rules-seen.ts';

interface Asked {
  rules: UsageRules;
  changes: RuleChange[];
}

/** R1: a change of wording alone is told; the answer that was given holds on. */
@customElement('changes-page')
export class ChangesPage extends AppPage<Asked> {
  protected async load(): Promise<Asked> {
    const [mine, rules] = await Promise.all([getMyConsent(this.place.params.client ?? ''), getRules()]);
    if (!mine.agreed) throw new CallFailed('not-found');
    return { rules, changes: changesBetween(mine.agreed.groups, rules.groups) };
  }

  protected show({ rules, changes }: Asked): TemplateResult {
    return html`<main id="main">
        ${head('ことばを {直|なお}しました', 'やくそくの {中身|なかみ}は {同|おな}じです。')}
        ${note('ok', 'check', 'あなたの {答|こた}えは {変|か}わりません。\nなにも しなくて いいです。')}
        ${textChoice('changes')} ${changeList(changes)}
      </main>
      ${actBar(
        mainButton('わかりました', () => {
          rulesSeen.keep(rules.version);
          go(to('home'));
        }),
        backLink(to('home')),
      )}`;
  }
}
