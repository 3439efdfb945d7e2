import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import type { ClientView, ContactRow } from '../../worker/views/clients.ts';
import { linkContact, searchContacts } from '../data/console-clients.ts';
import { PARTNER } from '../data/console-labels.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { complain, fieldsOf } from './forms.ts';
import { Part } from './part.ts';
import { TYPING } from './typing.ts';

/** Links somebody the office knows already: a sibling's parent, a provider of another client. */
@customElement('client-link')
export class ClientLink extends Part {
  @property({ attribute: false }) client!: ClientView;
  @property({ attribute: false }) changed: () => void = () => {};
  @property({ attribute: false }) closed: () => void = () => {};
  @state() private rows: ContactRow[] | null = null;
  @state() private chosen: ContactRow | null = null;
  private readonly searching = new Deed(this);
  private readonly linking = new Deed(this);
  private asked = '';
  private wait: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.wait);
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLInputElement>('#l-q')?.focus();
  }

  protected override render(): TemplateResult {
    return html`<form class="col" novalidate aria-label="登録のある連絡先をつなぐ" @submit=${this.save}>
      <div class="f"><label for="l-q">連絡先の名前・よみ</label><input class="in" id="l-q" type="search" maxlength="60" autocomplete="off" @input=${this.typed} aria-describedby="l-q-s" />
        <span class="s" id="l-q-s">きょうだいの保護者や、ほかの方も使っている事業所をさがします</span></div>
      <fault-note .failure=${this.searching.failure} .retry=${() => void this.search()}></fault-note>
      ${this.rows === null ? nothing : this.found(this.rows)}
      ${this.chosen ? this.relation(this.chosen) : nothing}
      <fault-note .failure=${this.linking.failure}></fault-note>
      <div class="row">${this.rows?.length ? html`<button class="b b-main" type="submit">${this.linking.busy ? 'つないでいます' : 'この人をつなぐ'}</button>` : nothing}
        <button class="b b-quiet" type="button" @click=${() => this.closed()}>やめる</button></div></form>`;
  }

  private found(rows: ContactRow[]): TemplateResult {
    const known = new Set(this.client.contacts.map((each) => each.id));
    const others = rows.filter((row) => !known.has(row.id));
    const already = rows.length - others.length;
    return html`${already > 0 ? html`<p class="s">${already}人は、もうつながっています。</p>` : nothing}
      ${
        others.length === 0
          ? already > 0
            ? nothing
            : html`<p>見つかりません。よみの一部でもさがせます。はじめての人は「連絡先を足す」で登録します。</p>`
          : html`<fieldset class="f"><legend class="l">だれをつなぐ</legend><div class="col-s found">${others.map(
              (row) =>
                html`<label class="q mini"><input type="radio" name="contactId" value=${row.id} .checked=${live(this.chosen?.id === row.id)} @change=${() => this.choose(row)} aria-describedby="l-m" /><span><b>${row.name}</b> <span class="s">${row.kana ?? ''}</span><br /><span class="s">${PARTNER[row.kind]}${row.clients.map((each) => `・${each.name} さんの${each.relation}`)}</span></span></label>`,
            )}</div><p class="miss" id="l-m" data-missing="contactId" hidden></p></fieldset>`
      }`;
  }

  private relation(chosen: ContactRow): TemplateResult {
    return html`<div class="f"><label for="l-rel">${this.client.name} さんとの続柄・役わり</label><input class="in" id="l-rel" name="relation" maxlength="30" autocomplete="off" aria-describedby="l-rel-s l-rel-m" .defaultValue=${chosen.clients[0]?.relation ?? PARTNER[chosen.kind]} /><p class="miss" id="l-rel-m" data-missing="relation" hidden></p>
      <span class="s" id="l-rel-s">承諾は利用者ごとに要ります。つないだあとで、説明してまねきます（手順書 1）</span></div>`;
  }

  private choose(row: ContactRow): void {
    this.chosen = row;
    this.linking.forget();
  }

  private readonly typed = (event: Event): void => {
    this.asked = (event.target as HTMLInputElement).value.trim();
    clearTimeout(this.wait);
    this.wait = setTimeout(() => void this.search(), TYPING);
  };

  private async search(): Promise<void> {
    const { asked } = this;
    if (asked === '') {
      this.rows = null;
      this.chosen = null;
      return;
    }
    const found = await this.searching.run(() => searchContacts(asked));
    // What was typed meanwhile is asked for next.
    if (asked !== this.asked) return this.search();
    if (!found) return;
    this.rows = found.rows;
    if (!found.rows.some((row) => row.id === this.chosen?.id)) this.chosen = null;
    announce(found.rows.length === 0 ? '見つかりません。' : `${found.rows.length}人見つかりました。`, 'ears');
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { chosen } = this;
    const { relation } = fieldsOf(form);
    const whole = complain(form, {
      contactId: !chosen && 'つなぐ人を選んでください。',
      relation: chosen !== null && !relation && '続柄・役わりを入れてください。',
    });
    if (!whole || !chosen || !relation) return;
    const done = await this.linking.run(() =>
      linkContact(this.client.id, { contactId: chosen.id, relation }),
    );
    if (!done) return;
    announce(`${chosen.name}さんをつなぎました。`);
    this.changed();
    this.closed();
  };
}
