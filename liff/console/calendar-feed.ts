import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { civilDate } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { OwnFeed } from '../../worker/views/feeds.ts';
import { endOwnFeed, fetchOwnFeed, makeOwnFeed } from '../data/console-calendar.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Part } from './part.ts';

const RARELY = 5 * 60_000;

/** カレンダーに入れる: a private address that a calendar of one's own follows; shown once, and ended at will. */
@customElement('calendar-feed')
export class CalendarFeed extends Part {
  @state() private url = '';
  @state() private copied = false;
  private readonly live = new Live<OwnFeed>(this, fetchOwnFeed, RARELY);
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult {
    const since = this.live.value?.createdAt ?? null;
    return html`<section class="sheet narrow" aria-labelledby="feed-h"><header>${icon('cal')}<h2 id="feed-h" tabindex="-1">自分のカレンダーに入れる</h2></header>
      <div class="pad"><p>自分の担当の決まった予定が、スマートフォンやパソコンのカレンダーに出ます。変更やとりやめも伝わります。</p>
        <fault-note .failure=${this.live.failure ?? this.deed.failure} .retry=${this.live.failure ? () => void this.live.refresh() : null}></fault-note>
        ${this.url ? this.made() : nothing}
        ${
          since === null
            ? html`<div><button class="b b-main" type="button" @click=${this.make}>${icon('cal')}${this.deed.busy ? 'つくっています' : 'カレンダーに入れる（.ics）'}</button></div>`
            : html`<p class="s">${shortDate(civilDate(since))}につくったアドレスが使われています。</p>
              <div class="row"><button class="b" type="button" @click=${this.make}>新しいアドレスにする</button><button class="b b-quiet" type="button" @click=${this.end}>使うのをやめる</button></div>`
        }</div></section>`;
  }

  private made(): TemplateResult {
    return html`<div class="f"><label for="fu">カレンダーのアドレス</label><input class="in ro" id="fu" readonly .value=${this.url} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} /></div>
      <div class="row"><button class="b b-main" type="button" @click=${this.copy}>${this.copied ? '写しました' : 'アドレスを写しとる'}</button><a class="b b-quiet" href=${this.url.replace(/^https?:/, 'webcal:')}>この端末のカレンダーでひらく</a></div>
      <p class="say wait"><b>このアドレスが見られるのは、いまだけです。</b>知っている人はだれでも予定を見られます。人に渡さないでください。</p>`;
  }

  private readonly make = async (): Promise<void> => {
    const made = await this.deed.run(makeOwnFeed);
    if (!made) return;
    this.url = made.url;
    this.copied = false;
    announce('カレンダーのアドレスをつくりました。');
    await this.live.refresh();
    await this.updateComplete;
    this.querySelector<HTMLInputElement>('#fu')?.focus();
  };

  private readonly end = async (): Promise<void> => {
    const done = await this.deed.run(endOwnFeed);
    if (!done) return;
    this.url = '';
    announce('アドレスを使えなくしました。');
    await this.live.refresh();
    await this.updateComplete;
    this.querySelector<HTMLElement>('#feed-h')?.focus();
  };

  private readonly copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.url);
      this.copied = true;
      announce('アドレスを写しました。');
    } catch {
      this.querySelector<HTMLInputElement>('#fu')?.select();
    }
  };
}
