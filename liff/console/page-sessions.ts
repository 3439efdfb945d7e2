import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { shortInstant } from '../../worker/manual/say.ts';
import type { SessionView } from '../../worker/views/office.ts';
import { endOtherSessions, endSession, fetchSessions } from '../data/console-office.ts';
import { announce } from './announce.ts';
import { chip } from './chips.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { settingsTabs } from './settings-tabs.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './styles/office.css';

/** Whoever signs in changes nothing else in the office. */
const OFTEN = 30_000;

/** 端末: where one is signed in, and the way to end it from here; managers see everybody. */
@customElement('page-sessions')
export class PageSessions extends Page {
  @state() private all = false;
  protected readonly watch = new StaffWatch(this);
  private readonly live = new Live<{ sessions: SessionView[] }>(
    this,
    (signal) => fetchSessions(this.all, signal),
    OFTEN,
  );
  private readonly ending = new Deed(this);

  protected override render(): TemplateResult {
    const rows = this.live.value?.sessions;
    const others = (rows ?? []).filter((each) => !each.current && each.staffId === staffSession.me?.id);
    return html`<div class="top"><div class="grow"><h1>ログインしている端末</h1><span class="s">使わない端末、なくした端末は、ここで終わらせます。8時間で自動でも終わります</span></div></div>
      <div class="page">${settingsTabs('sessions')}<fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note><fault-note .failure=${this.ending.failure}></fault-note>
        <section class="sheet" aria-labelledby="se-h"><header>${icon('lock')}<h2 id="se-h">${this.all ? 'みんなの端末' : '自分の端末'}</h2>${rows ? html`<span class="count num">${rows.length}<span class="vh">台</span></span>` : nothing}</header>
        ${staffSession.me?.role === 'manager' ? this.whose() : nothing}
        ${
          rows === undefined
            ? this.live.failure
              ? nothing
              : html`<p class="pad s">読み込んでいます</p>`
            : rows.map((row) => this.row(row))
        }
        ${others.length > 0 ? html`<div class="pad"><button class="b b-quiet" type="button" @click=${this.endOthers}>この端末のほかを、みな終わらせる</button></div>` : nothing}</section></div>`;
  }

  private whose(): TemplateResult {
    return html`<div class="pad filters"><div class="pick" role="radiogroup" aria-label="だれの端末">
      <label><input type="radio" name="whose" ?checked=${!this.all} @change=${() => this.show(false)} />${icon('check')}自分</label>
      <label><input type="radio" name="whose" ?checked=${this.all} @change=${() => this.show(true)} />${icon('check')}みんな</label></div></div>`;
  }

  private row(row: SessionView): TemplateResult {
    return html`<div class="q mini"><div class="col-s"><b>${this.all ? `${row.staff}　` : ''}${row.device ?? '端末の名前なし'}</b>
        <span class="s num">${shortInstant(row.createdAt)} にログイン・${shortInstant(row.expiresAt)} まで</span></div>
      ${row.current ? chip('ok', 'この端末') : html`<button class="b b-quiet b-s" type="button" @click=${() => this.end(row)}>終わらせる<span class="vh">：${row.staff} ${row.device ?? ''}</span></button>`}</div>`;
  }

  private show(all: boolean): void {
    this.all = all;
    void this.live.refresh();
  }

  private async end(row: SessionView): Promise<void> {
    const done = await this.ending.run(() => endSession(row.id));
    if (done) announce('終わらせました。');
    await this.live.refresh();
  }

  private readonly endOthers = async (): Promise<void> => {
    const done = await this.ending.run(() => endOtherSessions());
    if (done) announce(`${done.ended}台を終わらせました。`);
    await this.live.refresh();
  };
}
