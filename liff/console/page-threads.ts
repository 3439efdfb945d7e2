import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { civilDate, clockTime } from '../../worker/manual/jst.ts';
import type { ThreadList, ThreadRow } from '../../worker/views/threads.ts';
import { PARTNER } from '../data/console-labels.ts';
import { fetchThreads } from '../data/console-messages.ts';
import { shortMoment } from '../data/console-stages.ts';
import { dutyClock } from '../data/console-today.ts';
import { announce } from './announce.ts';
import { who } from './chips.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { remembered } from './remembered.ts';
import './send-window.ts';
import './styles/threads.css';
import { StaffWatch, staffSession } from './staff-session.ts';
import { TYPING } from './typing.ts';
import { urls } from './urls.ts';

/** やりとり: whoever wrote, those who wait for an answer first (R12). */
@customElement('page-threads')
export class PageThreads extends Page {
  /** Not in the address: it is somebody's name. */
  @state() private q = '';
  @state() private mine = remembered.get('mine') === '1';
  @state() private more: ThreadRow[] = [];
  @state() private moreNext: string | null | undefined;
  private readonly list: Live<ThreadList> = new Live<ThreadList>(this, (signal) =>
    fetchThreads({ q: this.q, mine: this.mine, after: null }, signal),
  );
  private readonly further = new Deed(this);
  protected readonly watch = new StaffWatch(this);
  private wait: ReturnType<typeof setTimeout> | undefined;

  protected override render(): TemplateResult {
    const first = this.list.value;
    const rows = first ? merged(first.rows, this.more) : [];
    const waiting = rows.filter((row) => row.unanswered).length;
    const next = this.moreNext === undefined ? (first?.next ?? null) : this.moreNext;
    return html`<div class="top"><div class="grow"><h1>やりとり</h1><span class="s">返事を待っている方から順に並んでいます（手順書 7）</span></div>${this.whose()}<send-window></send-window></div>
      <div class="page"><section class="sheet" aria-labelledby="th-h"><header>${icon('chat')}<h2 id="th-h">届いた連絡</h2>${
        first
          ? html`<span class="count num">${rows.length}${next ? '+' : ''}<span class="vh">件</span></span><span class="s">${waiting > 0 ? `${waiting}人が返事を待っています` : '返事を待っている方はいません'}</span>`
          : nothing
      }</header>
        <form class="pad" role="search" @submit=${(event: Event) => event.preventDefault()}><div class="f"><label for="tq">名前・よみ</label><input class="in" id="tq" type="search" maxlength="60" autocomplete="off" @input=${this.search} /></div>
          <fault-note .failure=${this.list.failure} .retry=${() => void this.list.refresh()}></fault-note></form>
        ${first ? this.rows(rows, staffSession.now(first.now)) : this.list.failure ? nothing : html`<p class="pad s">読み込んでいます</p>`}
        ${
          next
            ? html`<div class="pad"><fault-note .failure=${this.further.failure}></fault-note><button class="b b-quiet" type="button" @click=${() => this.loadMore(next)}>${this.further.busy ? '読み込んでいます' : 'つづきを見る'}</button></div>`
            : nothing
        }</section></div>`;
  }

  private rows(rows: ThreadRow[], now: number): TemplateResult {
    if (rows.length === 0)
      return html`<p class="pad">${this.q ? '見つかりません。よみの一部でもさがせます。' : this.mine ? '自分の担当の方から届いた連絡はありません。' : '届いた連絡はまだありません。'}</p>`;
    return html`<ul>${repeat(
      rows,
      (row) => row.id,
      (row) => line(row, now),
    )}</ul>`;
  }

  private whose(): TemplateResult {
    const choice = (mine: boolean, words: string) =>
      html`<button type="button" class="b b-s ${this.mine === mine ? '' : 'b-quiet'}" aria-pressed=${this.mine === mine} @click=${() => this.show(mine)}>${words}</button>`;
    return html`<div class="row tight whose" role="group" aria-label="だれの分を見るか">${choice(true, '自分の担当')}${choice(false, '全員')}</div>`;
  }

  private show(mine: boolean): void {
    this.mine = mine;
    remembered.set('mine', mine ? '1' : '0');
    void this.anew();
  }

  private readonly search = (event: Event): void => {
    this.q = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.wait);
    this.wait = setTimeout(() => void this.anew(), TYPING);
  };

  private async anew(): Promise<void> {
    this.more = [];
    this.moreNext = undefined;
    await this.list.refresh();
    const { value } = this.list;
    if (value) announce(`${value.rows.length}件${value.next ? '以上' : ''}あります。`, 'ears');
  }

  private async loadMore(after: string): Promise<void> {
    const page = await this.further.run(() => fetchThreads({ q: this.q, mine: this.mine, after }));
    if (!page) return;
    this.more = [...this.more, ...page.rows];
    this.moreNext = page.next;
  }
}

function line(row: ThreadRow, now: number): TemplateResult {
  const clock = row.unanswered && dutyClock(row.unanswered, now);
  const about = row.clients.filter((client) => client.name !== row.name);
  const tone = clock && clock.state !== 'calm' ? clock.state : '';
  return html`<li class="q ${tone}">
    <div class="due ${tone}">${
      clock && row.unanswered
        ? html`${icon(clock.state === 'over' ? 'alert' : 'clock')}<div><b class="num">${clock.words}</b><span class="s num">${at(row.unanswered.dueAt, now)} まで</span></div>`
        : html`<div><b class="num">${at(row.lastAt, now)}</b><span class="s">返事は済みました</span></div>`
    }</div>
    <div>${who({ name: row.name, kana: row.kana }, urls.thread(row.id))}<span class="s">${PARTNER[row.kind]}${about.length > 0 ? `・${about.map((client) => `${client.name} さんの${client.relation}`).join('、')}` : ''}</span>
      <p class="cut-line">${row.preview}</p>${row.unanswered && row.unanswered.count > 1 ? html`<span class="s">ほか${row.unanswered.count - 1}件も未返信</span>` : nothing}</div>
    <div class="acts">${row.phone && row.unanswered ? html`<a class="b b-main" href="tel:${row.phone.replace(/[^\d+]/g, '')}">${icon('phone')}電話する<span class="vh">：${row.name}</span></a>` : nothing}
      <a class="b ${row.unanswered ? '' : 'b-quiet'}" href=${urls.thread(row.id)}>ひらく<span class="vh">：${row.name}</span></a></div></li>`;
}

function merged(first: readonly ThreadRow[], more: readonly ThreadRow[]): ThreadRow[] {
  const known = new Set(first.map((row) => row.id));
  return [...first, ...more.filter((row) => !known.has(row.id))];
}

function at(instant: number, now: number): string {
  return civilDate(instant) === civilDate(now) ? clockTime(instant) : shortMoment(instant);
}
