import { html, type TemplateResult } from 'lit';
import { type IconName, icon } from './icons.ts';

/** A sheet of rows with its number; says so when there are none. */
export function sheet(
  id: string,
  drawing: IconName,
  words: string,
  rows: readonly unknown[],
  empty: string,
  drawn: unknown,
): TemplateResult {
  return html`<section class="sheet" id=${id} aria-labelledby="${id}-h"><header>${icon(drawing)}<h2 id="${id}-h">${words}</h2><span class="count num">${rows.length}<span class="vh">件</span></span></header>
    ${rows.length === 0 ? html`<p class="pad s">${empty}</p>` : drawn}</section>`;
}
