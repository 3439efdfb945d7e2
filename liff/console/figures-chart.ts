import { html, svg, type TemplateResult } from 'lit';
import type { MonthFigures } from '../../worker/views/reports.ts';
import { heldBy, sayYearMonth, WAYS, type Way } from '../data/console-figures.ts';

const TOP = 24;
const FLOOR = 190;
const LEFT = 36;
const WIDTH = 720;
const ORDER = Object.keys(WAYS) as Way[];

/** How the meetings of each month were held, as stacked bars; the table below says the same in numbers. */
export function figuresChart(months: readonly MonthFigures[]): TemplateResult {
  const counts = months.map((month) => ({ month: month.month, ways: heldBy(month) }));
  const totals = counts.map(({ ways }) => ORDER.reduce((sum, way) => sum + ways[way], 0));
  const most = Math.max(4, ...totals);
  const step = (WIDTH - LEFT) / Math.max(1, months.length);
  const height = (count: number) => (count / most) * (FLOOR - TOP);
  return html`<figure class="chart figures"><div class="scroll" tabindex="0" role="region" aria-label="会議やモニタリングの行い方の図">
      <svg viewBox="0 0 ${WIDTH} 220" role="img" aria-label="月ごとに、会議やモニタリングをどう行ったか。数は下の表にあります">
        ${counts.map(({ month, ways }, index) => {
          const x = LEFT + index * step + step * 0.2;
          let y = FLOOR;
          return svg`${ORDER.map((way) => {
            y -= height(ways[way]);
            return ways[way] > 0
              ? svg`<rect class=${way} x=${x} y=${y} width=${step * 0.6} height=${height(ways[way])}></rect>`
              : '';
          })}${totals[index] ? svg`<text class="count" x=${x + step * 0.3} y=${y - 6}>${totals[index]}</text>` : ''}
            <text x=${x + step * 0.3} y="212">${Number(month.slice(5))}月</text>`;
        })}
        <path class="floor" d="M${LEFT} ${FLOOR}H${WIDTH}"></path>
      </svg></div>
    <figcaption class="s"><ul class="legend">${ORDER.map((way) => html`<li><span class="swatch ${way}"></span>${WAYS[way]}</li>`)}</ul>
      ${sayYearMonth(months[0]?.month ?? '')}から ${sayYearMonth(months.at(-1)?.month ?? '')}まで</figcaption></figure>`;
}
