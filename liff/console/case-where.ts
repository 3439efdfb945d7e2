import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { CaseView } from '../../worker/views/cases.ts';
import type { PlaceChoice } from '../../worker/views/shared.ts';
import { PLACE_CHOICE, PLACES } from '../data/console-labels.ts';
import { wishedPlace, wishedPlaces } from '../data/console-poll.ts';
import { icon } from './icons.ts';

/** Where the meeting is fixed: as it was offered, or where people were asked. */
export interface ChosenWhere {
  choice: PlaceChoice | 'offered';
  /** In the counselor's words; empty for the usual ones. */
  named: string;
}

/** What is proposed before a counselor has touched it. */
export function proposedWhere(view: CaseView): ChosenWhere {
  return { choice: wishedPlace(view.participants) ?? 'offered', named: '' };
}

/** The wish, and the choice of the place beside the date; nothing where nobody was asked. */
export function whereFields(
  view: CaseView,
  offered: string,
  chosen: ChosenWhere,
  choose: (to: ChosenWhere) => void,
): TemplateResult | typeof nothing {
  const wishes = wishedPlaces(view.participants);
  if (wishes.length === 0 && view.placeChoices.length === 0) return nothing;
  const open = PLACES.filter(
    (each) => view.placeChoices.includes(each) || wishes.some(({ place }) => place === each),
  );
  const said =
    wishes.length === 0
      ? '場所の希望は、まだ届いていません。'
      : wishes.map(({ name, place }) => `${name}さんの希望：${PLACE_CHOICE[place]}`).join('　');
  return html`<fieldset class="f where"><legend class="l">場所</legend><p class="s">${said}</p>
    <div class="pick">${(['offered', ...open] as const).map(
      (each) =>
        html`<label><input type="radio" name="where" value=${each} .checked=${live(each === chosen.choice)} @change=${() => choose({ choice: each, named: '' })} />${icon('check')}${
          each === 'offered' ? `候補のまま（${offered}）` : PLACE_CHOICE[each]
        }</label>`,
    )}</div>
    ${
      chosen.choice === 'offered'
        ? nothing
        : html`<label class="f"><span class="l">場所の名前 <span class="s">空なら「${usual(chosen.choice)}」と伝わります</span></span>
            <input class="in" name="place" maxlength="100" autocomplete="off" .value=${live(chosen.named)} @input=${(
              event: Event,
            ) => choose({ ...chosen, named: (event.target as HTMLInputElement).value })} /></label>`
    }</fieldset>`;
}

function usual(choice: PlaceChoice): string {
  return { home: 'ご自宅', office: '事務所の名前', provider: '通っている事業所' }[choice];
}
