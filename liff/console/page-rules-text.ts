import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { civilDate } from '../../worker/manual/jst.ts';
import { sayLongDate } from '../../worker/manual/say.ts';
import type { RulesVersion } from '../../worker/views/rules.ts';
import { fetchRulesVersion } from '../data/console-rules.ts';
import { r as ruby } from '../parts/ruby.ts';
import { chip } from './chips.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Once } from './once.ts';
import { Page } from './part.ts';
import './styles/office.css';

const STATE = { past: 'まえの版', 'in-force': '使用中', waiting: 'これから' } as const;

/** One version of the usage rules, word for word: what somebody agreed to (R1). */
@customElement('page-rules-text')
export class PageRulesText extends Page {
  @property({ attribute: false }) version = 0;
  private readonly once = new Once<RulesVersion>(this, (signal) => fetchRulesVersion(this.version, signal));

  protected override render(): TemplateResult {
    const rules = this.once.value;
    if (!rules)
      return this.once.failure
        ? html`<div class="lone"><h1>留意点</h1><fault-note .failure=${this.once.failure} .retry=${() => void this.once.load()}></fault-note></div>`
        : html`<p class="lone s">読み込んでいます</p>`;
    const from =
      rules.effectiveFrom === 0 ? 'はじめから' : `${sayLongDate(civilDate(rules.effectiveFrom))}から`;
    return html`<div class="top"><div class="grow"><h1>留意点 版 ${rules.version}</h1><span class="s">${from}${rules.note ? `・${rules.note}` : ''}${rules.publishedBy ? `・決めた人 ${rules.publishedBy}` : ''}</span></div>${chip(rules.state === 'in-force' ? 'ok' : 'plain', STATE[rules.state])}</div>
      <div class="page">${rules.groups.map(
        (
          group,
          at,
        ) => html`<section class="sheet" aria-labelledby="g-${at}"><header>${icon('doc')}<h2 id="g-${at}">${ruby(group.heading)}</h2></header>
          <dl class="pad rule-texts">${group.rules.map(
            (
              rule,
            ) => html`<div><dt>${ruby(rule.easy.title)}</dt><dd><b class="s">やさしい文</b><p>${ruby(rule.easy.body)}</p>
              <b class="s">くわしい文</b><p><b>${ruby(rule.plain.title)}</b></p><p>${ruby(rule.plain.body)}</p></dd></div>`,
          )}</dl></section>`,
      )}<p class="s num hash">この文の印（SHA-256）：${rules.textHash}</p></div>`;
  }
}
