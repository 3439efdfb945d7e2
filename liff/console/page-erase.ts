import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ClientView } from '../../worker/views/clients.ts';
import { type ErasureGround, eraseClient, fetchClient } from '../data/console-clients.ts';
import { announce } from './announce.ts';
import { rule } from './chips.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { navigation } from './navigation.ts';
import { Page } from './part.ts';
import { urls } from './urls.ts';

const GROUNDS: readonly [ErasureGround, string, string][] = [
  ['mistaken-client', 'まちがって登録した', '同じ人を二度登録したときなど'],
  ['retention-over', '保存の5年がすぎた', '最後の記録から5年がすぎていないときは、できません'],
  ['law', '法律で求められた', '開示・消去の請求など'],
];

/** 記録の消去: a manager's act that can't be taken back; the chain of the record stays verifiable (R5). */
@customElement('page-erase')
export class PageErase extends Page {
  @property({ attribute: false }) clientId = '';
  private readonly live = new Live<ClientView>(this, (signal) => fetchClient(this.clientId, signal), 600_000);
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult {
    const client = this.live.value;
    if (!client) {
      if (!this.live.failure) return html`<p class="lone s">読み込んでいます</p>`;
      return html`<div class="lone"><h1>記録の消去</h1><fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note></div>`;
    }
    return html`<div class="top"><div class="grow"><h1>記録の消去</h1><span class="s">${client.name} さん</span></div></div>
      <div class="page"><section class="sheet narrow" aria-label="消去の内容"><form class="pad" novalidate @submit=${this.erase}>
        <p>${icon('alert')} <b>もとに戻せません。</b>名前・連絡先・LINE・相談記録の中身が消えます。消したこと、理由、日時、消した人は残ります。 ${rule(2)}</p>
        <p>先に、相談記録を印刷するか、CSVで取り出してください。<a href=${urls.record(client.id)}>相談記録を見る</a></p>
        <fieldset class="f"><legend class="l">消去する理由の種類</legend><div class="ticks">${GROUNDS.map(
          ([ground, words, more]) =>
            html`<label class="tick"><input type="radio" name="ground" value=${ground} aria-describedby="gr-m" /><span><b>${words}</b> <span class="s">${more}</span></span></label>`,
        )}</div><p class="miss" id="gr-m" data-missing="ground" hidden></p></fieldset>
        <div class="f"><label for="er-why">理由（名前などは書かない）</label><input class="in" id="er-why" name="reason" maxlength="400" autocomplete="off" aria-describedby="why-m" /><p class="miss" id="why-m" data-missing="reason" hidden></p></div>
        <div class="f"><label for="er-name">確かめのため、利用者の名前を書いてください</label><input class="in" id="er-name" name="name" maxlength="60" autocomplete="off" aria-describedby="name-m" /><p class="miss" id="name-m" data-missing="name" hidden></p></div>
        ${this.deed.failure ? html`<fault-note .failure=${this.deed.failure}></fault-note>` : nothing}
        <div class="row"><a class="b b-main" href=${urls.client(client.id)}>消さずに戻る</a><button class="b b-quiet" type="submit">${this.deed.busy ? '消去しています' : '消去する'}</button></div></form></section></div>`;
  }

  private readonly erase = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { ground = '', reason = '', name = '' } = fieldsOf(form);
    const whole = complain(form, {
      ground: !ground && '理由の種類を選んでください。',
      reason: !reason && '理由を書いてください。',
      name: !name && '利用者の名前を書いてください。',
    });
    if (!whole) return;
    const done = await this.deed.run(() =>
      eraseClient(this.clientId, { ground: ground as ErasureGround, reason, name }),
    );
    if (!done) return;
    navigation.go(urls.clients(), 'replace');
    announce('記録の中身を消去しました。');
  };
}
