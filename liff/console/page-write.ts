import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import type { SendPurpose } from '../../worker/manual/types.ts';
import type { ApprovalRow } from '../../worker/views/approvals.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import type { ClientView, ContactView } from '../../worker/views/clients.ts';
import type { DraftText, DraftVerdict } from '../../worker/views/messages.ts';
import { fetchCase } from '../data/console-cases.ts';
import { fetchClient, isUnfriended } from '../data/console-clients.ts';
import { PARTNER, PURPOSE } from '../data/console-labels.ts';
import {
  fetchApprovals,
  fetchDrafts,
  fetchThread,
  type MessageDraft,
  piecesOf,
  type Thread,
  wholeText,
} from '../data/console-messages.ts';
import { agreementNotes } from './agreement-note.ts';
import { consentChip, dots, unfriendedChip } from './chips.ts';
import { dropDraft, keepDraft, readDraft } from './drafts.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { navigation } from './navigation.ts';
import { Page } from './part.ts';
import './send-window.ts';
import './thread-view.ts';
import { Unsaved } from './unsaved.ts';
import { urls } from './urls.ts';
import './write-verdict.ts';

interface Loaded {
  client: ClientView;
  contact: ContactView | undefined;
  view: CaseView | null;
  thread: Thread;
  approvals: ApprovalRow[];
  drafts: { own: DraftText[]; given: DraftText[] };
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
  @state() private verdict: DraftVerdict | null = null;
  @state() private template = '';
  @state() private replaced: { greeting: string; body: string } | null = null;
  private purposeLoaded = '';
  private filled = '';
  /** What the fields began with: only what a person typed is worth a warning. */
  private begun = '';
  protected readonly unsaved = new Unsaved(this, () => this.typedAnything());
  private readonly live = new Live<Loaded>(this, async (signal) => {
    const purpose = this.purposes().find((each) => each === this.purpose) ?? 'info';
    const about = { clientId: this.clientId, contactId: this.contactId, purpose };
    const [client, view, thread, { approvals }, drafts] = await Promise.all([
      fetchClient(this.clientId, signal),
      this.caseId ? fetchCase(this.caseId, signal) : null,
      fetchThread(this.contactId, signal),
      fetchApprovals(this.contactId, signal),
      fetchDrafts({ ...about, ...(this.caseId ? { caseId: this.caseId } : {}) }, signal),
    ]);
    const contact = client.contacts.find((each) => each.id === this.contactId);
    this.purposeLoaded = purpose;
    return { client, contact, view, thread, approvals, drafts };
  });

