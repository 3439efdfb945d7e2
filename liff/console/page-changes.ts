import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { shortInstant } from '../../worker/manual/say.ts';
import type { ChangeArea, ChangeRow, Page as PageOf } from '../../worker/views/office.ts';
import { CHANGE_AREA, fetchChanges } from '../data/console-office.ts';
import { changeDetail } from './change-detail.ts';
import { chip } from './chips.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Paged } from './paged.ts';
import { Page } from './part.ts';
import { managersOnly, managersRead, settingsTabs } from './settings-tabs.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './styles/office.css';

/** 変更の記録: who changed what of the office, when. */
@customElement('page-changes')
export class PageChanges extends Page {
  @state() private area: ChangeArea | null = null;
  protected readonly watch = new StaffWatch(this);
  private readonly list = new Paged<ChangeRow>(
    this,
    (after, signal): Promise<PageOf<ChangeRow>> =>
      managersRead(() => fetchChanges({ area: this.area, after }, signal)),
  );

  protected override render(): TemplateResult {
    if (staffSession.me?.role !== 'manager') return managersOnly('変更の記録');
    const rows = this.list.rows;
    return html`<div class="top"><div class="grow"><h1>変更の記録</h1><span class="s">だれが、いつ、何を変えたか。消せません</span></div></div>
      <div class="page">${settingsTabs('changes')}<section class="sheet" aria-labelledby="ch-h"><header>${icon('doc')}<h2 id="ch-h">変更</h2></header>
        <div class="pad filters"><div class="pick" role="radiogroup" aria-label="しぼりこみ">${(
          [null, ...Object.keys(CHANGE_AREA)] as (ChangeArea | null)[]
        ).map(
          (area) =>
            html`<label><input type="radio" name="area" ?checked=${this.area === area} @change=${() => this.show(area)} />${icon('check')}${area === null ? 'すべて' : CHANGE_AREA[area]}</label>`,
        )}</div></div>
        <fault-note .failure=${this.list.failure} .retry=${() => void this.list.refresh()}></fault-note>
        ${
          rows === undefined
            ? this.list.failure
              ? nothing
              : html`<p class="pad s">読み込んでいます</p>`
            : rows.length === 0
              ? html`<p class="pad s">まだ変更はありません。</p>`
              : rows.map(
                  (row) =>
                    html`<div class="q mini text-row"><div class="col-s"><b>${row.summary}</b><span class="s num">${shortInstant(row.at)} ${row.staff}</span>${changeDetail(row)}</div>${chip('plain', CHANGE_AREA[row.area])}</div>`,
                )
        }${this.list.more()}</section></div>`;
  }

  private show(area: ChangeArea | null): void {
    this.area = area;
    void this.list.refresh();
  }
}
