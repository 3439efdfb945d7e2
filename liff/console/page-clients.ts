import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ClientRow } from '../../worker/views/clients.ts';
import { type ClientPage, searchClients } from '../data/console-clients.ts';
import { announce } from './announce.ts';
import { consentChip } from './chips.ts';
import { Deed } from './deed.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import './send-window.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import { TYPING } from './typing.ts';
import { urls } from './urls.ts';

/** Everybody the office supports, found by name or reading. */
@customElement('page-clients')
export class PageClients extends Page {
  @state() private q = sessionQuery();
  protected readonly watch = new StaffWatch(this);
  @state() private more: ClientRow[] = [];
  @state() private moreNext: string | null | undefined;
  private readonly list = new Live<ClientPage>(this, (signal) => searchClients(this.q, null, signal));
  private readonly further = new Deed(this);
  private wait: ReturnType<typeof setTimeout> | undefined;

  protected override render(): TemplateResult {
    const page = this.list.value;
    const rows = page
      ? [...page.rows, ...this.more.filter((row) => !page.rows.some((one) => one.id === row.id))]
      : [];
    const next = this.moreNext === undefined ? (page?.next ?? null) : this.moreNext;
    return html`<div class="top"><div class="grow"><h1>利用者</h1><span class="s">名前・よみでさがします</span></div>
        <div class="row">${staffSession.me?.role === 'manager' ? html`<a class="b b-quiet" href=${urls.clientImport()}>${icon('doc')}表からまとめて登録</a>` : nothing}<a class="b b-main" href=${urls.clientNew()}>${icon('plus')}利用者を登録する</a></div></div>
      <div class="page">
        <section class="sheet" aria-labelledby="cl-h">
          <header>${icon('users')}<h2 id="cl-h">一覧</h2>${page ? html`<span class="count num">${rows.length}${next ? '+' : ''}<span class="vh">件</span></span>` : nothing}</header>
          <form class="pad" role="search" @submit=${(event: Event) => event.preventDefault()}>
            <div class="f"><label for="q">名前・よみ</label>
              <input class="in" id="q" type="search" maxlength="60" autocomplete="off" value=${this.q} @input=${this.search} /></div>
            <fault-note .failure=${this.list.failure} .retry=${() => void this.list.refresh()}></fault-note>
          </form>
          ${page ? this.rows(rows) : this.list.failure ? nothing : html`<p class="pad s">読み込んでいます</p>`}
          ${
            next
              ? html`<div class="pad"><fault-note .failure=${this.further.failure}></fault-note>
                <button class="b b-quiet" type="button" @click=${() => this.loadMore(next)}>${this.further.busy ? '読み込んでいます' : 'つづきを見る'}</button></div>`
              : nothing
          }
        </section>
      </div>`;
  }

  private rows(rows: ClientRow[]): TemplateResult {
    if (rows.length === 0) {
      return html`<p class="pad">${this.q ? '見つかりません。よみの一部でもさがせます。' : 'まだ登録がありません。「利用者を登録する」からはじめます。'}</p>`;
    }
    return html`<ul>${repeat(
      rows,
      (row) => row.id,
      (row) => html`<li class="q client-row">
        <span class="who"><a href=${urls.client(row.id)}>${row.name}</a><small>${row.kana ?? ''}</small></span>
        <span class="s">担当 ${row.counselor}${row.openCases > 0 ? `・調整中 ${row.openCases}件` : ''}</span>
        ${consentChip(row.consent)}
      </li>`,
    )}</ul>`;
  }

  private readonly search = (event: Event): void => {
    this.q = (event.target as HTMLInputElement).value.trim();
    keepQuery(this.q);
    clearTimeout(this.wait);
    this.wait = setTimeout(() => void this.searchNow(), TYPING);
  };

  private async searchNow(): Promise<void> {
    this.more = [];
    this.moreNext = undefined;
    await this.list.refresh();
    if (this.list.value)
      announce(
        `${this.list.value.rows.length}件${this.list.value.next ? '以上' : ''}見つかりました。`,
        'ears',
      );
  }

  private async loadMore(after: string): Promise<void> {
    const page = await this.further.run(() => searchClients(this.q, after));
    if (!page) return;
    this.more = [...this.more, ...page.rows];
    this.moreNext = page.next;
  }
}

const QUERY = 'console-clients-q';

function sessionQuery(): string {
  try {
    return sessionStorage.getItem(QUERY) ?? '';
  } catch {
    return '';
  }
}

function keepQuery(q: string): void {
  try {
    sessionStorage.setItem(QUERY, q);
  } catch {
    // The list then starts without a search.
  }
}
