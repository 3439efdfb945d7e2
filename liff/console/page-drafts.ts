import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { RecordDraftView } from '../../worker/views/records.ts';
import { fetchDrafts } from '../data/console-records.ts';
import { draftRow } from './draft-row.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './styles/office.css';

/** 記録: what was begun and waits to be completed, one's own first. */
@customElement('page-drafts')
export class PageDrafts extends Page {
  @state() private all = false;
  protected readonly watch = new StaffWatch(this);
  private readonly live = new Live<{ drafts: RecordDraftView[] }>(this, (signal) => fetchDrafts(signal));

  protected override render(): TemplateResult {
    const drafts = this.live.value?.drafts;
    const mine = (drafts ?? []).filter((each) => each.staffId === staffSession.me?.id);
    const shown = this.all ? (drafts ?? []) : mine;
    return html`<div class="top"><div class="grow"><h1>記録</h1><span class="s">確定を待つ相談記録。電話や面談のあとに、下書きができます</span></div></div>
      <div class="page"><fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note>
        <section class="sheet" aria-labelledby="dr-h"><header>${icon('pen')}<h2 id="dr-h">書きかけの記録</h2>${drafts ? html`<span class="count num">${shown.length}<span class="vh">件</span></span>` : ''}</header>
          <div class="pad filters"><div class="pick" role="radiogroup" aria-label="だれの記録">
            <label><input type="radio" name="whose" ?checked=${!this.all} @change=${() => this.show(false)} />${icon('check')}自分</label>
            <label><input type="radio" name="whose" ?checked=${this.all} @change=${() => this.show(true)} />${icon('check')}みんな</label></div></div>
          ${
            drafts === undefined
              ? this.live.failure
                ? ''
                : html`<p class="pad s">読み込んでいます</p>`
              : shown.length === 0
                ? html`<p class="pad">${this.all || drafts.length === 0 ? '確定を待つ記録はありません。' : '自分の記録は、みな確定しています。'}</p>`
                : shown.map((draft) => draftRow(draft, true))
          }</section></div>`;
  }

  private show(all: boolean): void {
    this.all = all;
  }
}
