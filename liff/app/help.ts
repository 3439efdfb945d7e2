import { html, nothing, type TemplateResult } from 'lit';
import { office } from '../data/office.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';

/** At the foot of every page: the office's phone and its hours, and the numbers for when life is in danger (RX). */
export function help(): TemplateResult {
  const { phone, phoneHours } = office.known;
  return html`<aside class="help" aria-label="こまったとき">
    <p>${r('こまったら {電話|でんわ}を ください。')}${phoneHours ? html`<br />${r(sentence(phoneHours))}` : nothing}</p>
    ${
      phone
        ? html`<a class="btn" href=${`tel:${phone.replace(/[^\d+]/g, '')}`}
            >${icon('phone')}<span>${r('{電話|でんわ}を かける')}</span></a
          >`
        : nothing
    }
    <div class="sos">
      <p>${r('{命|いのち}が あぶない ときは すぐに\n119か 110に {電話|でんわ}を してください。')}</p>
      <a class="btn" href="tel:119">${icon('phone')}<span>${r('119{番|ばん}')}</span></a>
      <a class="btn" href="tel:110">${icon('phone')}<span>${r('110{番|ばん}')}</span></a>
    </div>
  </aside>`;
}

function sentence(words: string): string {
  return words.trim().endsWith('。') ? words : `${words.trim()}です。`;
}
