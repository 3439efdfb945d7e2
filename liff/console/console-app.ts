import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { signedOut } from '../data/console-http.ts';
import { closeStaffSession } from '../data/console-staff.ts';
import { office } from '../data/office.ts';
import { announce } from './announce.ts';
import { forgetDrafts } from './drafts.ts';
import { type IconName, icon, mark } from './icons.ts';
import { Live } from './live.ts';
import { navigation } from './navigation.ts';
import './fault-note.ts';
import { fetchPagesAhead, PAGE_CODE } from './page-code.ts';
import { Part } from './part.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import { type Place, placeOf, urls } from './urls.ts';

/** The one question that every open page asks, while it can be seen. */
const HEARTBEAT = 30_000;

/** The shell: the rail, the page that the address names, and who is signed in. */
@customElement('console-app')
export class ConsoleApp extends Part {
  @state() private place: Place = here();
  @state() private drawn: { key: string; page: TemplateResult } | null = null;
  @state() private broken = false;
  protected readonly watch = new StaffWatch(this);
  protected readonly me = new Live(
    this,
    async (signal) => {
      if (this.place.page === 'sign-in') return;
      await staffSession.load(signal);
    },
    HEARTBEAT,
  );

  override connectedCallback(): void {
    super.connectedCallback();
    navigation.addEventListener('moved', this.follow);
    window.addEventListener('popstate', this.followBack);
    document.addEventListener('click', this.takeLink);
    signedOut.addEventListener('signed-out', this.leave);
    void this.draw().then(fetchPagesAhead);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    navigation.removeEventListener('moved', this.follow);
    window.removeEventListener('popstate', this.followBack);
    document.removeEventListener('click', this.takeLink);
    signedOut.removeEventListener('signed-out', this.leave);
  }

  protected override render(): TemplateResult {
    const plain = this.place.page === 'sign-in';
    document.body.classList.toggle('plain', plain);
    return html`${plain ? nothing : this.rail()}
      <key-help></key-help><main id="main" class=${plain ? 'login' : ''} tabindex="-1">${this.body()}</main>`;
  }

  private body(): TemplateResult {
    if (this.broken) {
      return html`<div class="lone"><h1>画面を読み込めません</h1>
        <fault-note .failure=${{ type: 'offline', problem: null } as const} .retry=${() => location.reload()}></fault-note></div>`;
    }
    const gone = this.place.page !== 'sign-in' && !staffSession.me;
    if (gone && this.me.failure) {
      return html`<div class="lone"><h1>サンクスシェア</h1>
        <fault-note .failure=${this.me.failure} .retry=${() => void this.me.refresh()}></fault-note></div>`;
    }
    if (gone || !this.drawn) return html`<p class="lone s">読み込んでいます</p>`;
    return html`${keyed(this.drawn.key, this.drawn.page)}`;
  }

  private rail(): TemplateResult {
    const me = staffSession.me;
    return html`<nav class="rail" aria-label="主なメニュー">
      <div class="brand">${mark()}<span>${office.known.name || 'サンクスシェア'}</span></div>
      ${this.railLink('list', '今日', urls.today(), ['today'], staffSession.work)}
      ${this.railLink('chat', 'やりとり', urls.threads(), ['threads', 'thread'])}
      ${this.railLink('cal', '予定', urls.calendar(), ['calendar'])}
      ${this.railLink('users', '利用者', urls.clients(), ['clients', 'client', 'client-new', 'invite', 'case-open', 'case', 'write', 'print', 'client-import'])}
      ${this.railLink('doc', '記録', urls.drafts(), ['drafts', 'record'])}
      ${this.seldom('wide')}
      <button class="rail-out wide" type="button" @click=${this.signOut}>${icon('undo')}<span>ログアウト</span></button>
      <details class="rail-more" @keydown=${this.closeMore}><summary class=${SELDOM.includes(this.place.page) ? 'on' : ''}>${icon('more')}<span>ほか</span>${
        staffSession.reviews
          ? html`<span class="n">${staffSession.reviews}<span class="vh">件</span></span>`
          : nothing
      }</summary><div>${this.seldom('')}<button class="rail-out" type="button" @click=${this.signOut}>${icon('undo')}<span>ログアウト</span></button></div></details>
      ${
        me
          ? html`<div class="me"><b>${me.name}</b><br />${me.role === 'manager' ? '管理者' : '相談支援専門員'}</div>`
          : nothing
      }
    </nav>`;
  }

  /** What is not opened every hour: on a narrow screen it waits behind ほか. */
  private seldom(width: '' | 'wide'): TemplateResult {
    return html`${this.railLink('talk', '検討', urls.reviews(), ['reviews', 'review'], staffSession.reviews, width)}
      ${this.railLink('bars', '数字', urls.figures(), ['figures'], null, width)}
      ${this.railLink('clock', 'お知らせ', urls.notices(), ['notices', 'jobs'], null, width)}
      ${
        staffSession.me?.role === 'manager'
          ? this.railLink('gear', '設定', urls.settings(), SETTINGS, null, width)
          : this.railLink('gear', '端末', urls.sessions(), ['sessions'], null, width)
      }`;
  }

