import { html, nothing, type TemplateResult } from 'lit';
import { civilDate, clockTime } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { ContactView } from '../../worker/views/clients.ts';
import { CONSENT, PARTNER } from '../data/console-labels.ts';
import { chip } from './chips.ts';
import { urls } from './urls.ts';

/** Every choice of a contact with its version, who chose and who explained; the exact text can be opened (R1). */
export function choicesOf(contact: ContactView): TemplateResult | typeof nothing {
  const { choices } = contact;
  if (choices.length === 0) return nothing;
  return html`<details><summary>承諾のこれまで ${choices.length}件</summary><ol class="choices">${choices.map(
    (each) => {
      const { words, tone } = CONSENT[each.choice];
      return html`<li><span class="num">${shortDate(civilDate(each.at))}${clockTime(each.at)}</span> ${chip(tone, words)}
      <span class="s">${PARTNER[each.chooser]}が選択${each.explainedBy ? `・説明 ${each.explainedBy}` : ''}${each.explainedToPerson === null ? '' : each.explainedToPerson ? '・本人にも説明' : '・本人への説明はこれから'}</span>
      <a href=${urls.rulesText(each.version)}>版 ${each.version} の文を読む<span class="vh">：${contact.name}、${shortDate(civilDate(each.at))}</span></a>
      <span class="s num" title=${each.textHash}>文の印 ${each.textHash.slice(0, 8)}</span></li>`;
    },
  )}</ol></details>`;
}
