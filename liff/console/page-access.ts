import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { shortInstant } from '../../worker/manual/say.ts';
import type { AccessRow, Colleague } from '../../worker/views/office.ts';
import { type AccessAsked, fetchAccess, fetchStaff, saidOpened } from '../data/console-office.ts';
import { chip } from './chips.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Once } from './once.ts';
import { Paged } from './paged.ts';
import { Page } from './part.ts';
import { managersOnly, managersRead, settingsTabs } from './settings-tabs.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './styles/office.css';
import { urls } from './urls.ts';

const ALL: AccessAsked = { staffId: null, clientId: null, what: null, from: null, until: null, after: null };

/** 開いた記録: who opened which client's pages, and what left the office. */
@customElement('page-access')
export class PageAccess extends Page {
  @state() private asked: AccessAsked = {
    ...ALL,
    clientId: new URLSearchParams(location.search).get('client'),
  };
  protected readonly watch = new StaffWatch(this);
  private readonly list = new Paged<AccessRow>(this, (after, signal) =>
    managersRead(() => fetchAccess({ ...this.asked, after }, signal)),
  );
  private readonly staff = new Once<{ staff: Colleague[] }>(this, (signal) =>
    managersRead(() => fetchStaff(signal)),
  );

  protected override render(): TemplateResult {
    if (staffSession.me?.role !== 'manager') return managersOnly('開いた記録');
    const rows = this.list.rows;
    return html`<div class="top"><div class="grow"><h1>開いた記録</h1><span class="s">利用者の画面を開いたこと、書き出したことが残ります</span></div></div>
      <div class="page">${settingsTabs('access')}<section class="sheet" aria-labelledby="ac-h"><header>${icon('lock')}<h2 id="ac-h">だれが何を開いたか</h2></header>
        ${this.filters()}
        <fault-note .failure=${this.list.failure} .retry=${() => void this.list.refresh()}></fault-note>
        ${
          rows === undefined
            ? this.list.failure
              ? nothing
              : html`<p class="pad s">読み込んでいます</p>`
            : rows.length === 0
              ? html`<p class="pad s">この条件の記録はありません。</p>`
              : html`<div class="scroll" tabindex="0" role="group" aria-label="開いた記録の表"><table class="access"><thead><tr><th scope="col">いつ</th><th scope="col">だれが</th><th scope="col">利用者</th><th scope="col">何を</th></tr></thead>
                <tbody>${rows.map((row) => accessRow(row))}</tbody></table></div>`
        }${this.list.more()}</section></div>`;
  }

  private filters(): TemplateResult {
    const { asked } = this;
    return html`<div class="pad"><div class="grid3">
        <div class="f"><label for="ac-who">だれが</label><select class="in" id="ac-who" @change=${this.typed('staffId')}><option value="">みんな</option>${(this.staff.value?.staff ?? []).map((each) => html`<option value=${each.id}>${each.name}</option>`)}</select></div>
        <div class="f"><label for="ac-from">いつから</label><input class="in num" id="ac-from" type="date" @change=${this.typed('from')} /></div>
        <div class="f"><label for="ac-until">いつまで</label><input class="in num" id="ac-until" type="date" @change=${this.typed('until')} /></div></div>
      <div class="pick" role="radiogroup" aria-label="しぼりこみ">${WHAT.map(
        ([value, words]) =>
          html`<label><input type="radio" name="what" ?checked=${asked.what === value} @change=${() => this.ask({ what: value })} />${icon('check')}${words}</label>`,
      )}</div>
      ${asked.clientId ? html`<div class="row"><span class="s">ひとりの利用者にしぼっています。</span><button class="b b-quiet b-s" type="button" @click=${() => this.ask({ clientId: null })}>みんなにもどす</button></div>` : nothing}</div>`;
  }

  private readonly typed = (name: 'staffId' | 'from' | 'until') => (event: Event) => {
    this.ask({ [name]: (event.target as HTMLInputElement | HTMLSelectElement).value || null });
  };

  private ask(change: Partial<AccessAsked>): void {
    this.asked = { ...this.asked, ...change };
    void this.list.refresh();
  }
}

const WHAT = [
  [null, 'すべて'],
  ['opened', '開いた'],
  ['export', '書き出した'],
] as const;

function accessRow(row: AccessRow): TemplateResult {
  const out = row.what.startsWith('export');
  return html`<tr><td class="num nb">${shortInstant(row.at)}</td><td>${row.staff}</td>
    <td>${row.clientId && row.client ? html`<a href=${urls.client(row.clientId)}>${row.client}</a>` : '事業所全体'}</td>
    <td>${out ? chip('wait', saidOpened(row.what), 'send') : saidOpened(row.what)}${row.detail ? html` <span class="s">${row.detail}</span>` : nothing}</td></tr>`;
}
