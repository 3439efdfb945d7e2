import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { UsageRules } from '../../worker/views/mini-app.ts';
import { getRules } from '../data/app.ts';
import { actBar, backLink, mainLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { to } from './routes.ts';
import { rulesStep } from './rules-steps.ts';

/** The rules in force, to read again. */
@customElement('rules-page')
export class RulesPage extends AppPage<UsageRules> {
  protected load(): Promise<UsageRules> {
    return getRules();
  }

  protected show(rules: UsageRules): TemplateResult {
    const of = rules.groups.length;
    const step = Math.min(Math.max(Number(this.place.query.get('step')) || 1, 1), of);
    const back = step === 1 ? to('settings') : to('rules', {}, { step: String(step - 1) });
    const next =
      step === of
        ? mainLink(to('settings'), 'おわり')
        : mainLink(to('rules', {}, { step: String(step + 1) }), 'つぎへ');
    return html`<main id="main">${rulesStep(rules, step, of)}</main>${actBar(next, backLink(back))}`;
  }
}
