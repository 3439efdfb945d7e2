import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { civilDate } from '../../worker/manual/jst.ts';
import { shortDate, shortTime } from '../../worker/manual/say.ts';
import type { ClientView, ContactView, InvitationCreated } from '../../worker/views/clients.ts';
import { createInvitation, type ExplainedHow, fetchClient } from '../data/console-clients.ts';
import { PARTNER } from '../data/console-labels.ts';
import { announce } from './announce.ts';
import { rule } from './chips.ts';
import { Deed } from './deed.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { urls } from './urls.ts';

/** R1: first the explanation and the agreement are stated, only then a one-time QR exists. */
@customElement('page-invite')
export class PageInvite extends Page {
  @property({ attribute: false }) clientId = '';
  @property({ attribute: false }) contactId = '';
  @state() private made: InvitationCreated | null = null;
  @state() private copied = false;
  private readonly live = new Live<ClientView>(this, (signal) => fetchClient(this.clientId, signal));
  private readonly making = new Deed(this);

  protected override render(): TemplateResult {
    const client = this.live.value;
    const contact = client?.contacts.find((each) => each.id === this.contactId);
    if (!client || !contact) {
      if (!client && !this.live.failure) return html`<p class="lone s">読み込んでいます</p>`;
      return html`<div class="lone"><h1>LINE にまねく</h1><fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note>
        ${client ? html`<p>この連絡先は見つかりません。</p>` : nothing}<p><a class="b b-quiet" href=${urls.client(this.clientId)}>利用者へもどる</a></p></div>`;
    }
    return html`<div class="top"><div class="grow"><h1>LINE にまねく</h1><span class="s">${contact.name} さん（${PARTNER[contact.kind]}）・${client.name} さんの連絡先</span></div></div>
      <div class="page"><section class="sheet narrow" aria-label="招待">${this.made ? this.qr(contact, this.made) : this.form(contact)}</section></div>`;
  }

  private form(contact: ContactView): TemplateResult {
    return html`<form class="pad" novalidate @submit=${this.create}>
      <p>先に<b>利用上の留意点</b>を説明します。本人が読んで選んだものが、書面での承諾になります。${rule(1)}</p>
      ${contact.kind === 'person' ? nothing : html`<p class="say wait">まず本人に説明します。家族の承諾は、本人の承諾のかわりになりません。</p>`}
      <fieldset class="f"><legend class="l">どのように説明しましたか</legend><div class="pick">${HOWS.map(
        ([value, words]) =>
          html`<label><input type="radio" name="how" value=${value} aria-describedby="how-m" />${icon('check')}${words}</label>`,
      )}</div><p class="miss" id="how-m" data-missing="how" hidden></p></fieldset>
      <fieldset class="f"><legend class="l">LINE を交換することに、承諾しましたか</legend><div class="pick">
        <label><input type="radio" name="agreed" value="yes" aria-describedby="agreed-m" />${icon('check')}承諾した</label>
        <label><input type="radio" name="agreed" value="no" aria-describedby="agreed-m" />${icon('check')}まだ・いいえ</label></div>
        <p class="miss" id="agreed-m" data-missing="agreed" hidden></p></fieldset>
      <fault-note .failure=${this.making.failure}></fault-note>
      <div class="row"><button class="b b-main" type="submit">${this.making.busy ? 'つくっています' : '1回だけ使える QR をつくる'}</button>
        <a class="b b-quiet" href=${urls.client(this.clientId)}>やめる</a></div>
      <p class="s">説明したことと、だれがしたかが相談記録に残ります。</p></form>`;
  }

  private qr(contact: ContactView, made: InvitationCreated): TemplateResult {
    const expiry = `${shortDate(civilDate(made.expiresAt))}${shortTime(made.expiresAt)} まで`;
    return html`<div class="pad">
      <p>本人のスマートフォンで読みとってもらいます。</p>
      <div class="row qr-row">${drawn(made.qr)}
        <dl class="kv one"><dt>だれの招待か</dt><dd><b>${contact.name} さん</b></dd>
          <dt>使える期間</dt><dd><span class="chip wait">${icon('clock')}${expiry}</span></dd>
          <dt>読めないとき</dt><dd><button class="b b-quiet b-s" type="button" @click=${() => this.copy(made.url)}>${this.copied ? 'リンクを写しました' : 'リンクを写しとる'}</button></dd></dl></div>
      <p class="say wait"><b>この QR が見られるのは、いまだけです。</b>画面をはなれると、もう出せません。つくり直すと前のものは使えなくなります。</p>
      <ul class="checks">
        <li>${icon('check')}<span>1回だけ使えます</span><span></span></li>
        <li>${icon('check')}<span>名前は QR に入っていません</span><span></span></li>
        <li>${icon('check')}<span>読みとったあと、留意点を本人がもう一度読んで選べます</span><span></span></li></ul>
      <div class="row"><a class="b b-main" href=${urls.client(this.clientId)}>渡しました。利用者へもどる</a>
        <button class="b b-quiet" type="button" @click=${() => {
          this.made = null;
        }}>${icon('undo')}つくり直す</button></div></div>`;
  }

  private readonly create = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { how, agreed } = fieldsOf(form);
    const whole = complain(form, {
      how: !how && 'どのように説明したかを選んでください。説明が先です。',
      agreed:
        agreed === 'no'
          ? '承諾がないうちは、QR をつくれません。電話や訪問でやりとりします（手順書 1）。'
          : !agreed && '承諾があったかを選んでください。',
    });
    if (!whole) return;
    const input = { contactId: this.contactId, how: how as ExplainedHow, agreed: true } as const;
    const made = await this.making.run(() => createInvitation(this.clientId, input));
    if (!made) return;
    this.made = made;
    this.copied = false;
    announce('QR をつくりました。この画面にいる間だけ見られます。');
  };

  private async copy(url: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(url);
      this.copied = true;
      announce('リンクを写しました。');
    } catch {
      announce('写しとれませんでした。QR を読みとってもらってください。');
    }
  }
}

const HOWS: readonly [ExplainedHow, string][] = [
  ['visit', '訪問して'],
  ['office', '来所のとき'],
  ['phone', '電話で'],
  ['video', 'テレビ電話で'],
];

/** Draws the API's QR anew from its dark paths alone: nothing of foreign markup reaches the page. */
function drawn(source: string): TemplateResult {
  const viewBox = /viewBox="([\d .]+)"/.exec(source)?.[1] ?? '0 0 29 29';
  const dark = [...source.matchAll(/<path\b[^>]*>/g)]
    .map(([tag]) => tag)
    .filter((tag) => !/fill="(?:white|#f{3,6})"/i.test(tag));
  const paths: SVGTemplateResult[] = dark.map((tag) => {
    const d = /\sd="([\d\s,.MmHhVvLlZz-]+)"/.exec(tag)?.[1] ?? '';
    return svg`<path d=${d} fill="#000"/>`;
  });
  return html`<svg class="qr" viewBox=${viewBox} role="img" aria-label="招待の QR コード" shape-rendering="crispEdges">${paths}</svg>`;
}
