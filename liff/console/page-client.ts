import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { civilDate, partsOf } from '../../worker/manual/jst.ts';
import { sayLongDate, shortDate, shortInstant } from '../../worker/manual/say.ts';
import type { CaseRow } from '../../worker/views/cases.ts';
import type { ClientView } from '../../worker/views/clients.ts';
import type { RecordView } from '../../worker/views/records.ts';
import { fetchClient, fetchRecords, recordThreads } from '../data/console-clients.ts';
import { CASE_KIND, METHOD } from '../data/console-labels.ts';
import { caseChip, chip, dots, rule } from './chips.ts';
import './client-contacts.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { isUnsent, recordLine } from './record-line.ts';
import './task-list.ts';
import { urls } from './urls.ts';

/** Everything about one client: the record, the matters under way, whom to reach and whether LINE may be used. */
@customElement('page-client')
export class PageClient extends Page {
  @property({ attribute: false }) clientId = '';
  @state() private filter: Filter = 'all';
  private readonly live = new Live<[ClientView, RecordView[]]>(this, async (signal) => {
    const [client, { records }] = await Promise.all([
      fetchClient(this.clientId, signal),
      fetchRecords(this.clientId, signal),
    ]);
    return [client, records];
  });

  protected override render(): TemplateResult {
    const loaded = this.live.value;
    const fault = html`<fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note>`;
    if (!loaded) {
      if (!this.live.failure) return html`<p class="lone s">読み込んでいます</p>`;
      return html`<div class="lone"><h1>利用者</h1>${fault}<p><a class="b b-quiet" href=${urls.clients()}>一覧へもどる</a></p></div>`;
    }
    const [client, records] = loaded;
    return html`<div class="top"><div class="grow"><h1>${client.name} さん</h1><span class="s">${client.kana ?? ''}・担当 ${client.counselor.name}</span></div>
        <div class="row"><a class="b b-main" href=${urls.caseOpen(client.id)}>${icon('calswap')}調整をはじめる</a>
          <a class="b b-quiet" href=${urls.record(client.id)}>${icon('doc')}記録を書く</a></div></div>
      <div class="page">${fault}<div class="two parted">
        <div>
          ${client.tasks.length > 0 ? html`<task-list .tasks=${client.tasks} .named=${false} .changed=${() => void this.live.refresh()}></task-list>` : nothing}
          ${this.cases(client)}
          <client-contacts .client=${client} .changed=${() => void this.live.refresh()}></client-contacts>
        </div>
        <aside aria-label="利用者の情報">
          ${this.methods(client)}
          <section class="sheet" aria-labelledby="info-h"><header>${icon('info')}<h2 id="info-h">基本の情報</h2></header><div class="pad"><dl class="kv">
            <dt>生年月日</dt><dd>${client.birthDate ? sayLongDate(client.birthDate) : '登録なし'}</dd>
            <dt>通所先</dt><dd>${client.attendsProgram ? 'ある' : 'ない'}</dd>
            <dt>モニタリング</dt><dd>${client.monitoringMonths.length > 0 ? client.monitoringMonths.map((month) => `${month}月`).join('・') : '登録なし'}</dd>
            <dt>事業所に見せる名前</dt><dd>${client.shownName}</dd></dl></div></section>
        </aside>
        <div>${this.records(client, records)}</div></div></div>`;
  }

  private cases(client: ClientView): TemplateResult {
    const open = client.cases.filter((each) => each.status === 'open' || each.status === 'confirmed');
    const closed = client.cases.filter((each) => !open.includes(each));
    return html`<section class="sheet" aria-labelledby="cs-h"><header>${icon('calswap')}<h2 id="cs-h">調整</h2><span class="count num">${open.length}<span class="vh">件</span></span></header>
      ${open.length === 0 ? html`<p class="pad s">進めている調整はありません。</p>` : open.map((each) => caseRow(each))}
      ${closed.length > 0 ? html`<details class="pad"><summary>終わった調整 ${closed.length}件</summary>${closed.map((each) => caseRow(each))}</details>` : nothing}
    </section>`;
  }

