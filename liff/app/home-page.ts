import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { AppClient, AppHome, AppRequest } from '../../worker/views/mini-app.ts';
import { getHome, usesLine } from '../data/app.ts';
import { CallFailed } from '../data/http.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { callName, fullCallName, longDate } from '../parts/say-ruby.ts';
import { AppPage } from './app-page.ts';
import { appointment } from './appointment.ts';
import { note, row, tag } from './blocks.ts';
import { to } from './routes.ts';

const MEETING: Readonly<Record<AppRequest['kind'], string>> = {
  meeting: '{会議|かいぎ}の {日|ひ}を えらんで ください',
  monitoring: '{会|あ}う {日|ひ}を えらんで ください',
  consultation: '{相談|そうだん}の {日|ひ}を えらんで ください',
};

interface Asked {
  home: AppHome;
  /** Fetched only where it is needed: most people have agreed, and for themselves alone. */
  seldom: typeof import('./home-seldom.ts') | null;
}

/** What is asked, what is fixed, and how to reach the office. */
@customElement('home-page')
export class HomePage extends AppPage<Asked> {
  protected async load(): Promise<Asked> {
    const home = await getHome();
    if (home.friend !== true && mayUse(home)) import('./friend-panel.ts').catch(() => {});
    const seldom = isPlain(home) ? null : await fetchSeldom();
    return { home, seldom };
  }

  protected show({ home, seldom }: Asked): TemplateResult {
    const { me } = home;
    if (!me) return seldom?.unknownAccount() ?? html``;
    const several = severalClients(home);
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
      ${mayUse(home) ? html`<friend-panel .friend=${home.friend} .addFriendUrl=${home.addFriendUrl}></friend-panel>` : nothing}
      ${home.clients.map((client) => this.client(home, client, several, seldom))}
      ${me.kind === 'provider' ? this.providerContact() : this.contact(home.clients)}
      <nav class="stack" aria-label="そのほか">
        <div class="rows">
          ${row(to('schedule'), 'cal', 'わたしの {予定|よてい}')} ${row(to('settings'), 'gear', 'せってい')}
        </div>
      </nav>
    </main>`;
  }

  private client(
    home: AppHome,
    client: AppClient,
    several: boolean,
    seldom: Asked['seldom'],
  ): TemplateResult {
    // Panels of brothers and sisters have the same titles: their names tell them apart.
    const who = several ? `who-${client.id} ` : '';
    const inside = html`${seldom?.consentPanel(home, client, who)} ${client.requests.map((request) => this.request(request, who))}
      ${client.appointments.slice(0, 1).map(
        (next) => html`<section class="panel" aria-labelledby=${`${who}next-${next.caseId}`}>
          <h2 id=${`next-${next.caseId}`}>${r('つぎの {予定|よてい}')}</h2>
          ${appointment(next)} ${tag('ok', 'check', '{決|き}まって います')}
        </section>`,
      )}`;
    return several
      ? html`<section class="client" aria-labelledby=${`who-${client.id}`}>
          <h2 id=${`who-${client.id}`}>${r(`${fullCallName(client)}の こと`)}</h2>
          ${inside} ${isQuiet(client) ? html`<p>${r('いま おねがいは ありません。')}</p>` : nothing}
        </section>`
      : inside;
  }

  private request(request: AppRequest, who: string): TemplateResult {
    const href = to('case', { case: request.caseId });
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
        ${row(to('wish', { kind: 'call' }), 'phone', '{電話|でんわ}が ほしい', '{担当|たんとう}から {電話|でんわ}します')}
        ${fixed ? row(to('wish', { kind: 'change' }), 'calswap', '{予定|よてい}を {変|か}えたい', 'かわりの {日|ひ}を {決|き}めます') : nothing}
        ${fixed ? row(to('wish', { kind: 'cannot-come' }), 'stop', '{行|い}けなく なった', '{担当|たんとう}に {知|し}らせます') : nothing}
        ${row(to('wish', { kind: 'consult' }), 'talk', '{相談|そうだん}したい', '{会|あ}うか {電話|でんわ}で {聞|き}きます')}
        ${row(to('wish', { kind: 'question' }), 'q', 'わからない ことが ある', '{電話|でんわ}で せつめいします')}
        ${clients.some(usesLine) ? row(to('wish', { kind: 'line-monitoring' }), 'house', '{会|あ}うのが むずかしい', 'LINEで モニタリングを したい とき') : nothing}
      </div>
    </section>`;
  }

  private providerContact(): TemplateResult {
    return html`<section class="stack" aria-labelledby="h-con">
      <h2 id="h-con">${r('{連絡|れんらく}したい とき')}</h2>
      <div class="rows">${row(to('wish', { kind: 'call' }), 'phone', '{電話|でんわ}が ほしい', '{担当|たんとう}から {電話|でんわ}します')}</div>
    </section>`;
  }
}

/** Nothing is asked of this client's people, and nothing is fixed. */
function isQuiet(client: AppClient): boolean {
  return usesLine(client) && client.requests.length === 0 && client.appointments.length === 0;
}

function severalClients(home: AppHome): boolean {
  return home.clients.length > 1 || home.me?.kind !== 'person';
}

/** Somebody here uses LINE, and nothing has stopped it. */
function mayUse(home: AppHome): boolean {
  return home.me?.suspended === false && home.clients.some(usesLine);
}

function isPlain(home: AppHome): boolean {
  const settled = (client: AppClient) =>
    usesLine(client) && (client.consent.version ?? 0) >= home.rulesVersion;
  return home.me !== null && !severalClients(home) && home.clients.every(settled);
}

function fetchSeldom(): Promise<typeof import('./home-seldom.ts')> {
  return import('./home-seldom.ts').catch(() => {
    throw new CallFailed('offline');
  });
}
