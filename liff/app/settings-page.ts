import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { ClockTime } from '../../worker/manual/types.ts';
import type { AppClient, AppHome } from '../../worker/views/mini-app.ts';
import { getHome, usesLine } from '../data/app.ts';
import { icon } from '../parts/icon.ts';
import { quote, r } from '../parts/ruby.ts';
import { familyName, fullCallName, longDate } from '../parts/say-ruby.ts';
import { actBar, backLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { note, sumRow, tag } from './blocks.ts';
import { textChoice } from './easy-text.ts';
import './friend-panel.ts';
import { lookChoice } from './look-choice.ts';
import { keepReminder, reminderChoice, reminderSaid } from './reminder-choice.ts';
import { to } from './routes.ts';
import { sos } from './sos.ts';

/** How it looks and sounds, whether to be reminded, whether LINE is used at all, and whom to call. */
@customElement('settings-page')
export class SettingsPage extends AppPage<AppHome> {
  /** The reminder chosen last. */
  private wanted: ClockTime | null = null;

  protected load(): Promise<AppHome> {
    return getHome();
  }

  protected show(home: AppHome): TemplateResult {
    const uses = home.clients.some(usesLine);
    return html`<main id="main">
        <h1 tabindex="-1">せってい</h1>
        <section class="panel" aria-labelledby="h-see">
          <h2 id="h-see">${r('{見|み}やすさ')}</h2>
          ${lookChoice('page')} ${textChoice('page')}
          <p>${r('ここの {文字|もじ}で {見|み}え{方|かた}を ためせます。')}</p>
        </section>
        ${readAloudPanel()} ${home.me && uses ? this.reminder(home, home.me.reminderTime) : nothing}
        ${home.clients.map((client) => this.client(client, home.clients.length > 1 || home.me?.kind !== 'person'))}
        ${
          home.me && uses && !home.me.suspended
            ? html`<friend-panel .friend=${home.friend} .always=${true} .addFriendUrl=${home.addFriendUrl}></friend-panel>`
            : nothing
        }
        ${home.me?.suspended ? note('wait', 'info', '{担当|たんとう}が たしかめて います。', 'LINEの {連絡|れんらく}は {止|と}まって います。') : nothing}
        ${home.me ? nothing : note('', 'link', 'この LINEは まだ\n{登録|とうろく}されて いません。')} ${whoToCall(home)} ${sos()}
      </main>
      ${actBar(backLink(to('home'), 'はじめの ページへ'))}`;
  }

  private reminder(home: AppHome, chosen: ClockTime | null): TemplateResult {
    return html`<section class="panel" aria-labelledby="h-remind">
      <h2 id="h-remind">${r('{前|まえ}の {日|ひ}の お{知|し}らせ')}</h2>
      <p>${r('{予定|よてい}の {前|まえ}の {日|ひ}に LINEを {送|おく}ります。')}</p>
      ${reminderChoice(chosen, (at) => this.remindAt(home, at))}
    </section>`;
  }

  private remindAt(home: AppHome, at: ClockTime | null): void {
    this.wanted = at;
    void this.send(async () => {
      const reminderTime = await keepReminder(() => this.wanted);
      if (home.me) this.data = { ...home, me: { ...home.me, reminderTime } };
      this.say(reminderSaid(reminderTime));
    });
  }

  private client(client: AppClient, named: boolean): TemplateResult {
    const id = `line-${client.id}`;
    const { at, state } = client.consent;
    // Whoever said はい can stop, also where something else is still lacking.
    const agreed = !['none', 'no', 'later', 'question', 'withdrawn'].includes(state);
    return html`<section class="panel" aria-labelledby=${id}>
      <h2 id=${id}>${r(named ? `LINEの {連絡|れんらく} （${fullCallName(client)}）` : 'LINEの {連絡|れんらく}')}</h2>
      ${state === 'yes' ? tag('ok', 'check', 'いま {使|つか}って います') : tag('wait', 'info', 'いま {使|つか}って いません')}
      ${agreed && at !== null ? html`<p>${r(`${longDate(at)}に\n「はい」と {答|こた}えました。`)}</p>` : nothing}
      ${at === null ? nothing : html`<a class="btn" href=${to('mine', { client: client.id })}>${icon('doc')}<span>${r('わたしの {答|こた}え')}</span></a>`}
      <a class="btn" href=${to('rules')}>${icon('list')}<span>${r('やくそくを {読|よ}む')}</span></a>
      ${
        state === 'yes'
          ? nothing
          : html`<a class="btn" href=${to('consent', { client: client.id })}>${icon('undo')}<span>${r('LINEを {使|つか}う')}</span></a>`
      }
      ${agreed ? html`<a class="btn btn-stop" href=${to('withdraw', { client: client.id })}><span>LINEを やめる</span></a>` : nothing}
    </section>`;
  }
}

/** よみあげ is in the bar at the top, where this device can do it at all. */
function readAloudPanel(): TemplateResult {
  const can = 'speechSynthesis' in window && 'SpeechSynthesisUtterance' in window;
  return html`<section class="panel" aria-labelledby="h-say">
    <h2 id="h-say">よみあげ</h2>
    <p>${
      can
        ? r(
            '{上|うえ}の「よみあげ」を おすと {声|こえ}で {読|よ}みます。\nもう {一度|いちど} おすと {止|と}まります。',
          )
        : r(
            'この {電話|でんわ}では {声|こえ}で {読|よ}めません。\n{電話|でんわ}を くだされば {読|よ}みます。',
          )
    }</p>
  </section>`;
}

function whoToCall(home: AppHome): TemplateResult {
  const { name, phone, phoneHours } = home.office;
  const counselors = [...new Set(home.clients.map((client) => familyName(client.counselor)))];
  return html`<section class="panel" aria-labelledby="h-call">
    <h2 id="h-call">${r('{電話|でんわ}する ところ')}</h2>
    <dl class="sum">
      ${sumRow('{事務所|じむしょ}', quote(name))} ${sumRow('{電話|でんわ}', html`<span class="nb">${phone}</span>`)}
      ${sumRow('{時間|じかん}', phoneHours)} ${counselors.length > 0 ? sumRow('{担当|たんとう}', counselors.join('、')) : nothing}
    </dl>
    <a class="btn" href=${`tel:${phone.replace(/[^\d+]/g, '')}`}>${icon('phone')}<span>${r('{電話|でんわ}を かける')}</span></a>
  </section>`;
}
