import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { AppClient, AppHome, AppRequest } from '../../worker/views/mini-app.ts';
import { getHome, owesChoice, setFriend } from '../data/app.ts';
import { askFriendship } from '../data/line.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { callName, fullCallName, longDate } from '../parts/say-ruby.ts';
import { AppPage } from './app-page.ts';
import { appointment } from './appointment.ts';
import { hero, note, row, tag } from './blocks.ts';
import { friendPanel } from './friend-panel.ts';

const MEETING: Readonly<Record<AppRequest['kind'], string>> = {
  meeting: '{会議|かいぎ}の {日|ひ}を えらんで ください',
  monitoring: '{会|あ}う {日|ひ}を えらんで ください',
  consultation: '{相談|そうだん}の {日|ひ}を えらんで ください',
};

/** What is asked, what is fixed, and how to reach the office. */
@customElement('home-page')
export class HomePage extends AppPage<AppHome> {
  protected async load(): Promise<AppHome> {
    const home = await getHome();
    if (home.me && home.friend !== true) void this.askFriend(home);
    return home;
  }

  /** Follow and unfollow tell the server, unless they came before the account was known. */
  private async askFriend(home: AppHome): Promise<void> {
    const friend = await askFriendship();
    if (friend === null || friend === home.friend) return;
    this.data = { ...home, friend };
    await setFriend(friend).catch(() => {});
  }

  protected show(home: AppHome): TemplateResult {
    const { me } = home;
    if (!me) return this.unknown();
    const several = home.clients.length > 1 || me.kind !== 'person';
    return html`<main id="main">
      <h1 tabindex="-1">${r(`${me.kind === 'provider' ? fullCallName(me) : callName(me)}、こんにちは`)}</h1>
      ${
        me.suspended
          ? note(
              'wait',
              'info',
              '{担当|たんとう}が たしかめて います。\nすこし {待|ま}って ください。',
              'LINEの {連絡|れんらく}は {止|と}まって います。',
            )
          : nothing
      }
      ${home.friend === false && !me.suspended ? friendPanel(home.addFriendUrl) : nothing}
      ${home.clients.map((client) => this.client(client, several, me.kind === 'provider'))}
      ${me.kind === 'provider' ? this.providerContact() : this.contact(home.clients)}
      <nav class="stack" aria-label="そのほか">
        <div class="rows">
          ${row('/app/schedule', 'cal', 'わたしの {予定|よてい}')} ${row('/app/settings', 'gear', 'せってい')}
        </div>
      </nav>
    </main>`;
  }

  /** This LINE account belongs to nobody the office knows (or to somebody else of the household). */
  private unknown(): TemplateResult {
    return html`<main id="main">
      ${hero('quiet', 'link', 'まだ つながって いません', 'この LINEは まだ\n{登録|とうろく}されて いません。')}
      ${note('', 'talk', '{担当|たんとう}の {人|ひと}から QRコードを\nもらって {読|よ}んで ください。', 'はじめての {方|かた}へ')}
      ${note('', 'users', 'ほかの {人|ひと}の LINEで\nひらいて いませんか。', '{前|まえ}に つかった ことが ある {方|かた}へ')}
    </main>`;
  }

  private client(client: AppClient, several: boolean, provider: boolean): TemplateResult {
    // Panels of brothers and sisters have the same titles: their names tell them apart.
    const who = several ? `who-${client.id} ` : '';
    return html`${several ? html`<h2 id=${`who-${client.id}`}>${r(`${fullCallName(client)}の こと`)}</h2>` : nothing}
      ${this.consent(client, provider, who)} ${client.requests.map((request) => this.request(request, who))}
      ${client.appointments.slice(0, 1).map(
        (next) => html`<section class="panel" aria-labelledby=${`${who}next-${next.caseId}`}>
          <h2 id=${`next-${next.caseId}`}>${r('つぎの {予定|よてい}')}</h2>
          ${appointment(next)} ${tag('ok', 'check', '{決|き}まって います')}
        </section>`,
      )}`;
  }