  /** R7, R8: visits are the rule, and LINE never twice in a row. */
  private methods(client: ClientView): TemplateResult {
    const shown = client.meetings.slice(0, 3).reverse();
    const last = client.meetings[0];
    return html`<section class="sheet" aria-labelledby="alt-h"><header>${icon('house')}<h2 id="alt-h">面談の方法</h2><span class="s">手順書 3</span></header><div class="pad">
      ${
        shown.length === 0
          ? html`<p class="s">実施した記録はまだありません。</p>`
          : html`<ol class="alt">${shown.map((meeting) => {
              const [, month, day] = partsOf(civilDate(meeting.at));
              return html`<li class=${meeting.method === 'line' ? 'line' : ''}><span class="num">${month}/${day}</span>${icon(meeting.method === 'line' ? 'chat' : meeting.method === 'phone' ? 'phone' : 'house')}<b>${METHOD[meeting.method]}</b><span>${CASE_KIND[meeting.kind]}</span></li>`;
            })}<li class="nextv"><span>次回</span>${icon('house')}<b>訪問</b><span>が原則</span></li></ol>`
      }
      ${
        last?.method === 'line'
          ? html`<p class="s"><b>次は LINE では行えません。</b>2回続けないきまりです。${rule(3)}</p>`
          : nothing
      }</div></section>`;
  }

  private records(client: ClientView, records: RecordView[]): TemplateResult {
    const threads = recordThreads(records.filter((record) => fits(record, this.filter)));
    return html`<section class="sheet" id="tl" aria-labelledby="tl-h"><header>${icon('doc')}<h2 id="tl-h">相談記録</h2><span class="count num">${records.length}<span class="vh">件</span></span><span class="s">新しい順。消せません</span></header>
      <div class="pad filters"><div class="pick" role="radiogroup" aria-label="しぼりこみ">${FILTERS.map(
        ([value, words]) =>
          html`<label><input type="radio" name="flt" value=${value} ?checked=${this.filter === value} @change=${() => {
            this.filter = value;
          }} />${icon('check')}${words}</label>`,
      )}</div></div>
      ${threads.length === 0 ? html`<p class="pad s">${records.length === 0 ? 'まだ記録がありません。' : 'この条件の記録はありません。'}</p>` : html`<ol class="tl">${threads.map(({ entry, corrections }) => recordLine(client.id, entry, corrections))}</ol>`}
    </section>`;
  }
}

type Filter = 'all' | 'call' | 'line' | 'visit' | 'stop';
const FILTERS: readonly [Filter, string][] = [
  ['all', 'すべて'],
  ['call', '電話'],
  ['line', 'LINE'],
  ['visit', '訪問'],
  ['stop', '送れなかった'],
];

function fits(record: RecordView, filter: Filter): boolean {
  if (filter === 'all') return true;
  if (filter === 'call') return record.kind.startsWith('call') || record.body.method === 'phone';
  if (filter === 'visit') return record.body.method === 'visit' || record.body.method === 'office';
  if (filter === 'stop') return isUnsent(record);
  return record.body.method === 'line' || /sent|received|answered|wished/.test(record.kind);
}

function caseRow(row: CaseRow): TemplateResult {
  return html`<div class="q case-row">
    <div class="col-s"><a class="b-link" href=${urls.case(row.id)}>${CASE_KIND[row.kind]}</a>
      <span class="s">${row.startsAt === null ? `${shortDate(civilDate(row.openedAt))}から` : shortInstant(row.startsAt)}・${row.counselor}</span></div>
    <span>${row.purpose}</span>
    <div class="acts">${row.answered ? chip('ok', '希望日が届いた', 'calswap') : row.status === 'open' ? dots(row.failedCalls, 3) : nothing}${caseChip(row.status)}</div>
  </div>`;
}
