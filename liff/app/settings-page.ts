import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { ClockTime } from '../../worker/manual/types.ts';
import type { AppClient, AppHome } from '../../worker/views/mini-app.ts';
import { getHome, setReminder } from '../data/app.ts';
import { icon } from '../parts/icon.ts';
import { plain, r } from '../parts/ruby.ts';
import { fullCallName, longDate, time } from '../parts/say-ruby.ts';
import { actBar, backLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { cards, note, radioCard, tag } from './blocks.ts';
import { lookChoice } from './look-choice.ts';

/** Inside the hours in which LINE may be sent at all (R11). */
const REMINDERS: readonly (ClockTime | null)[] = [null, '09:00', '12:00', '17:00'];

/** How it looks, whether to be reminded, and whether LINE is used at all. */
@customElement('settings-page')
export class SettingsPage extends AppPage<AppHome> {
  protected load(): Promise<AppHome> {
    return getHome();
  }

  protected show(home: AppHome): TemplateResult {
    return html`<main id="main">
        <h1 tabindex="-1">せってい</h1>
        <section class="panel" aria-labelledby="h-see">
          <h2 id="h-see">${r('{見|み}やすさ')}</h2>
          ${lookChoice('page')}
          <p>${r('ここの {文字|もじ}で {見|み}え{方|かた}を ためせます。')}</p>
        </section>
        ${home.me && home.clients.some((client) => client.consent.state === 'yes') ? this.reminder(home, home.me.reminderTime) : nothing}
        ${home.clients.map((client) => this.client(client, home.clients.length > 1 || home.me?.kind !== 'person'))}
        ${home.me ? nothing : note('', 'link', 'この LINEは まだ\n{登録|とうろく}されて いません。')}
      </main>
      ${actBar(backLink('/app', 'はじめの ページへ'))}`;
  }

  private reminder(home: AppHome, chosen: ClockTime | null): TemplateResult {
    const times = chosen !== null && !REMINDERS.includes(chosen) ? [...REMINDERS, chosen] : REMINDERS;
    return html`<section class="panel" aria-labelledby="h-remind">
      <h2 id="h-remind">${r('{前|まえ}の {日|ひ}の お{知|し}らせ')}</h2>
      <p>${r('{予定|よてい}の {前|まえ}の {日|ひ}に LINEを {送|おく}ります。')}</p>
      ${cards(
        '{前|まえ}の {日|ひ}の お{知|し}らせ',
        times.map((each) =>
          radioCard({
            group: 'reminder',
            value: each ?? 'none',
            chosen: chosen === each,
            title: each === null ? 'いらない' : time(each),
            slim: true,
            onChoose: () => this.remindAt(home, each),
          }),
        ),
        'cards tight',
      )}
    </section>`;
  }

  private remindAt(home: AppHome, at: ClockTime | null): void {
    void this.send(async () => {
      const kept = await setReminder(at);
      if (home.me) this.data = { ...home, me: { ...home.me, reminderTime: kept.time } };
      this.say(
        plain(kept.time === null ? 'お{知|し}らせを やめました' : `${time(kept.time)}に お{知|し}らせします`),
      );
    });
  }

  private client(client: AppClient, named: boolean): TemplateResult {
    const id = `line-${client.id}`;
    const uses = client.consent.state === 'yes' || client.consent.state === 'outdated';
    const at = client.consent.at;
    const path = encodeURIComponent(client.id);
    return html`<section class="panel" aria-labelledby=${id}>
      <h2 id=${id}>${r(named ? `LINEの {連絡|れんらく} （${fullCallName(client)}）` : 'LINEの {連絡|れんらく}')}</h2>
      ${uses ? tag('ok', 'check', 'いま {使|つか}って います') : tag('wait', 'info', 'いま {使|つか}って いません')}
      ${uses && at !== null ? html`<p>${r(`${longDate(at)}に\n「はい」と {答|こた}えました。`)}</p>` : nothing}
      <a class="btn" href="/app/rules">${icon('list')}<span>${r('やくそくを {読|よ}む')}</span></a>
      ${
        uses
          ? html`<a class="btn btn-stop" href=${`/app/withdraw/${path}`}><span>LINEを やめる</span></a>`
          : html`<a class="btn" href=${`/app/consent/${path}`}>${icon('undo')}<span>${r('LINEを {使|つか}う')}</span></a>`
      }
    </section>`;
  }
}
