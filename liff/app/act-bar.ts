import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { to } from './routes.ts';

/** The bar at the foot: the one main step, and the way back beside it. */
export function actBar(main: TemplateResult, back?: TemplateResult): TemplateResult {
  return html`<section class="act" aria-label="すすむ・もどる">
    ${back ? html`<div class="two">${back}${main}</div>` : main}
  </section>`;
}

export function backLink(href: string, words = 'もどる'): TemplateResult {
  return html`<a class="btn" href=${href}>${icon('l')}<span>${r(words)}</span></a>`;
}

export function mainLink(href: string, words: string): TemplateResult {
  return html`<a class="btn btn-main" href=${href}><span>${r(words)}</span></a>`;
}

/** Never disabled: what is missing is said when it is pressed. While it works it says so and takes no second tap. */
export function mainButton(
  words: string,
  onTap: () => void,
  busy = false,
  busyWords = '{送|おく}って います',
): TemplateResult {
  return html`<button
    class="btn btn-main"
    type="button"
    aria-busy=${busy ? 'true' : nothing}
    @click=${() => {
      if (!busy) onTap();
    }}
  ><span>${r(busy ? busyWords : words)}</span></button>`;
}

export function homeLink(): TemplateResult {
  return mainLink(to('home'), 'はじめの ページへ');
}
