import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { CaseView } from '../../worker/views/cases.ts';
import { setPlaces } from '../data/console-cases.ts';
import { PLACE_CHOICE, PLACES } from '../data/console-labels.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import { tickedOf } from './forms.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

/** Whether the person is asked where, and what to choose from; only while a date is sought. */
@customElement('case-place')
export class CasePlace extends Part {
  @property({ attribute: false }) view!: CaseView;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  private readonly setting = new Deed(this);

  protected override render(): TemplateResult | typeof nothing {
    const { status, placeChoices } = this.view;
    if (status !== 'open') return nothing;
    const asked = placeChoices.map((each) => PLACE_CHOICE[each]).join('・');
    return html`<section class="sheet" aria-labelledby="pl-h"><header>${icon('house')}<h2 id="pl-h">場所</h2>
        <span class="s">${asked === '' ? '本人に聞いていません' : `本人に聞きます：${asked}`}</span></header>
      <details class="pad"><summary>場所を本人に聞く</summary><form class="col-s" @submit=${this.set}>
        <div class="ticks" role="group" aria-labelledby="pl-h">${PLACES.map(
          (each) =>
            html`<label class="tick"><input type="checkbox" name="places" value=${each} .checked=${placeChoices.includes(each)} /><span>${PLACE_CHOICE[each]}</span></label>`,
        )}</div>
        <fault-note .failure=${this.setting.failure}></fault-note>
        <button class="b" type="submit">${this.setting.busy ? '変えています' : 'この場所から選んでもらう'}</button></form></details></section>`;
  }

  private readonly set = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const ticked = tickedOf(event.target as HTMLFormElement, 'places');
    const places = PLACES.filter((each) => ticked.includes(each));
    const done = await this.setting.run(() => setPlaces(this.view.id, places));
    if (!done) return;
    announce(places.length > 0 ? '場所を本人に聞きます。' : '場所は本人に聞きません。');
    await this.changed();
  };
}
