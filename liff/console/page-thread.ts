import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ThreadView } from '../../worker/views/threads.ts';
import { logCall, type NewCall } from '../data/console-cases.ts';
import { OUTCOME, PARTNER, PURPOSE } from '../data/console-labels.ts';
import { fetchThread, linesOf, type ThreadLine } from '../data/console-messages.ts';
import { shortMoment } from '../data/console-stages.ts';
import { dutyClock } from '../data/console-today.ts';
import './call-pad.ts';
import { chip } from './chips.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import './send-window.ts';
import './styles/threads.css';
import './thread-message.ts';
import { urls } from './urls.ts';

/** One thread: what was written, what was sent, the calls, the newest first; and what each message asks for. */
@customElement('page-thread')
export class PageThread extends Page {
  @property({ attribute: false }) contactId = '';
  @state() private older: ThreadView[] = [];
  @state() private calling = false;
  private readonly live = new Live<ThreadView>(this, (signal) => fetchThread(this.contactId, signal));
  private readonly further = new Deed(this);
  private readonly changed = (): Promise<void> => this.live.refresh();

  protected override render(): TemplateResult {
    const view = this.live.value;
    const fault = html`<fault-note .failure=${this.live.failure} .retry=${this.changed}></fault-note>`;
    if (!view)
      return this.live.failure
        ? html`<div class="lone"><h1>やりとり</h1>${fault}<p><a class="b b-quiet" href=${urls.threads()}>やりとりの一覧へ</a></p></div>`
        : html`<p class="lone s">読み込んでいます</p>`;
    const { contact } = view;
    const lines = linesOf([...this.older, view]);
    return html`<div class="top"><div class="grow"><h1>${contact.name} さん</h1><span class="s">${PARTNER[contact.kind]}とのやりとり</span></div><send-window></send-window></div>
      <div class="page">${fault}<div class="two turned"><aside aria-label="この方のこと">${this.about(view)}</aside>
        <div><section class="sheet" aria-labelledby="said-h"><header>${icon('chat')}<h2 id="said-h">やりとり</h2><span class="s">新しい順</span></header>
          ${
            lines.length === 0
              ? html`<p class="pad s">やりとりはまだありません。</p>`
              : html`<ol class="talk">${repeat(
                  lines,
                  (each) => each.id,
                  (each) => this.line(each, view),
                )}</ol>`
          }${this.earlier()}</section></div></div></div>`;
  }

  private about(view: ThreadView): TemplateResult {
    const { contact } = view;
    const waiting = view.messages.flatMap(({ duty, at }) =>
      duty && duty.clearedAt === null ? [{ dueAt: duty.dueAt, receivedAt: at }] : [],
    );
    const [first] = waiting.sort((a, b) => a.dueAt - b.dueAt);
    const clock = first && dutyClock(first, view.now);
    const [client] = contact.clients;
    const whom = { contactId: contact.id, name: contact.name, phone: contact.phone };
    return html`<section class="sheet" aria-labelledby="ab-h"><header>${icon('users')}<h2 id="ab-h">返事をする</h2></header><div class="pad">
      ${clock ? html`<div class="due ${clock.state}">${icon(clock.state === 'over' ? 'alert' : 'clock')}<div><b class="num">${clock.words}</b><span class="s num">${shortMoment(first.dueAt)} まで・${waiting.length}件が未返信</span></div></div>` : html`<p>${chip('ok', '返事は済んでいます')}</p>`}
      ${
        client
          ? html`<button class="b ${this.calling ? 'b-quiet' : 'b-main'} b-w" type="button" aria-expanded=${this.calling} @click=${() => {
              this.calling = !this.calling;
            }}>${this.calling ? 'とじる' : html`${icon('phone')}電話する`}</button>
            ${this.calling ? html`<div class="inset"><call-pad .whom=${whom} .draft=${`thread-call:${contact.id}`} .log=${(input: NewCall) => logCall({ clientId: client.id }, input)} .changed=${this.changed}></call-pad></div>` : nothing}
            ${contact.clients.map((each) => html`<a class="b b-w" href=${urls.write(each.id, contact.id, 'reply')}>${icon('chat')}一言返す${contact.clients.length > 1 ? `（${each.name} さんのこと）` : ''}</a>`)}`
          : html`<p class="s">まだ登録のない方です。招待を渡した方か確かめます。</p>`
      }</div></section>
      <section class="sheet" aria-labelledby="cl-h"><header>${icon('house')}<h2 id="cl-h">利用者</h2></header><div class="pad">${
        contact.clients.length === 0
          ? html`<p class="s">結びつく利用者はいません。</p>`
          : html`<ul>${contact.clients.map((each) => html`<li><a href=${urls.client(each.id)}>${each.name} さん</a> <span class="s">${each.kana ?? ''}・${each.relation}</span></li>`)}</ul>`
      }<p class="say">基本相談と緊急の連絡は、数に入れずいつでも受けます。</p></div></section>`;
  }

  private line(line: ThreadLine, view: ThreadView): TemplateResult {
    if (line.of === 'theirs')
      return html`<li><thread-message .message=${line.message} .contact=${view.contact} .now=${view.now} .changed=${this.changed}></thread-message></li>`;
    if (line.of === 'call') {
      const { call } = line;
      const words = call.direction === 'in' ? '折り返しの電話がありました' : `電話 ${OUTCOME[call.outcome]}`;
      return html`<li class="between s">${icon(call.outcome === 'reached' || call.reached ? 'phoneok' : 'phoneno')}<span><span class="num">${shortMoment(line.at)}</span> ${words}（${call.staff}）</span></li>`;
    }
    const { message } = line;
    const waits = message.status === 'queued' || message.status === 'leased';
    return html`<li class="ours"><span class="s">事業所 <span class="num">${shortMoment(line.at)}</span>・${PURPOSE[message.purpose]}${message.origin === 'auto' ? '・自動' : message.author ? `・${message.author}` : ''}</span>
      <div class="bubble">${[message.greeting, message.body].filter(Boolean).join('\n')}</div>
      ${message.status === 'dead' ? chip('stop', '送れませんでした') : waits ? chip('wait', `${shortMoment(message.notBefore)} に送ります`) : nothing}</li>`;
  }

  private earlier(): TemplateResult | typeof nothing {
    const from = (this.older.at(-1) ?? this.live.value)?.earlier ?? null;
    if (from === null) return nothing;
    return html`<div class="pad"><fault-note .failure=${this.further.failure}></fault-note><button class="b b-quiet" type="button" @click=${() => this.loadEarlier(from)}>${this.further.busy ? '読み込んでいます' : 'もっと前を見る'}</button></div>`;
  }

  private async loadEarlier(before: number): Promise<void> {
    const { value } = this.live;
    const part = await this.further.run(() => fetchThread(this.contactId, undefined, before));
    // The part that was the newest is kept too: what comes later would open a gap before it.
    if (part) this.older = [...(this.older.length === 0 && value ? [value] : this.older), part];
  }
}
