import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { TodayView } from '../../worker/views/desk.ts';
import { retryParked } from '../data/console-today.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

/** What LINE told us and could not be worked out: nothing is lost, and it can be tried again. */
@customElement('today-parked')
export class TodayParked extends Part {
  @property({ attribute: false }) parked: TodayView['parked'] = { count: 0, ids: [] };
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult | typeof nothing {
    const { count, ids } = this.parked;
    if (count === 0) return nothing;
    return html`<section class="sheet" aria-labelledby="park-h"><header>${icon('alert')}<h2 id="park-h">読み取れなかった知らせ</h2><span class="count num">${count}<span class="vh">件</span></span></header>
      <div class="pad"><p class="s">LINE から届いたものを、まだ画面に出せていません。内容は残っています。</p>
        <fault-note .failure=${this.deed.failure}></fault-note>
        <button class="b b-quiet b-w" type="button" @click=${this.retry}>${icon('undo')}${this.deed.busy ? 'ためしています' : ids.length < count ? `はじめの${ids.length}件をもう一度ためす` : 'もう一度ためす'}</button></div></section>`;
  }

  private readonly retry = async (): Promise<void> => {
    const waiting = await this.deed.run(() => retryParked(this.parked.ids));
    if (waiting !== undefined) {
      announce('もう一度読み取ります。1分ほどで画面に出ます。');
      document.querySelector<HTMLElement>('#main h1')?.focus();
    }
    await this.changed();
  };
}
