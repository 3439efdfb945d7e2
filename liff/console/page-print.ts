import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { civilDate, clockTime } from '../../worker/manual/jst.ts';
import { sayLongDate } from '../../worker/manual/say.ts';
import type { ClientView } from '../../worker/views/clients.ts';
import type { RecordFilter, RecordView } from '../../worker/views/records.ts';
import { fetchClient, recordThreads } from '../data/console-clients.ts';
import { METHOD } from '../data/console-labels.ts';
import { fetchRecords, RECORD_FILTERS } from '../data/console-records.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Once } from './once.ts';
import { Page } from './part.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './styles/print.css';
import { type PrintAsked, urls } from './urls.ts';

/** More pages than anybody prints at once. */
const MOST_PAGES = 40;

interface Loaded {
  client: ClientView;
  records: RecordView[];
  cut: boolean;
}

/** 相談記録 on A4, oldest first, with every correction beside what it corrects; the browser makes the PDF. */
@customElement('page-print')
export class PagePrint extends Page {
  @property({ attribute: false }) clientId = '';
  @property({ attribute: false }) asked: PrintAsked = {};
  protected readonly watch = new StaffWatch(this);
  private readonly once = new Once<Loaded>(this, (signal) => this.load(signal));
  private sheet: CSSStyleSheet | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.body.classList.remove('printing');
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== this.sheet);
    this.sheet = null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.body.classList.add('printing');
  }

  protected override render(): TemplateResult {
    const loaded = this.once.value;
    if (!loaded)
      return this.once.failure
        ? html`<div class="lone"><h1>印刷</h1><fault-note .failure=${this.once.failure} .retry=${() => void this.once.load()}></fault-note></div>`
        : html`<p class="lone s">読み込んでいます</p>`;
    const { client, records, cut } = loaded;
    const me = staffSession.me;
    const office = me?.office.name ?? '';
    const now = me?.now ?? 0;
    const threads = recordThreads(records).reverse();
    this.foot(`${office}　印刷 ${civilDate(now).replaceAll('-', '/')} ${clockTime(now)}`);
    return html`<div class="noprint"><a class="b b-quiet" href=${urls.client(client.id)}>${icon('l')}もどる</a>
        <button class="b b-main" type="button" @click=${() => window.print()}>${icon('print')}A4 で印刷する・PDF にする</button></div>
      ${cut ? html`<p class="noprint say wait">記録が多いため、新しい${records.length}件だけを並べました。期間をしぼると、すべて印刷できます。</p>` : nothing}
      <article class="a4"><h1>相談記録</h1>
        <table class="whole"><tbody><tr><th scope="row">利用者</th><td>${client.name} 様</td><th scope="row">事業所</th><td>${office}</td></tr>
          <tr><th scope="row">期間</th><td>${this.period(threads.map(({ entry }) => entry))}</td><th scope="row">記録の数</th><td>${threads.length}件${this.said()}</td></tr></tbody></table>
        ${threads.length === 0 ? html`<p>この条件の記録はありません。</p>` : threads.map(({ entry, corrections }) => entryTable(entry, corrections))}
        <table class="sign" aria-label="確認の印"><tbody><tr><td>管理者</td><td>担当</td></tr></tbody></table>
      </article>`;
  }

  private async load(signal: AbortSignal): Promise<Loaded> {
    const { from, until, caseId, kind } = this.asked;
    const asked = { from, until, caseId, kind: (kind ?? null) as RecordFilter | null };
    const asking = fetchClient(this.clientId, signal);
    // Whoever waits for the records first still hears of its failure.
    asking.catch(() => {});
    const records: RecordView[] = [];
    let after: string | null = null;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const found: Awaited<ReturnType<typeof fetchRecords>> = await fetchRecords(
        this.clientId,
        { ...asked, after, print: page === 0 },
        signal,
      );
      records.push(...found.records);
      after = found.next;
      if (after === null) break;
    }
    return { client: await asking, records, cut: after !== null };
  }

  /** The office's name and the page's number stand in the margin, which only a style sheet can fill. */
  private foot(words: string): void {
    if (this.sheet) return;
    this.sheet = new CSSStyleSheet();
    this.sheet.replaceSync(
      `@page { @bottom-left { content: ${quoted(words)}; font-size: 9pt } @bottom-right { content: counter(page) " / " counter(pages) " ページ"; font-size: 9pt } }`,
    );
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
  }

  private period(entries: readonly RecordView[]): string {
    const from = this.asked.from ?? (entries[0] ? civilDate(entries[0].at) : null);
    const last = entries.at(-1);
    const until = this.asked.until ?? (last ? civilDate(last.at) : null);
    return from && until ? `${sayLongDate(from)}から ${sayLongDate(until)}まで` : 'すべて';
  }

  private said(): string {
    const words = RECORD_FILTERS.find(([kind]) => kind !== null && kind === this.asked.kind)?.[1];
    return words ? `（${words}だけ）` : '';
  }
}

function entryTable(entry: RecordView, corrections: readonly RecordView[]): TemplateResult {
  const { body } = entry;
  const at = body.startedAt ?? entry.at;
  const until = body.endedAt === undefined ? '' : `–${clockTime(body.endedAt)}`;
  const row = (label: string, text: string | undefined) =>
    text ? html`<tr><th scope="row">${label}</th><td colspan="3" class="pre">${text}</td></tr>` : nothing;
  const next = body.nextAction
    ? `${body.nextAction}${body.nextDue ? `（${sayLongDate(body.nextDue)}まで）` : ''}`
    : undefined;
  return html`<table class="entry"><caption class="vh">${entry.seq}番の記録</caption><colgroup><col class="label" /><col /><col class="label" /><col /></colgroup><tbody>
    <tr><th scope="row">日時</th><td class="num">${sayLongDate(civilDate(at))}　${clockTime(at)}${until}</td><th scope="row">番号</th><td class="num">${entry.seq}</td></tr>
    <tr><th scope="row">手段・場所</th><td>${[body.method ? METHOD[body.method] : '', body.place ?? ''].filter(Boolean).join('・')}</td><th scope="row">記録した人</th><td>${entry.actor}</td></tr>
    ${row('相手', body.partner ? `${body.partner}${body.relation ? `（${body.relation}）` : ''}` : undefined)}
    ${row('要点', body.summary)}${row('目的', body.purpose)}${row('体調・通所・最近の様子', body.condition)}
    ${row('内容', body.content)}${row('対応', body.response)}${row('つぎの予定', next)}${row('理由', body.reason)}
    ${corrections.map(
      (
        fix,
        at,
      ) => html`<tr><th scope="row">訂正 ${at + 1}</th><td colspan="3"><span class="pre">${fix.body.content ?? fix.body.summary}</span><br />
        <span class="num">${civilDate(fix.recordedAt).replaceAll('-', '/')} ${clockTime(fix.recordedAt)}　${fix.actor}${fix.body.reason ? `　理由：${fix.body.reason}` : ''}</span></td></tr>`,
    )}</tbody></table>`;
}

/** A string of CSS, whatever stands in the office's name. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"\n\r\f]/g, (each) => `\\${each.charCodeAt(0).toString(16)} `)}"`;
}