  private readonly closeMore = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    const more = event.currentTarget as HTMLDetailsElement;
    more.open = false;
    more.querySelector('summary')?.focus();
  };

  private railLink(
    drawing: IconName,
    words: string,
    href: string,
    pages: Place['page'][],
    count: number | null = null,
    width: '' | 'wide' = '',
  ): TemplateResult {
    const current = pages.includes(this.place.page);
    return html`<a class=${width} href=${href} aria-current=${current ? 'page' : nothing}>${icon(drawing)}<span>${words}</span>${
      count ? html`<span class="n">${count}<span class="vh">件</span></span>` : nothing
    }</a>`;
  }

  private async draw(): Promise<void> {
    const place = this.place;
    const key = location.pathname + location.search;
    try {
      await PAGE_CODE[place.page]();
      if (place === this.place) this.drawn = { key, page: pageOf(place) };
    } catch {
      this.broken = true;
    }
  }

  private readonly follow = (): void => {
    this.place = here();
    this.querySelector('.rail-more')?.removeAttribute('open');
    window.scrollTo(0, 0);
    if (!staffSession.me) void this.me.refresh();
    void this.draw();
  };

  private readonly followBack = (): void => {
    navigation.moved = true;
    this.follow();
  };

  private readonly takeLink = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || link.target || link.origin !== location.origin) return;
    if (!link.pathname.startsWith('/console') || (link.hash && link.pathname === location.pathname)) return;
    event.preventDefault();
    navigation.go(link.pathname + link.search + link.hash);
  };

  private readonly leave = (): void => {
    staffSession.become(null);
    if (here().page === 'sign-in') return;
    navigation.go(urls.signIn(location.pathname + location.search), 'replace');
  };

  private readonly signOut = async (): Promise<void> => {
    try {
      await closeStaffSession();
    } catch {
      announce('ログアウトできませんでした。電波を確かめて、もう一度ためしてください。');
      return;
    }
    forgetDrafts();
    staffSession.become(null);
    const { forgetLineLogin } = await import('../data/console-sign-in.ts');
    forgetLineLogin();
    navigation.go('/console/sign-in');
    announce('ログアウトしました。');
  };
}

const SETTINGS: Place['page'][] = [
  'settings',
  'closures',
  'templates',
  'rules',
  'staff',
  'hand-over',
  'access',
  'exports',
  'changes',
  'sessions',
];
const SELDOM: readonly Place['page'][] = ['reviews', 'review', 'figures', 'notices', 'jobs', ...SETTINGS];

function here(): Place {
  return placeOf(location.pathname, location.search, location.hash);
}

function pageOf(place: Place): TemplateResult {
  switch (place.page) {
    case 'today':
      return html`<page-today></page-today>`;
    case 'sign-in':
      return html`<page-sign-in .to=${place.to} .code=${place.code}></page-sign-in>`;
    case 'clients':
      return html`<page-clients></page-clients>`;
    case 'client-new':
      return html`<page-client-new></page-client-new>`;
    case 'client':
      return html`<page-client .clientId=${place.clientId}></page-client>`;
    case 'invite':
      return html`<page-invite .clientId=${place.clientId} .contactId=${place.contactId}></page-invite>`;
    case 'case-open':
      return html`<page-case-open .clientId=${place.clientId} .kind=${place.kind}></page-case-open>`;
    case 'erase':
      return html`<page-erase .clientId=${place.clientId}></page-erase>`;
    case 'case':
      return html`<page-case .caseId=${place.caseId}></page-case>`;
    case 'write':
      return html`<page-write .clientId=${place.clientId} .contactId=${place.contactId} .caseId=${place.caseId} .purpose=${place.purpose}></page-write>`;
    case 'record':
      return html`<page-record .clientId=${place.clientId} .caseId=${place.caseId} .correctsId=${place.correctsId} .draftId=${place.draftId}></page-record>`;
    case 'print':
      return html`<page-print .clientId=${place.clientId} .asked=${place.asked}></page-print>`;
    case 'drafts':
      return html`<page-drafts></page-drafts>`;
    case 'client-import':
      return html`<page-client-import></page-client-import>`;
    case 'rules-text':
      return html`<page-rules-text .version=${place.version}></page-rules-text>`;
    case 'closures':
      return html`<page-closures></page-closures>`;
    case 'templates':
      return html`<page-templates></page-templates>`;
    case 'rules':
      return html`<page-rules></page-rules>`;
    case 'changes':
      return html`<page-changes></page-changes>`;
    case 'access':
      return html`<page-access></page-access>`;
    case 'sessions':
      return html`<page-sessions></page-sessions>`;
    case 'notices':
      return html`<page-notices></page-notices>`;
    case 'jobs':
      return html`<page-jobs></page-jobs>`;
    case 'reviews':
      return html`<page-reviews></page-reviews>`;
    case 'review':
      return html`<page-review .reviewId=${place.reviewId}></page-review>`;
    case 'settings':
      return html`<page-settings></page-settings>`;
    case 'staff':
      return html`<page-staff></page-staff>`;
    case 'hand-over':
      return html`<page-hand-over .staffId=${place.staffId}></page-hand-over>`;
    case 'exports':
      return html`<page-exports></page-exports>`;
    case 'calendar':
      return html`<page-calendar .at=${place.at}></page-calendar>`;
    case 'threads':
      return html`<page-threads></page-threads>`;
    case 'thread':
      return html`<page-thread .contactId=${place.contactId}></page-thread>`;
    case 'figures':
      return html`<page-figures></page-figures>`;
    case 'unknown':
      return html`<page-unknown></page-unknown>`;
  }
}
