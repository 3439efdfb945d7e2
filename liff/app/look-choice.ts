import { html, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import { plain, r } from '../parts/ruby.ts';
import { type Look, looks } from './look.ts';

/** Readings and the size of letters; `place` keeps the radio groups of the bar and of the settings apart. */
export function lookChoice(place: string): TemplateResult {
  const { furi, size } = looks.current;
  return html`${segment<Look['furi']>(
    `furi-${place}`,
    'ふりがな',
    furi,
    (value) => looks.choose({ furi: value }),
    [
      ['on', 'あり'],
      ['off', 'なし'],
    ],
  )}${segment<Look['size']>(
    `size-${place}`,
    'もじの {大|おお}きさ',
    size,
    (value) => looks.choose({ size: value }),
    [
      ['m', '{標準|ひょうじゅん}'],
      ['l', '{大|だい}'],
      ['xl', '{特大|とくだい}'],
    ],
  )}`;
}

/** Two or three choices side by side. */
export function segment<Value extends string>(
  group: string,
  title: string,
  chosen: Value,
  choose: (value: Value) => void,
  options: readonly (readonly [Value, string])[],
): TemplateResult {
  return html`<div class="seg" role="radiogroup" aria-label=${plain(title)}>
    <span class="lg" aria-hidden="true">${r(title)}</span>
    <div class="opts">${options.map(
      ([value, words]) => html`<label>
        <input type="radio" name=${group} value=${value} .checked=${value === chosen} @change=${() => choose(value)} />
        ${icon('check')}<span>${r(words)}</span>
      </label>`,
    )}</div>
  </div>`;
}
