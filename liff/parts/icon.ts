import { html, type TemplateResult } from 'lit';

/** A line drawing from the page's symbols; always beside words that say the same. */
export function icon(name: string, look = 'i'): TemplateResult {
  return html`<svg class=${look} aria-hidden="true"><use href=${`#i-${name}`}></use></svg>`;
}
