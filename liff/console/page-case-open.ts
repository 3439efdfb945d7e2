import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import type { CaseKind, ContactMethod } from '../../worker/manual/types.ts';
import type { ClientView } from '../../worker/views/clients.ts';
import { openCase } from '../data/console-cases.ts';
import { fetchClient, isUnfriended } from '../data/console-clients.ts';
import { CASE_KIND, CONSENT, METHOD, PARTNER, PLACE_CHOICE, PLACES } from '../data/console-labels.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft, readDraft } from './drafts.ts';
import { complain, fieldsOf, tickedOf } from './forms.ts';
import { icon } from './icons.ts';
import { lineWishFields, lineWishMissing, lineWishOf, lineWishQuote } from './line-wish.ts';
import { Live } from './live.ts';
import { MeetingCheck } from './meeting-check.ts';
import { navigation } from './navigation.ts';
import { Page } from './part.ts';
import { urls } from './urls.ts';

const KINDS: readonly CaseKind[] = ['meeting', 'monitoring', 'consultation'];
const METHODS: readonly ContactMethod[] = ['visit', 'office', 'phone', 'video', 'line'];
/** Opens one matter that needs a date. */
@customElement('page-case-open')
export class PageCaseOpen extends Page {
  @property({ attribute: false }) clientId = '';
  /** The kind that the address asks for. */
  @property({ attribute: false }) kind: string | null = null;
  @state() private fields: Record<string, string> = {};
  private readonly live = new Live<ClientView>(this, (signal) => fetchClient(this.clientId, signal));
  private readonly opening = new Deed(this);
  private readonly check = new MeetingCheck(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.fields = Object.fromEntries(readDraft<[string, string][]>(this.key) ?? []);
  }

  protected override willUpdate(): void {
    const { lineReason, wishBy, wishHow, wishDate } = this.fields;
    this.check.look(this.clientId, {
      do: 'plan',
      kind: KINDS.find((kind) => kind === (this.fields.kind ?? this.kind)) ?? 'monitoring',
      method: this.method,
      at: null,
      ...(lineReason && wishBy && wishHow && wishDate ? { line: lineWishOf(this.fields) } : {}),
    });
  }

  protected override render(): TemplateResult {
    const client = this.live.value;
    if (!client) {
      if (!this.live.failure) return html`<p class="lone s">読み込んでいます</p>`;
      return html`<div class="lone"><h1>調整をはじめる</h1><fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note></div>`;
    }
    return html`<div class="top"><div class="grow"><h1>調整をはじめる</h1><span class="s">${client.name} さん</span></div></div>
      <div class="page"><section class="sheet narrow" aria-label="調整の内容">${client.contacts.length === 0 ? this.empty() : this.form(client)}</section></div>`;
  }

  private empty(): TemplateResult {
    return html`<div class="pad"><p>先に連絡先を登録します。だれに電話するかが決まってから、調整をはじめます。</p>
      <p><a class="b b-main" href=${urls.client(this.clientId)}>連絡先を登録する</a></p></div>`;
  }

  private form(client: ClientView): TemplateResult {
    const { method } = this;
    return html`<form class="pad" novalidate @submit=${this.open} @input=${this.typed} @change=${this.typed} ${ref(keepDraft(this.key))}>
      <fieldset class="f"><legend class="l">種類</legend><div class="pick">${KINDS.map(
        (kind) =>
          html`<label><input type="radio" name="kind" value=${kind} ?checked=${kind === (KINDS.find((each) => each === this.kind) ?? 'monitoring')} />${icon('check')}${CASE_KIND[kind]}</label>`,
      )}</div></fieldset>
      <div class="f"><label for="pu">目的</label><input class="in" id="pu" name="purpose" maxlength="200" autocomplete="off" aria-describedby="pu-m" /><p class="miss" id="pu-m" data-missing="purpose" hidden></p></div>
      <fieldset class="f"><legend class="l">方法</legend><div class="pick">${METHODS.map(
        (each) =>
          html`<label><input type="radio" name="method" value=${each} ?checked=${each === method} />${icon('check')}${METHOD[each]}</label>`,
      )}</div><span class="s">訪問が原則です（手順書 3）</span></fieldset>
      ${this.check.said()}${lineWishQuote(client.lineWish)}${method === 'line' ? lineWishFields(client.lineWish) : nothing}
      <fieldset class="f"><legend class="l">場所を本人に聞く（決まっていないときだけ）</legend><div class="ticks">${PLACES.map(
        (each) =>
          html`<label class="tick"><input type="checkbox" name="places" value=${each} /><span>${PLACE_CHOICE[each]}</span></label>`,
      )}</div></fieldset>
      <fieldset class="f"><legend class="l">日程を聞く人</legend><div class="ticks">${client.contacts.map(
        (
          contact,
        ) => html`<label class="tick"><input type="checkbox" name="who" value=${contact.id} ?checked=${contact.kind === 'person'} aria-describedby="who-m" />
          <span><b>${contact.name}</b> <span class="s">${PARTNER[contact.kind]}・LINE ${CONSENT[contact.consent.state].words}${isUnfriended(contact) ? '・まだ届きません' : ''}</span></span></label>`,
      )}</div><p class="miss" id="who-m" data-missing="who" hidden></p></fieldset>
      <fault-note .failure=${this.opening.failure}></fault-note>
      <div class="row"><button class="b b-main" type="submit">${this.opening.busy ? 'はじめています' : '調整をはじめる'}</button><a class="b b-quiet" href=${urls.client(client.id)}>やめる</a></div></form>`;
  }

  private readonly open = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = fieldsOf(form);
    const participants = tickedOf(form, 'who');
    const line = fields.method === 'line';
    const whole = complain(form, {
      purpose: !fields.purpose && '目的を書いてください。',
      ...(line ? lineWishMissing(fields) : {}),
      who: participants.length === 0 && '日程を聞く人を、ひとり以上選んでください。',
    });
    if (!whole) return;
    const made = await this.opening.run(() =>
      openCase(this.clientId, {
        kind: fields.kind as CaseKind,
        purpose: fields.purpose ?? '',
        plannedMethod: fields.method as ContactMethod,
        participants,
        places: PLACES.filter((each) => tickedOf(form, 'places').includes(each)),
        ...(line ? { line: lineWishOf(fields) } : {}),
      }),
    );
    if (!made) return;
    dropDraft(this.key);
    announce('調整をはじめました。まず電話です。');
    navigation.go(urls.case(made.id), 'replace');
  };

  private readonly typed = (event: Event): void => {
    this.fields = fieldsOf(event.currentTarget as HTMLFormElement);
  };

  private get method(): ContactMethod {
    return METHODS.find((each) => each === this.fields.method) ?? 'visit';
  }

  private get key(): string {
    return `case:${this.clientId}`;
  }
}
