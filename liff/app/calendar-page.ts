import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { state } from 'lit/decorators/state.js';
import type { OwnFeed } from '../../worker/views/feeds.ts';
import { endOwnCalendar, getOwnCalendar, makeOwnCalendar } from '../data/own-calendar.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { longDate } from '../parts/say-ruby.ts';
import { actBar, backLink, mainButton } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { head, note, tag } from './blocks.ts';
import { to } from './routes.ts';

/** A private address that a calendar of one's own follows; shown once, and ended at will (decision 016). */
@customElement('calendar-page')
export class CalendarPage extends AppPage<OwnFeed> {
  @state() private url = '';
  @state() private copied = false;

  protected load(): Promise<OwnFeed> {
    return getOwnCalendar();
  }

  protected show({ createdAt }: OwnFeed): TemplateResult {
    return html`<main id="main">
        ${
          this.url === ''
            ? head(
                'いつもの カレンダーに {出|だ}しますか。',
                '{決|き}まった {予定|よてい}が カレンダーに {出|で}ます。\n{変|か}わった ときも {出|で}ます。',
              )
            : head('アドレスを つくりました。', 'カレンダーに この アドレスを {入|い}れます。')
        }
        ${this.url === '' ? nothing : this.made()}
        ${
          createdAt === null
            ? note(
                '',
                'info',
                '{名前|なまえ}や {相談|そうだん}の ことは {出|で}ません。\nほかの {人|ひと}に たのんでも いいです。',
              )
            : this.living(createdAt)
        }
      </main>
      ${
        createdAt === null
          ? actBar(
              mainButton('アドレスを つくる', this.make, this.sending, 'つくって います'),
              backLink(to('schedule')),
            )
          : actBar(backLink(to('schedule'), 'わたしの {予定|よてい}へ'))
      }`;
  }

  private made(): TemplateResult {
    return html`<section class="panel lift" aria-labelledby="h-url">
      <h2 id="h-url">カレンダーの アドレス</h2>
      <input class="in" id="url" readonly aria-labelledby="h-url" .value=${this.url} @focus=${(
        event: Event,
      ) => (event.target as HTMLInputElement).select()} />
      <button class="btn btn-main" type="button" @click=${this.copy}>${icon(this.copied ? 'check' : 'doc')}<span>${
        this.copied ? 'うつしました' : 'アドレスを うつす'
      }</span></button>
      <a class="btn" href=${this.url.replace(/^https?:/, 'webcal:')}>${icon('calplus')}<span>${r('この {電話|でんわ}の カレンダーへ')}</span></a>
      ${note('wait', 'lock', 'これを {知|し}る {人|ひと}は {予定|よてい}を {見|み}られます。\nこの アドレスは いまだけ {見|み}えます。', 'ほかの {人|ひと}に {見|み}せないで ください。')}
    </section>`;
  }

  private living(createdAt: number): TemplateResult {
    return html`<section class="panel" aria-labelledby="h-on">
      <h2 id="h-on">${r('アドレスを やめる・かえる')}</h2>
      ${tag('ok', 'check', 'いま {使|つか}って います')}
      <p>${r(`${longDate(createdAt)}に\nアドレスを つくりました。`)}</p>
      <button class="btn" type="button" aria-busy=${this.sending} @click=${this.make}>${icon('undo')}<span>${r('{新|あたら}しい アドレスに する')}</span></button>
      <button class="btn btn-stop" type="button" aria-busy=${this.sending} @click=${this.end}><span>アドレスを やめる</span></button>
      <p>${r('どちらも {前|まえ}の アドレスは\n{使|つか}えなく なります。')}</p>
    </section>`;
  }

  private readonly make = (): void => {
    void this.send(async () => {
      const { createdAt, url } = await makeOwnCalendar();
      this.data = { createdAt };
      this.url = url;
      this.copied = false;
      this.say('アドレスを つくりました');
      await this.updateComplete;
      this.querySelector<HTMLElement>('h1')?.focus();
    });
  };

  private readonly end = (): void => {
    void this.send(async () => {
      await endOwnCalendar();
      this.data = { createdAt: null };
      this.url = '';
      this.say('アドレスを やめました');
      await this.updateComplete;
      this.querySelector<HTMLElement>('h1')?.focus();
    });
  };

  private readonly copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.url);
      this.copied = true;
      this.say('アドレスを うつしました');
    } catch {
      // Where a page may not copy, the address is marked for the person's own fingers.
      this.querySelector<HTMLInputElement>('#url')?.select();
    }
  };
}
