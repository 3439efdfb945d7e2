import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { shortInstant } from '../../worker/manual/say.ts';
import type { NoticeChannel, NoticeKind, NoticeSettingsView } from '../../worker/views/notices.ts';
import { fetchNoticeSettings, NOTICE_KINDS, saveNoticeSettings } from '../data/console-notices.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { urls } from './urls.ts';

const CHANNELS: readonly [NoticeChannel, string][] = [
  ['line', 'LINE'],
  ['slack', 'Slack'],
  ['teams', 'Teams'],
  ['none', '受け取らない'],
];
const STATUS: Record<NoticeSettingsView['recent'][number]['status'], string> = {
  queued: '送る前',
  leased: '送っています',
  sent: '送りました',
  dead: '届きませんでした',
  dropped: '送りませんでした',
};
const NEVER = 2 ** 30;

/** お知らせ: what one is told of, where and when. */
@customElement('page-notices')
export class PageNotices extends Page {
  @state() private saved = false;
  private readonly saving = new Deed(this);
  private readonly live = new Live<NoticeSettingsView>(this, fetchNoticeSettings, NEVER);

  protected override render(): TemplateResult {
    const view = this.live.value;
    return html`<div class="top"><div class="grow"><h1>お知らせ</h1><span class="s">自分が受け取るものを選びます。中身は件数と種類だけで、お名前は入りません</span></div></div>
      <div class="page"><fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note>${view ? this.form(view) : nothing}
      <p><a href=${urls.jobs()}>定時処理を見る</a></p></div>`;
  }

  private form(view: NoticeSettingsView): TemplateResult {
    const usable = CHANNELS.filter(([channel]) => channel === 'none' || view.ready[channel]);
    return html`<section class="sheet narrow" aria-label="お知らせの設定"><form class="pad" novalidate @submit=${this.save}>
      ${view.chosen ? nothing : html`<p class="say wait">まだ選んでいません。いまは、緊急の連絡だけがLINEに届きます。</p>`}
      <fieldset class="f"><legend class="l">受け取る場所</legend><div class="pick">${usable.map(
        ([channel, words]) =>
          html`<label><input type="radio" name="channel" value=${channel} ?checked=${view.channel === channel} />${icon('check')}${words}</label>`,
      )}</div><span class="s">LINEで受け取ると、今月の送信数を使います（4分の1まで）。SlackとTeamsは使いません。緊急の連絡は、時間を問わず届きます</span>
      ${view.missing.length > 0 ? html`<span class="s">接続の設定がないもの：${view.missing.join('、')}</span>` : nothing}</fieldset>
      <fieldset class="f"><legend class="l">受け取るもの</legend>${NOTICE_KINDS.map(
        ([kind, words]) =>
          html`<p><label><input type="checkbox" name="kinds" value=${kind} ?checked=${view.kinds.includes(kind)} /> ${words}</label></p>`,
      )}<p><label><input type="checkbox" name="digest" ?checked=${view.digest} /> 朝のまとめ（業務のはじめに1通）</label></p></fieldset>
      <div class="f"><label for="nf">業務のはじめ</label><input class="in" id="nf" type="time" name="workFrom" .value=${view.workFrom} /></div>
      <div class="f"><label for="nu">業務のおわり</label><input class="in" id="nu" type="time" name="workUntil" .value=${view.workUntil} /></div>
      ${
        view.ready.slackButtons
          ? html`<div class="f"><label for="ns">SlackのメンバーID（ボタンを使うとき）</label><input class="in" id="ns" name="slackUserId" maxlength="24" autocomplete="off" placeholder="U0123456789" .value=${view.slackUserId ?? ''} /></div>`
          : nothing
      }
      <fault-note .failure=${this.saving.failure}></fault-note>
      <div><button class="b b-main" type="submit">${this.saving.busy ? '保存しています' : '保存する'}</button>${this.saved ? html` <span class="s" role="status">保存しました</span>` : nothing}</div></form></section>
      <section class="sheet narrow" aria-label="最近のお知らせ"><div class="pad"><h2>最近のお知らせ</h2>${
        view.recent.length === 0
          ? html`<p class="s">まだありません。</p>`
          : view.recent.map(
              (each) =>
                html`<p>${shortInstant(each.at)} ${each.what} <span class="s">${STATUS[each.status]}${each.error ? `：${each.error}` : ''}</span></p>`,
            )
      }</div></section>`;
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const said = (name: string) => String(data.get(name) ?? '').trim();
    const saved = await this.saving.run(() =>
      saveNoticeSettings({
        channel: (said('channel') || 'none') as NoticeChannel,
        kinds: data.getAll('kinds') as NoticeKind[],
        digest: data.get('digest') !== null,
        workFrom: said('workFrom'),
        workUntil: said('workUntil'),
        slackUserId: said('slackUserId').normalize('NFKC').toUpperCase() || null,
      }),
    );
    this.saved = saved !== undefined;
    if (!saved) return;
    announce('お知らせの設定を保存しました。');
    await this.live.refresh();
  };
}
