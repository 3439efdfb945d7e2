import { html, nothing, type TemplateResult } from 'lit';
import { civilDate } from '../../worker/manual/jst.ts';
import type { Instant } from '../../worker/manual/types.ts';
import type { AppCase } from '../../worker/views/mini-app.ts';
import type { SlotView } from '../../worker/views/shared.ts';
import { icon } from '../parts/icon.ts';
import { plain, r } from '../parts/ruby.ts';
import { isMorning, longDate, placeOf, shortDate, span, timeAt, weekdayName } from '../parts/say-ruby.ts';
import { note } from './blocks.ts';
import { weekName } from './week-words.ts';

/** An offered time on its card: the day and which week's, then the hours, then the place where the places differ. */
export function slotWords(slot: SlotView, withPlace: boolean, now: Instant): TemplateResult {
  const day = relativeDay(now, slot.startsAt);
  return html`<b>${r(longDate(slot.startsAt))}</b>
    ${day === '' ? nothing : html`<span class="s">${r(day)}</span>`}
    <span class="s"
      >${icon(isMorning(slot.startsAt) ? 'am' : 'pm')}<span>${r(span(slot.startsAt, slot.endsAt))}</span></span
    >
    ${withPlace ? html`<span class="s">${r(placeOf(slot.place))}</span>` : nothing}`;
}

/** 来週の 金曜日; nothing for days farther off. Beside the date, never instead of it. */
function relativeDay(now: Instant, at: Instant): string {
  const week = weekName(now, civilDate(at));
  return week === '' ? '' : `${week}の ${weekdayName(civilDate(at))}`;
}

/** A time in two short lines. */
export function slotLines(slot: SlotView): TemplateResult {
  return html`<span>${r(shortDate(slot.startsAt))}</span><span>${r(`[${timeAt(slot.startsAt)}から]`)}</span>`;
}

/** A time as it is said to a screen reader. */
export function slotSaid(slot: SlotView): string {
  return plain(`${longDate(slot.startsAt)} ${timeAt(slot.startsAt)}`);
}

/** Whether the offered times are at different places, so that each must name its own. */
export function placesDiffer(slots: readonly SlotView[]): boolean {
  return new Set(slots.map((slot) => slot.place)).size > 1;
}

/** The one place of all times, said once above them. */
export function sharedPlace(slots: readonly SlotView[]): TemplateResult | typeof nothing {
  const place = slots[0]?.place.trim() ?? '';
  if (place === '' || placesDiffer(slots)) return nothing;
  return html`<p>${r(`{場所|ばしょ}は ${placeOf(place)}です。`)}</p>`;
}

/** Times that were taken while the person was choosing. */
export function lostNote(lost: {
  slots: readonly SlotView[];
  count: number;
}): TemplateResult | typeof nothing {
  if (lost.count === 0) return nothing;
  const which = lost.slots.map((slot) => `${shortDate(slot.startsAt)} ${timeAt(slot.startsAt)}\n`).join('');
  return note(
    'wait',
    'alert',
    `${which}ほかの {予定|よてい}が {入|はい}りました。\nもう {一度|いちど} たしかめて ください。`,
    'えらんだ {日|ひ}が うまりました。',
  );
}

/** While LINE is stopped for this account: answering goes on, and what comes back comes by phone. */
export function stoppedNote({ suspended }: AppCase): TemplateResult | typeof nothing {
  return suspended
    ? note(
        'wait',
        'info',
        '{答|こた}えは ここから {送|おく}れます。\n{返事|へんじ}は {電話|でんわ}で します。',
        'LINEの {連絡|れんらく}は {止|と}まって います。',
      )
    : nothing;
}
