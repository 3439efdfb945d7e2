import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import { plain, r } from '../parts/ruby.ts';

// The parts of the office's design that several pages show.

export interface Steps {
  now: number;
  of: number;
  label: string;
}

/** いま 2/4 and what the step is about. */
export function steps({ now, of, label }: Steps): TemplateResult {
  const bars = Array.from({ length: of }, (_, i) => (i + 1 < now ? 'done' : i + 1 === now ? 'now' : ''));
  return html`<div class="steps">
    <p><b>いま ${now}/${of}</b><span>${r(label)}</span></p>
    <ol aria-hidden="true">${bars.map((look) => html`<li class=${look}></li>`)}</ol>
  </div>`;
}

/** The question of the page, and one or two sentences below it. */
export function head(question: string, lead?: string): TemplateResult {
  return html`<div class="head">
    <h1 tabindex="-1">${r(question)}</h1>
    ${lead ? html`<p class="lead">${r(lead)}</p>` : nothing}
  </div>`;
}

export type Tone = '' | 'ok' | 'wait' | 'stop';

/** A notice: a thick line, a drawing, short sentences. */
export function note(tone: Tone, drawing: string, words: string, title?: string): TemplateResult {
  return html`<div class="note ${tone}">
    ${icon(drawing)}
    <p>${title ? html`<b>${r(title)}</b>` : nothing}${r(words)}</p>
  </div>`;
}

/** What is missing before the next step, said after the button was pressed; it takes the focus. */
export function missing(words: string): TemplateResult {
  return html`<div class="note stop" id="msg" tabindex="-1">${icon('alert')}<p>${r(words)}</p></div>`;
}

/** The large mark above a page that ends something. */
export function hero(
  tone: '' | 'wait' | 'quiet',
  drawing: string,
  title: string,
  lead?: string,
): TemplateResult {
  return html`<div class="hero">
    <span class="mark ${tone}">${icon(drawing)}</span>
    <h1 tabindex="-1">${r(title)}</h1>
    ${lead ? html`<p class="lead">${r(lead)}</p>` : nothing}
  </div>`;
}

export interface RadioCard {
  group: string;
  value: string;
  chosen: boolean;
  title: string;
  sub?: string;
  drawing?: string;
  slim?: boolean;
  onChoose: () => void;
}

/** One answer as a card; the whole card is the target. */
export function radioCard(card: RadioCard): TemplateResult {
  return html`<label class=${card.slim ? 'card slim' : 'card'}>
    <input type="radio" name=${card.group} value=${card.value} .checked=${card.chosen} @change=${card.onChoose} />
    <span class="box rd">${icon('check')}</span>
    <span class="t"><b>${r(card.title)}</b>${card.sub ? html`<span class="s">${r(card.sub)}</span>` : nothing}</span>
    ${card.drawing ? icon(card.drawing, 'i pic') : nothing}
  </label>`;
}

/** A group of cards under one question. */
export function cards(question: string, inside: unknown, look = 'cards'): TemplateResult {
  return html`<fieldset class=${look}><legend class="vh">${plain(question)}</legend>${inside}</fieldset>`;
}

/** A row that leads on. */
export function row(href: string, drawing: string, title: string, sub?: string): TemplateResult {
  return html`<a href=${href}>
    <span class="ic">${icon(drawing)}</span>
    <span><b>${r(title)}</b>${sub ? html`<span class="s">${r(sub)}</span>` : nothing}</span>
    ${icon('r')}
  </a>`;
}

export function tag(tone: 'ok' | 'wait' | 'acc', drawing: string, words: string): TemplateResult {
  return html`<span class="tag ${tone}">${icon(drawing)}<span>${r(words)}</span></span>`;
}

/** A line of a summary; `fix` is where it can be mended. */
export function sumRow(term: string, value: unknown, fix?: string): TemplateResult {
  return html`<div>
    <dt>${r(term)}</dt>
    <dd>${typeof value === 'string' ? r(value) : value}</dd>
    ${
      fix
        ? html`<dd class="fix"><a href=${fix} aria-label=${`${plain(term)}を なおす`}>${icon('pen')}なおす</a></dd>`
        : nothing
    }
  </div>`;
}

/** What happens next, in order. */
export function nextSteps(items: readonly { done?: boolean; title: string; sub?: string }[]): TemplateResult {
  return html`<ol class="next">${items.map(
    (item, index) => html`<li class=${item.done ? 'done' : ''}>
      <span class="k">${item.done ? icon('check') : index + 1}</span>
      <div><b>${r(item.title)}</b>${item.sub ? html`<span>${r(item.sub)}</span>` : nothing}</div>
    </li>`,
  )}</ol>`;
}

/** Grey shapes while a page is fetched. */
export function skeleton(): TemplateResult {
  return html`<main id="main" aria-busy="true">
    <h1 class="vh" tabindex="-1">よみこんで います</h1>
    <div class="ghost line"></div><div class="ghost"></div><div class="ghost"></div><div class="ghost"></div>
  </main>`;
}
