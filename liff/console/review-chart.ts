import { html, svg, type TemplateResult } from 'lit';
import { partsOf } from '../../worker/manual/jst.ts';
import type { ReviewRow } from '../../worker/views/desk.ts';
import { reviewDays, reviewSaid } from '../data/console-reviews.ts';

const TOP = 20;
const FLOOR = 140;
const LEFT = 44;
const WIDTH = 560;

/** Conversations a day against the threshold (R2), as a drawing and the same as words. */
export function reviewChart(row: ReviewRow): TemplateResult {
  const days = reviewDays(row);
  const threshold = row.evidence.excessConversations;
  const most = Math.max(threshold + 1, ...days.map((day) => day.conversations));
  const step = (WIDTH - LEFT) / days.length;
  const bar = Math.min(36, step * 0.6);
  const up = (count: number) => FLOOR - (count / most) * (FLOOR - TOP);
  const every = Math.ceil(days.length / 8);
  return html`<figure class="chart"><div class="scroll" tabindex="0" role="region" aria-label="1日ごとの数の図">
      <svg viewBox="0 0 ${WIDTH} 170" role="img" aria-label="${reviewSaid(row)}。${days.map((day) => `${spoken(day.date)} ${day.conversations}回`).join('、')}">
        <path class="limit" d="M${LEFT - 6} ${up(threshold)}H${WIDTH}"></path>
        ${days.map((day, index) => {
          const x = LEFT + index * step + (step - bar) / 2;
          return svg`${
            day.conversations > 0
              ? svg`<rect class=${day.busy ? 'busy' : ''} x=${x} y=${up(day.conversations)} width=${bar} height=${FLOOR - up(day.conversations)}></rect>
                <text class="count" x=${x + bar / 2} y=${up(day.conversations) - 5}>${day.conversations}</text>`
              : ''
          }${(days.length - 1 - index) % every === 0 ? svg`<text x=${x + bar / 2} y="160">${spoken(day.date)}</text>` : ''}`;
        })}
        <path class="floor" d="M${LEFT - 6} ${FLOOR}H${WIDTH}"></path>
        <text class="limit" x="0" y=${up(threshold) + 5}>${threshold}回</text>
      </svg></div>
    <figcaption class="s">やりとりの回数（間があくと、つぎの1回）。緊急と基本相談は数えていません</figcaption></figure>`;
}

function spoken(date: string): string {
  const [, month, day] = partsOf(date);
  return `${month}/${day}`;
}
