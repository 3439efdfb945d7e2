import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import type { PartnerKind } from '../../worker/manual/types.ts';
import type { ClientView, ContactView } from '../../worker/views/clients.ts';
import { readClock } from '../data/clock.ts';
import {
  addContact,
  canInvite,
  isUnfriended,
  resumeContact,
  revokeInvitation,
  weekdayHours,
} from '../data/console-clients.ts';
import { PARTNER } from '../data/console-labels.ts';
import { shortMoment } from '../data/console-stages.ts';
import { announce } from './announce.ts';
import { chip, consentChip, unfriendedChip } from './chips.ts';
import { choicesOf } from './client-choices.ts';
import './client-circumstance.ts';
import './client-link.ts';
import { clockField } from './clock-field.ts';
import { saidHours } from './contact-edit.ts';
import './contact-unlink.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';
import { urls } from './urls.ts';

/** Whom to reach for a client: phone first, then whether LINE was explained and agreed to (R1). */
@customElement('client-contacts')
export class ClientContacts extends Part {
  @property({ attribute: false }) client!: ClientView;
  @property({ attribute: false }) changed: () => void = () => {};
  @state() private adding: 'new' | 'known' | null = null;
  @state() private editing: string | null = null;
  @state() private kind: PartnerKind = 'person';
  private readonly saving = new Deed(this);
  private readonly acting = new Deed(this);

  protected override render(): TemplateResult {
    const contacts = this.client.contacts;
    return html`<section class="sheet" aria-labelledby="con-h">
      <header>${icon('pen')}<h2 id="con-h">連絡先と LINE の承諾</h2><span class="count num">${contacts.length}<span class="vh">件</span></span><span class="s">説明と承諾が先（手順書 1）</span></header>
      ${
        contacts.length === 0
          ? html`<p class="pad">まだ連絡先がありません。本人から登録します。</p>`
          : repeat(
              contacts,
              ({ id }) => id,
              (contact) => this.contact(contact),
            )
      }
      <div class="pad"><fault-note .failure=${this.acting.failure}></fault-note>
        ${
          this.adding === 'new'
            ? this.form()
            : this.adding === 'known'
              ? html`<client-link .client=${this.client} .changed=${this.changed} .closed=${() => this.close()}></client-link>`
              : html`<div class="row"><button class="b b-quiet" id="add-contact" type="button" @click=${() => this.open()}>${icon('plus')}連絡先を足す</button>
              <button class="b b-quiet" type="button" @click=${() => {
                this.adding = 'known';
              }}>${icon('users')}登録のある人をつなぐ</button></div>`
        }</div>
    </section>`;
  }

  private contact(contact: ContactView): TemplateResult {
    const { consent, invitation } = contact;
    if (this.editing === contact.id)
      return html`<article class="contact" aria-label=${contact.name}><contact-edit .clientId=${this.client.id} .contact=${contact} .changed=${this.changed} .closed=${() => {
        this.editing = null;
      }}></contact-edit></article>`;
    return html`<article class="contact" aria-label=${contact.name}>
      <div class="row"><span class="who"><b>${contact.name}</b><small>${contact.kana ?? ''}</small></span>
        <span class="s">${PARTNER[contact.kind]}${contact.relation && contact.relation !== PARTNER[contact.kind] ? `・${contact.relation}` : ''}</span></div>
      <div class="row">${icon('phone')}${contact.phone ? html`<a class="num" href="tel:${contact.phone.replace(/[^\d+]/g, '')}">${contact.phone}</a>` : html`<span class="num">電話番号の登録なし</span>`}</div>
      ${contact.kind === 'provider' ? html`<div class="row">${icon('clock')}<span class="s">LINE を送ってよい時間：${saidHours(contact.hours)}</span></div>` : nothing}
      <div class="row">${consentChip(consent.state)}
        ${consent.at === null ? nothing : html`<span class="s num">${shortMoment(consent.at)}・説明の版 ${consent.version ?? 'なし'}</span>`}
        ${contact.suspended ? chip('stop', 'LINE を止めています', 'hold') : nothing}
        ${isUnfriended(contact) ? unfriendedChip() : nothing}</div>
      ${invitation && consent.state !== 'yes' ? this.invitation(invitation) : nothing}
      <div class="row">
        <button class="b b-quiet b-s" type="button" @click=${() => {
          this.editing = contact.id;
        }}>${icon('pen')}直す<span class="vh">：${contact.name}</span></button>
        ${canInvite(contact) ? html`<a class="b b-quiet b-s" href=${urls.invite(this.client.id, contact.id)}>${icon('pen')}説明して LINE にまねく<span class="vh">：${contact.name}</span></a>` : nothing}
        ${consent.state === 'yes' && contact.linked && !contact.suspended ? html`<a class="b b-quiet b-s" href=${urls.write(this.client.id, contact.id, 'info')}>${icon('chat')}LINE を書く<span class="vh">：${contact.name}</span></a>` : nothing}
        ${contact.suspended ? html`<button class="b b-quiet b-s" type="button" @click=${() => this.resume(contact)}>${icon('check')}本人に確かめた。LINE を再開する</button>` : nothing}
      </div>
      ${choicesOf(contact)}
      <contact-unlink .contact=${contact} .changed=${this.changed}></contact-unlink>
      ${contact.kind === 'provider' ? nothing : html`<client-circumstance .clientId=${this.client.id} .contact=${contact} .changed=${this.changed}></client-circumstance>`}
    </article>`;
  }

