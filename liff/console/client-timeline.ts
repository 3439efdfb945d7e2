import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ClientView } from '../../worker/views/clients.ts';
import type { RecordFilter, RecordPage, RecordView } from '../../worker/views/records.ts';
import { recordThreads } from '../data/console-clients.ts';
import { CASE_KIND } from '../data/console-labels.ts';
import { fetchRecords, RECORD_FILTERS, type RecordsAsked, recordsCsv } from '../data/console-records.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Part } from './part.ts';
import { recordLine } from './record-line.ts';
import { urls } from './urls.ts';

/** The page that shows the client reads it anew; the record follows. */
const NEVER = 2 ** 31 - 1;

/** Everything that happened with a client, newest first and a page at a time; corrections stand under what they correct (R5). */
@customElement('client-timeline')
export class ClientTimeline extends Part {
  @property({ attribute: false }) client!: ClientView;
  @state() private asked: RecordsAsked = {};
  @state() private more: RecordView[] = [];
  @state() private moreNext: string | null | undefined;
  private readonly live = new Live<RecordPage>(
    this,
    (signal) => fetchRecords(this.client.id, this.asked, signal),
    NEVER,
  );
  private readonly further = new Deed(this);

  /** Whatever was done to the client stands in the record now. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get('client')) void this.live.refresh();
  }

  protected override render(): TemplateResult {
    const page = this.live.value;
    const total = page?.total ?? null;
    return html`<section class="sheet" id="tl" aria-labelledby="tl-h"><header>${icon('doc')}<h2 id="tl-h">相談記録</h2>${total === null ? nothing : html`<span class="count num">${total}<span class="vh">件</span></span>`}<span class="s">新しい順。消せません</span></header>
      ${this.filters()}
      <fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note>
      ${page ? this.entries(page) : this.live.failure ? nothing : html`<p class="pad s">記録を読み込んでいます</p>`}</section>`;
  }

  private filters(): TemplateResult {
    const { client, asked } = this;
    const cases = client.cases;
    return html`<div class="pad filters"><div class="pick" role="radiogroup" aria-label="しぼりこみ">${RECORD_FILTERS.map(
      ([value, words]) =>
        html`<label><input type="radio" name="flt" ?checked=${(asked.kind ?? null) === value} @change=${() => this.ask({ kind: value as RecordFilter | null })} />${icon('check')}${words}</label>`,
    )}</div>
      <details><summary>期間・調整でしぼる、印刷、CSV</summary><div class="pad flat">
        <div class="grid3"><div class="f"><label for="tl-from">いつから</label><input class="in num" id="tl-from" type="date" @change=${this.typed('from')} /></div>
          <div class="f"><label for="tl-until">いつまで</label><input class="in num" id="tl-until" type="date" @change=${this.typed('until')} /></div>
          <div class="f"><label for="tl-case">調整</label><select class="in" id="tl-case" @change=${this.typed('caseId')}><option value="">すべて</option>${cases.map((each) => html`<option value=${each.id}>${CASE_KIND[each.kind]}　${each.purpose}</option>`)}</select></div></div>
        <div class="row"><a class="b b-quiet" href=${urls.print(client.id, asked)}>${icon('print')}印刷する（A4）</a>
          <a class="b b-quiet" href=${recordsCsv(client.id, asked)} download>${icon('doc')}Excel 用に書き出す（CSV）</a>
          <a class="b b-quiet" href="/api/console/clients/${encodeURIComponent(client.id)}/records/json" download>${icon('lock')}改ざんがないか確かめられる形（JSON）</a></div>
        <p class="s">しぼりこんだ記録だけを、印刷・書き出しします。だれがしたかが残ります。</p></div></details></div>`;
  }

  private entries(page: RecordPage): TemplateResult {
    const rows = [
      ...page.records,
      ...this.more.filter((row) => !page.records.some((one) => one.id === row.id)),
    ];
    const threads = recordThreads(rows);
    const next = this.moreNext === undefined ? page.next : this.moreNext;
    if (threads.length === 0)
      return html`<p class="pad s">${Object.values(this.asked).some(Boolean) ? 'この条件の記録はありません。' : 'まだ記録がありません。'}</p>`;
    return html`<ol class="tl">${repeat(
      threads,
      ({ entry }) => entry.id,
      ({ entry, corrections }) => recordLine(this.client.id, entry, corrections),
    )}</ol>
      ${
        next
          ? html`<div class="pad"><fault-note .failure=${this.further.failure}></fault-note><button class="b b-quiet" type="button" @click=${() => this.loadMore(next)}>${this.further.busy ? '読み込んでいます' : '前の記録を見る'}</button></div>`
          : nothing
      }`;
  }

  private readonly typed = (name: 'from' | 'until' | 'caseId') => (event: Event) => {
    this.ask({ [name]: (event.target as HTMLInputElement | HTMLSelectElement).value || null });
  };

  private ask(change: RecordsAsked): void {
    this.asked = { ...this.asked, ...change };
    this.more = [];
    this.moreNext = undefined;
    void this.live.refresh().then(() => announce(`${this.live.value?.total ?? 0}件です。`, 'ears'));
  }

  private async loadMore(after: string): Promise<void> {
    const page = await this.further.run(() => fetchRecords(this.client.id, { ...this.asked, after }));
    if (!page) return;
    this.more = [...this.more, ...page.records];
    this.moreNext = page.next;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'client-timeline': ClientTimeline;
  }
}
