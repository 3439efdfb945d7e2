import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { civilDate, clockTime } from '../../worker/manual/jst.ts';
import type { AlertRow } from '../../worker/views/desk.ts';
import { shortMoment } from '../data/console-stages.ts';
import { takeAlert } from '../data/console-today.ts';
import { announce } from './announce.ts';
import { chip, rule, who } from './chips.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';
import { urls } from './urls.ts';

/** RX: before everything else. One member of staff takes it, and keeps it in sight until the page is left. */
@customElement('today-alerts')
export class TodayAlerts extends Part {
  @property({ attribute: false }) alerts: AlertRow[] = [];
  @property({ attribute: false }) now = 0;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private taken: AlertRow[] = [];
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult {
    const open = new Set(this.alerts.map((each) => each.id));
    const rows = [...this.alerts, ...this.taken.filter((each) => !open.has(each.id))];
    const urgent = rows.filter((row) => row.kind === 'urgent');
    const waiting = urgent.filter((row) => !this.isTaken(row)).length;
    return html`<fault-note .failure=${this.deed.failure}></fault-note>
      ${
        urgent.length > 0
          ? html`<section class="sheet alarm ${waiting > 0 ? 'stop' : ''}" aria-labelledby="alarm-h"><header>${icon('alert')}<h2 id="alarm-h" tabindex="-1">緊急のことばがある LINE</h2>${
              waiting > 0
                ? html`<span class="count num">${waiting}<span class="vh">件</span></span><span class="s">時間外でもすぐに対応します。だれかが引き受けるまで、職員にくり返し知らせます ${rule(1)}</span>`
                : nothing
            }</header>
            ${repeat(
              urgent,
              (row) => row.id,
              (row) => this.urgent(row),
            )}</section>`
          : nothing
      }
      ${rows
        .filter((row) => row.kind === 'quota-low')
        .map(
          (row) => html`<section class="sheet" aria-label="LINE の残りの知らせ">${this.quota(row)}</section>`,
        )}`;
  }

  private urgent(row: AlertRow): TemplateResult {
    const name = row.contactName ?? 'まだ登録のない方';
    const other = row.client && row.client.name !== name ? row.client : null;
    const taken = this.isTaken(row);
    return html`<div class="q ${taken ? '' : 'over'}">
      <div class="due ${taken ? '' : 'over'}">${icon(taken ? 'check' : 'alert')}<div><b class="num">${this.at(row.raisedAt)}</b><span class="s num">${row.messages}通</span></div></div>
      <div>${who({ name, kana: row.client && !other ? row.client.kana : null }, row.client ? urls.client(row.client.id) : null)}<span class="s">${other ? `${other.name} さんの連絡先・` : ''}${
        row.phone
          ? html`<a class="num" href="tel:${row.phone.replace(/[^\d+]/g, '')}">${row.phone}</a>`
          : row.contactId
            ? '電話番号の登録がありません'
            : '招待を渡した方か確かめます'
      }${row.pushes > 0 && !taken ? html`<br />職員に ${row.pushes}回${row.pushes < 6 ? '' : '以上'}知らせました` : nothing}</span></div>
      <div class="acts">${taken ? chip('ok', '引き受けました') : html`<button class="b b-stop" type="button" @click=${() => this.take(row)}>${icon('check')}引き受ける<span class="vh">：${name}</span></button>`}
        ${row.phone ? html`<a class="b ${taken ? 'b-main' : ''}" href="tel:${row.phone.replace(/[^\d+]/g, '')}">${icon('phone')}電話する<span class="vh">：${name}</span></a>` : nothing}
        ${row.client && row.contactId ? html`<a class="b b-quiet" href=${urls.write(row.client.id, row.contactId, 'reply')}>読む<span class="vh">：${name}</span></a>` : nothing}</div></div>`;
  }

  private quota(row: AlertRow): TemplateResult {
    return html`<div class="q soon"><div class="due"><div><b class="num">${this.at(row.raisedAt)}</b></div></div>
      <div><b>今月の LINE の残りが少なくなりました</b><br /><span class="s">電話や訪問を先にします。足りないときは、LINE の料金プランを見直します</span></div>
      <div class="acts">${this.isTaken(row) ? chip('ok', '引き受けました') : html`<button class="b" type="button" @click=${() => this.take(row)}>引き受ける<span class="vh">：LINE の残り</span></button>`}</div></div>`;
  }

  private isTaken(row: AlertRow): boolean {
    return this.taken.some((each) => each.id === row.id);
  }

  private async take(row: AlertRow): Promise<void> {
    const done = await this.deed.run(() => takeAlert(row.id));
    if (done) {
      this.taken = [...this.taken, row];
      announce(
        row.kind === 'urgent'
          ? `引き受けました。${row.contactName ?? ''}さんに連絡します。`
          : '引き受けました。',
      );
    }
    await this.changed();
    await this.updateComplete;
    // The button is gone; what to do next stands below the heading.
    (this.querySelector<HTMLElement>('#alarm-h') ?? document.querySelector<HTMLElement>('#main h1'))?.focus();
  }

  /** Today's times need no date. */
  private at(instant: number): string {
    return civilDate(instant) === civilDate(this.now) ? clockTime(instant) : shortMoment(instant);
  }
}