  private invitation(invitation: NonNullable<ContactView['invitation']>): TemplateResult {
    const words = {
      open: `まねいています。${shortMoment(invitation.expiresAt)} まで使えます`,
      used: '招待は読み取られました',
      expired: '招待の期限がすぎました',
      revoked: '招待は取り消しました',
    }[invitation.state];
    return html`<div class="row"><span class="s num">${words}・説明 ${shortMoment(invitation.explainedAt)} ${invitation.explainedBy}</span>
      ${invitation.state === 'open' ? html`<button class="b b-quiet b-s" type="button" @click=${() => this.revoke(invitation.id)}>招待を取り消す</button>` : nothing}</div>`;
  }

  private form(): TemplateResult {
    const key = `contact:${this.client.id}`;
    return html`<form class="col" novalidate aria-label="連絡先を足す" @submit=${this.save} ${ref(keepDraft(key))}>
      <fieldset class="f"><legend class="l">だれ</legend><div class="pick">${KINDS.map(
        (kind, index) =>
          html`<label><input type="radio" name="kind" value=${kind} ?checked=${index === 0} @change=${() => {
            this.kind = kind;
          }} />${icon('check')}${PARTNER[kind]}</label>`,
      )}</div></fieldset>
      <div class="grid2">
        <div class="f"><label for="c-name">名前</label><input class="in" id="c-name" name="name" maxlength="60" autocomplete="off" aria-describedby="c-name-m" />
          <p class="miss" id="c-name-m" data-missing="name" hidden></p></div>
        <div class="f"><label for="c-kana">よみ（ひらがな）</label><input class="in" id="c-kana" name="kana" maxlength="60" autocomplete="off" /></div>
      </div>
      <div class="grid2">
        <div class="f"><label for="c-rel">続柄・役わり</label><input class="in" id="c-rel" name="relation" maxlength="30" autocomplete="off" aria-describedby="c-rel-s" />
          <span class="s" id="c-rel-s">例：母、通所先、ヘルパー。本人は空のままで</span></div>
        <div class="f"><label for="c-phone">電話番号</label><input class="in num" id="c-phone" name="phone" type="tel" maxlength="20" autocomplete="off" /></div>
      </div>
      ${this.kind === 'provider' ? hoursFields() : nothing}
      <fault-note .failure=${this.saving.failure}></fault-note>
      <div class="row"><button class="b b-main" type="submit">${this.saving.busy ? '足しています' : '連絡先を足す'}</button>
        <button class="b b-quiet" type="button" @click=${() => this.close()}>やめる</button></div>
    </form>`;
  }

  private open(): void {
    this.adding = 'new';
    void this.updateComplete.then(() => this.querySelector<HTMLInputElement>('#c-name')?.focus());
  }

  private close(): void {
    this.adding = null;
    this.saving.forget();
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('#add-contact')?.focus());
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { kind = 'person', name = '', kana, relation, phone, ...typed } = fieldsOf(form);
    const [from, until] = [readClock(typed.from ?? ''), readClock(typed.until ?? '')];
    const whole = complain(form, {
      name: !name && '名前を入れてください。',
      until:
        kind === 'provider' &&
        (!from || !until
          ? '時刻は 9:00 のように入れてください。'
          : until <= from && 'おわりが、はじめより前です。'),
    });
    if (!whole) return;
    const input = {
      kind: kind as PartnerKind,
      name,
      relation: relation || PARTNER[kind as PartnerKind],
      ...(kana ? { kana } : {}),
      ...(phone ? { phone } : {}),
      ...(from && until ? { hours: weekdayHours(from, until) } : {}),
    };
    const made = await this.saving.run(() => addContact(this.client.id, input));
    if (!made) return;
    dropDraft(`contact:${this.client.id}`);
    this.adding = null;
    announce(`${name}さんを足しました。`);
    this.changed();
  };

  private async resume(contact: ContactView): Promise<void> {
    const done = await this.acting.run(() => resumeContact(contact.id));
    if (done) announce('LINE を再開しました。');
    this.changed();
  }

  private async revoke(id: string): Promise<void> {
    const done = await this.acting.run(() => revokeInvitation(id));
    if (done) announce('招待を取り消しました。');
    this.changed();
  }
}

/** R11: nobody is written to outside their own working hours. */
function hoursFields(): TemplateResult {
  return html`<fieldset class="f"><legend class="l">事業所の業務時間（平日）</legend><div class="grid2">
    <div class="f">${clockField({ id: 'c-from', name: 'from', label: 'はじめ', value: '09:00' })}</div>
    <div class="f">${clockField({ id: 'c-until', name: 'until', label: 'おわり', value: '17:00', describedBy: 'c-until-m' })}
      <p class="miss" id="c-until-m" data-missing="until" hidden></p></div></div>
    <span class="s">曜日ごとの時間は、足したあとで「直す」から決められます。この時間の外には LINE を送りません（手順書 6）</span></fieldset>`;
}

const KINDS: readonly PartnerKind[] = ['person', 'guardian', 'legal-representative', 'family', 'provider'];