  protected override willUpdate(): void {
    const loaded = this.live.value;
    if (!loaded || this.filled === this.key || this.purposeLoaded !== this.purpose) return;
    this.filled = this.key;
    const kept = new Map(readDraft<[string, string][]>(this.key) ?? []);
    const gated = this.purpose === 'callback-request' || this.purpose === 'date-request';
    // The product's own text knows the matter and whether the person attends anywhere.
    const first = gated ? [...loaded.drafts.given, ...loaded.drafts.own][0] : undefined;
    this.template = kept.has('body') ? '' : (first?.id ?? '');
    this.greeting = kept.get('greeting') ?? first?.greeting ?? '';
    this.body = kept.get('body') ?? first?.body ?? '';
    this.begun = kept.has('body') ? '' : this.greeting + this.body;
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
      <aside aria-label="判定">${agreementNotes(client.agreements.filter((each) => each.contactId === contact.id))}<write-verdict .draft=${this.draft()} .approvals=${loaded.approvals} .changed=${this.refresh}
        .about=${{ clientId: client.id, contactId: contact.id, caseId: this.caseId, name: contact.name, relation: contact.relation, phone: contact.phone, purpose: this.draft().purpose }}
        .judged=${(verdict: DraftVerdict | null) => {
          this.verdict = verdict;
        }} .sent=${this.sent}></write-verdict></aside></div></div>`;
  }

  private form(loaded: Loaded, contact: ContactView): TemplateResult {
    const { view } = loaded;
    const provider = contact.kind === 'provider';
    const whole = wholeText(this.greeting, this.body);
    return html`<form class="pad" novalidate @submit=${(event: Event) => event.preventDefault()} @input=${this.typed} @draft-restored=${this.restored} ${ref(keepDraft(this.key))}>
      <div class="row"><b>${contact.name} さん</b><span class="s">${PARTNER[contact.kind]}・${loaded.client.name} さんのこと</span>${consentChip(contact.consent.state)}${isUnfriended(contact) ? unfriendedChip() : nothing}
        ${view ? html`${dots(view.failedCalls, view.callsNeeded)}<span class="s">電話 ${view.failedCalls}回不通</span>` : nothing}</div>
      <div class="grid2 narrow-1"><div class="f"><label for="pp">用件</label><select class="in" id="pp" @change=${this.turn}>${this.purposes().map(
        (purpose) =>
          html`<option value=${purpose} ?selected=${purpose === this.purpose}>${PURPOSE[purpose]}</option>`,
      )}</select></div>${this.picker(loaded.drafts)}</div>
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
      }${this.verdict?.button && whole !== '' ? html`<span class="bubble-act">${this.verdict.button}</span>` : nothing}</div></div></div></form>`;
  }

  /** Texts to start from; choosing one replaces what stands in the fields, and that can be taken back. */
  private picker({ own, given }: Loaded['drafts']): TemplateResult | typeof nothing {
    if (own.length + given.length === 0) return nothing;
    const options = (list: DraftText[]) =>
      list.map(
        (each) => html`<option value=${each.id} ?selected=${each.id === this.template}>${each.name}</option>`,
      );
    return html`<div class="f"><label for="tp">ひな形</label><select class="in" id="tp" @change=${(event: Event) => this.take([...own, ...given], (event.target as HTMLSelectElement).value)}>
        <option value="" ?selected=${this.template === ''}>自分で書く</option>
        ${own.length > 0 ? html`<optgroup label="事業所のひな形">${options(own)}</optgroup>` : nothing}
        ${given.length > 0 ? html`<optgroup label="はじめからあるひな形">${options(given)}</optgroup>` : nothing}</select>
      ${this.replaced ? html`<button class="b b-quiet b-s" type="button" @click=${this.putBack}>${icon('undo')}前の文にもどす</button>` : nothing}</div>`;
  }

  private purposes(): SendPurpose[] {
    return this.caseId ? ['callback-request', 'date-request', 'reply', 'info'] : ['reply', 'info'];
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

  private readonly refresh = (): Promise<void> => this.live.refresh();

  private take(all: DraftText[], id: string): void {
    const chosen = all.find((each) => each.id === id);
    this.template = id;
    if (!chosen) return;
    this.replaced = this.typedAnything() ? { greeting: this.greeting, body: this.body } : null;
    this.fill(chosen);
  }

  private readonly putBack = (): void => {
    if (!this.replaced) return;
    this.fill(this.replaced);
    this.replaced = null;
    this.template = '';
  };

  /** The fields are their own: the draft keeper hears of it as of typing. */
  private fill(text: { greeting: string; body: string }): void {
    for (const name of ['greeting', 'body'] as const) {
      const field = this.querySelector<HTMLTextAreaElement>(`textarea[name=${name}]`);
      if (!field) continue;
      field.value = text[name];
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    this.begun = text.greeting + text.body;
  }

  private typedAnything(): boolean {
    const now = this.greeting + this.body;
    return now.trim() !== '' && now !== this.begun;
  }

  private readonly typed = (event: Event): void => {
    const field = event.target as HTMLTextAreaElement;
    if (field.name === 'greeting') this.greeting = field.value;
    if (field.name === 'body') this.body = field.value;
  };

  /** Another window's words came into the fields. */
  private readonly restored = (event: Event): void => {
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    this.greeting = String(fields.get('greeting') ?? '');
    this.body = String(fields.get('body') ?? '');
  };

  private readonly turn = (event: Event): void => {
    this.purpose = (event.target as HTMLSelectElement).value;
    this.verdict = null;
    this.replaced = null;
    this.greeting = '';
    this.body = '';
    history.replaceState(null, '', urls.write(this.clientId, this.contactId, this.purpose, this.caseId));
    void this.live.refresh();
  };

  private readonly sent = (): void => {
    this.begun = this.greeting + this.body;
    dropDraft(this.key);
    navigation.go(this.caseId ? urls.case(this.caseId) : urls.client(this.clientId), 'replace');
  };

  private get key(): string {
    return `write:${this.contactId}:${this.caseId ?? ''}:${this.purpose}`;
  }
}
