import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import type { SendPurpose } from '../../worker/manual/types.ts';
import type { CaseView, Gate, Verdict } from '../../worker/views/cases.ts';
import type { ClientView, ContactView } from '../../worker/views/clients.ts';
import { fetchCase } from '../data/console-cases.ts';
import { fetchClient, isUnfriended } from '../data/console-clients.ts';
import { PARTNER, PURPOSE } from '../data/console-labels.ts';
import {
  fetchThread,
  type MessageDraft,
  piecesOf,
  type Thread,
  wholeText,
} from '../data/console-messages.ts';
import { consentChip, dots, unfriendedChip } from './chips.ts';
import { dropDraft, keepDraft, readDraft } from './drafts.ts';
import { Live } from './live.ts';
import { navigation } from './navigation.ts';
import { Page } from './part.ts';
import './send-window.ts';
import './thread-view.ts';
import { urls } from './urls.ts';
import './write-verdict.ts';

interface Loaded {
  client: ClientView;
  contact: ContactView | undefined;
  view: CaseView | null;
  thread: Thread;
}

/** LINE を書く: 一言 and 本題 apart (R6), judged while they are typed. */
@customElement('page-write')
export class PageWrite extends Page {
  @property({ attribute: false }) clientId = '';
  @property({ attribute: false }) contactId = '';
  @property({ attribute: false }) caseId: string | null = null;
  @property({ attribute: false }) purpose = 'info';
  @state() private greeting = '';
  @state() private body = '';
  @state() private verdict: Verdict | null = null;
  private filled = '';
  private readonly live = new Live<Loaded>(this, async (signal) => {
    const [client, view, thread] = await Promise.all([
      fetchClient(this.clientId, signal),
      this.caseId ? fetchCase(this.caseId, signal) : null,
      fetchThread(this.contactId, signal),
    ]);
    return { client, contact: client.contacts.find((each) => each.id === this.contactId), view, thread };
  });

  protected override willUpdate(): void {
    const loaded = this.live.value;
    if (!loaded || this.filled === this.key) return;
    this.filled = this.key;
    const kept = new Map(readDraft<[string, string][]>(this.key) ?? []);
    const draft = this.gate(loaded.view)?.draft;
    this.greeting = kept.get('greeting') ?? draft?.greeting ?? '';
    this.body = kept.get('body') ?? draft?.body ?? '';
  }

  protected override render(): TemplateResult {
    const loaded = this.live.value;
    const head = html`<div class="top"><div class="grow"><h1>LINE を書く</h1><span class="s">電話がつながらないときの手段です。まず電話、できれば会って話します</span></div><send-window></send-window></div>`;
    if (!loaded) {
      if (!this.live.failure) return html`<p class="lone s">読み込んでいます</p>`;
      return html`${head}<div class="lone"><fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note></div>`;
    }
    const { contact, client } = loaded;
    if (!contact)
      return html`${head}<div class="lone"><p>この連絡先は見つかりません。</p><p><a class="b b-quiet" href=${urls.client(client.id)}>利用者へもどる</a></p></div>`;
    return html`${head}<div class="page"><div class="two"><section class="sheet" aria-label="文面">${keyed(this.key, this.form(loaded, contact))}</section>
      <aside aria-label="判定"><write-verdict .draft=${this.draft()} .about=${{ clientId: client.id, contactId: contact.id, caseId: this.caseId, phone: contact.phone }}
        .judged=${(verdict: Verdict | null) => {
          this.verdict = verdict;
        }} .sent=${this.sent}></write-verdict></aside></div></div>`;
  }

  private form(loaded: Loaded, contact: ContactView): TemplateResult {
    const { view } = loaded;
    const provider = contact.kind === 'provider';
    const whole = wholeText(this.greeting, this.body);
    return html`<form class="pad" novalidate @submit=${(event: Event) => event.preventDefault()} @input=${this.typed} ${ref(keepDraft(this.key))}>
      <div class="row"><b>${contact.name} さん</b><span class="s">${PARTNER[contact.kind]}・${loaded.client.name} さんのこと</span>${consentChip(contact.consent.state)}${isUnfriended(contact) ? unfriendedChip() : nothing}
        ${view ? html`${dots(view.failedCalls, view.callsNeeded)}<span class="s">電話 ${view.failedCalls}回不通</span>` : nothing}</div>
      <div class="f half"><label for="pp">用件</label><select class="in" id="pp" @change=${this.turn}>${this.purposes().map(
        (purpose) =>
          html`<option value=${purpose} ?selected=${purpose === this.purpose}>${PURPOSE[purpose]}</option>`,
      )}</select></div>
      <thread-view .thread=${loaded.thread} .changed=${() => this.live.refresh()}></thread-view>
      <div class="f"><label for="gr">一言（様子をたずねる）</label><textarea class="in low" id="gr" name="greeting" maxlength="500" aria-describedby="gr-s" .defaultValue=${this.greeting}></textarea>
        <span class="s" id="gr-s">${provider ? '事業所には、なくてもかまいません。' : '体調や最近の様子を先に。本題はそのあとに続きます（手順書 2）'}</span></div>
      <div class="f"><label for="bd">本題</label><textarea class="in" id="bd" name="body" maxlength="1000" aria-describedby="bd-s" .defaultValue=${this.body}></textarea>
        <span class="s num" id="bd-s">${[...whole].length}字・絵文字とスタンプは使えません（手順書 8）</span></div>
      <div class="f"><span class="l">相手の画面での見え方</span><div class="prev"><div class="bubble">${
        whole === ''
          ? html`<span class="s">まだ何も書いていません</span>`
          : piecesOf(whole, this.verdict?.findings ?? []).map((piece) =>
              piece.marked ? html`<mark>${piece.text}</mark>` : piece.text,
            )
      }</div></div></div></form>`;
  }

  private purposes(): SendPurpose[] {
    return this.caseId ? ['callback-request', 'date-request', 'reply', 'info'] : ['reply', 'info'];
  }

  private gate(view: CaseView | null): Gate | null {
    if (!view) return null;
    if (this.purpose === 'callback-request') return view.callbackRequest;
    return this.purpose === 'date-request' ? view.dateRequest : null;
  }

  private draft(): MessageDraft {
    return {
      contactId: this.contactId,
      clientId: this.clientId,
      ...(this.caseId ? { caseId: this.caseId } : {}),
      purpose: this.purposes().find((each) => each === this.purpose) ?? 'info',
      greeting: this.greeting.trim(),
      body: this.body.trim(),
    };
  }

  private readonly typed = (event: Event): void => {
    const field = event.target as HTMLTextAreaElement;
    if (field.name === 'greeting') this.greeting = field.value;
    if (field.name === 'body') this.body = field.value;
  };

  private readonly turn = (event: Event): void => {
    this.purpose = (event.target as HTMLSelectElement).value;
    this.verdict = null;
    history.replaceState(null, '', urls.write(this.clientId, this.contactId, this.purpose, this.caseId));
  };

  private readonly sent = (): void => {
    dropDraft(this.key);
    navigation.go(this.caseId ? urls.case(this.caseId) : urls.client(this.clientId), 'replace');
  };

  private get key(): string {
    return `write:${this.contactId}:${this.caseId ?? ''}:${this.purpose}`;
  }
}