  private consent(client: AppClient, provider: boolean, who: string): TemplateResult | typeof nothing {
    const href = `/app/consent/${encodeURIComponent(client.id)}`;
    const id = `consent-${client.id}`;
    if (owesChoice(client)) {
      const outdated = client.consent.state === 'outdated';
      return html`<section class="panel lift" aria-labelledby=${who + id}>
        ${tag('acc', 'info', 'おねがい')}
        <h2 id=${id}>${r(outdated ? 'やくそくが {新|あたら}しく なりました' : 'LINEを {使|つか}うか {決|き}めて ください')}</h2>
        <p>${r(outdated ? 'もう {一度|いちど} {読|よ}んで ください。' : 'いそがなくて いいです。')}</p>
        <a class="btn btn-main" href=${href}><span>${r('やくそくを {読|よ}む')}</span>${icon('r')}</a>
      </section>`;
    }
    if (client.consent.state !== 'no' && client.consent.state !== 'withdrawn') return nothing;
    return html`<section class="panel" aria-labelledby=${who + id}>
      <h2 id=${id}>${r('LINEの {連絡|れんらく}')}</h2>
      <p>${r(provider ? 'LINEは {使|つか}って いません。' : 'LINEは {使|つか}って いません。\n{電話|でんわ}と {手紙|てがみ}で {連絡|れんらく}します。')}</p>
      <a class="btn" href=${href}>${icon('undo')}<span>${r('また {使|つか}う')}</span></a>
    </section>`;
  }

  private request(request: AppRequest, who: string): TemplateResult {
    const href = `/app/dates/${encodeURIComponent(request.caseId)}`;
    const id = `ask-${request.caseId}`;
    if (request.answeredAt === null) {
      return html`<section class="panel lift" aria-labelledby=${who + id}>
        ${tag('acc', 'info', 'おねがい')}
        <h2 id=${id}>${r(MEETING[request.kind])}</h2>
        <a class="btn btn-main" href=${href}><span>えらぶ</span>${icon('r')}</a>
      </section>`;
    }
    return html`<section class="panel" aria-labelledby=${who + id}>
      <h2 id=${id}>${r('{日|ひ}にちの {答|こた}え')}</h2>
      <p>${r(`${longDate(request.answeredAt)}に\n{答|こた}えました。`)}</p>
      ${tag('wait', 'wait', 'まだ {決|き}まりでは ありません')}
      <a class="btn" href=${href}><span>${r('{答|こた}えを {見|み}る')}</span></a>
    </section>`;
  }

  private contact(clients: readonly AppClient[]): TemplateResult {
    const fixed = clients.some((client) => client.appointments.length > 0);
    return html`<section class="stack" aria-labelledby="h-con">
      <h2 id="h-con">${r('{連絡|れんらく}したい とき')}</h2>
      <div class="rows">
        ${row('/app/contact/call', 'phone', '{電話|でんわ}が ほしい', '{担当|たんとう}から {電話|でんわ}します')}
        ${fixed ? row('/app/contact/change', 'calswap', '{予定|よてい}を {変|か}えたい', 'かわりの {日|ひ}を {決|き}めます') : nothing}
        ${fixed ? row('/app/contact/cannot-come', 'stop', '{行|い}けなく なった', '{担当|たんとう}に {知|し}らせます') : nothing}
        ${row('/app/contact/consult', 'talk', '{相談|そうだん}したい', '{会|あ}うか {電話|でんわ}で {聞|き}きます')}
      </div>
    </section>`;
  }

  private providerContact(): TemplateResult {
    return html`<section class="stack" aria-labelledby="h-con">
      <h2 id="h-con">${r('{連絡|れんらく}したい とき')}</h2>
      <div class="rows">${row('/app/contact/call', 'phone', '{電話|でんわ}が ほしい', '{担当|たんとう}から {電話|でんわ}します')}</div>
    </section>`;
  }
}
