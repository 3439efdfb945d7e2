import { html, nothing, type TemplateResult } from 'lit';
import { civilDate, partsOf } from '../../worker/manual/jst.ts';
import type { ContactMethod, Instant } from '../../worker/manual/types.ts';
import type { Person } from '../../worker/views/shared.ts';
import { r } from '../parts/ruby.ts';
import { fullCallName, methodOf, nameOf, placeOf, timeAt, weekdayName } from '../parts/say-ruby.ts';

export interface Shown {
  startsAt: Instant;
  place: string;
  method: ContactMethod;
  counselor: Person;
  /** Who else comes, as far as this person may know. */
  people?: readonly Person[];
  /** Whose it is, where that is not plain. */
  client?: Person;
  /** For a 事業所, whose own place is not where a visit leads. */
  provider?: boolean;
}

/** Meeting at a place that the way of meeting doesn't already say. */
const SAID_BY_METHOD = new Set(['', '電話', '自宅', 'ご自宅', '事務所', 'LINE']);

/** A confirmed time: the day as a leaf of a calendar, then when, how and with whom. */
export function appointment(shown: Shown): TemplateResult {
  const date = civilDate(shown.startsAt);
  const [, month, day] = partsOf(date);
  const place = shown.place.trim();
  const elsewhere = shown.provider ? place !== '' : !SAID_BY_METHOD.has(place);
  return html`<div class="appt">
    <div class="day">
      <span class="m">${r(`${month}{月|がつ}`)}</span><span class="d num">${day}</span
      ><span class="w">${r(weekdayName(date))}</span>
    </div>
    <div class="t">
      <b>${r(`${timeAt(shown.startsAt)}から`)}</b>
      ${shown.client ? html`<span>${r(`${fullCallName(shown.client)}の こと`)}</span>` : nothing}
      <span>${r(shown.provider && shown.method === 'visit' ? '{会|あ}って {話|はな}します' : methodOf(shown.method, elsewhere))}</span>
      ${elsewhere ? html`<span>${r(placeOf(shown.place))}</span>` : nothing}
      <span>${r(`{担当|たんとう} ${nameOf(shown.counselor)}`)}</span>
      ${shown.people?.length ? html`<span>${r(`いっしょに {来|く}る {人|ひと}\n${shown.people.map(nameOf).join('、 ')}`)}</span>` : nothing}
    </div>
  </div>`;
}
