import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { civilDate, partsOf } from '../../worker/manual/jst.ts';
import { shortDate, shortInstant } from '../../worker/manual/say.ts';
import type { CaseRow } from '../../worker/views/cases.ts';
import type { ClientView } from '../../worker/views/clients.ts';
import { fetchClient } from '../data/console-clients.ts';
import { CASE_KIND, METHOD } from '../data/console-labels.ts';
import { askRecordsEarly } from '../data/console-records.ts';
import { agreementNotes } from './agreement-note.ts';
import { caseChip, chip, dots, rule } from './chips.ts';
import './client-contacts.ts';
import './client-details.ts';
import './client-timeline.ts';
import { draftRow } from './draft-row.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import './styles/office.css';
import './task-list.ts';
import { staffSession } from './staff-session.ts';
import { urls } from './urls.ts';

/** Everything about one client: the record, the matters under way, whom to reach and whether LINE may be used. */
@customElement('page-client')
export class PageClient extends Page {
  @property({ attribute: false }) clientId = '';
  private readonly live = new Live<ClientView>(this, (signal) => fetchClient(this.clientId, signal));

  override connectedCallback(): void {
    askRecordsEarly(this.clientId);
    super.connectedCallback();
  }

  protected override render(): TemplateResult {
    const client = this.live.value;
    const fault = html`<fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note>`;
    if (!client) {
      if (!this.live.failure) return html`<p class="lone s">読み込んでいます</p>`;
      return html`<div class="lone"><h1>利用者</h1>${fault}<p><a class="b b-quiet" href=${urls.clients()}>一覧へもどる</a></p></div>`;
    }
    return html`<div class="top"><div class="grow"><h1>${client.name} さん</h1><span class="s">${client.kana ?? ''}・担当 ${client.counselor.name}</span></div>
        <div class="row"><a class="b b-main" href=${urls.caseOpen(client.id)}>${icon('calswap')}調整をはじめる</a>
          <a class="b b-quiet" href=${urls.record(client.id)}>${icon('doc')}記録を書く</a></div></div>
      <div class="page">${fault}${agreementNotes(client.agreements)}<div class="two parted">
        <div>
          ${client.tasks.length > 0 ? html`<task-list .tasks=${client.tasks} .named=${false} .changed=${() => void this.live.refresh()}></task-list>` : nothing}
          ${this.drafts(client)}${this.cases(client)}
          <client-contacts .client=${client} .changed=${() => void this.live.refresh()}></client-contacts>
        </div>
        <aside aria-label="利用者の情報">
          ${this.methods(client)}
          <client-details .client=${client} .changed=${() => void this.live.refresh()}></client-details>
          ${staffSession.me?.role === 'manager' ? html`<p class="s"><a href=${urls.erase(client.id)}>記録の消去（管理者）</a></p>` : nothing}
        </aside>
        <div>${keyed(client.id, html`<client-timeline .client=${client}></client-timeline>`)}</div></div></div>`;
  }

  private cases(client: ClientView): TemplateResult {
    const open = client.cases.filter((each) => each.status === 'open' || each.status === 'confirmed');
    const closed = client.cases.filter((each) => !open.includes(each));
    return html`<section class="sheet" aria-labelledby="cs-h"><header>${icon('calswap')}<h2 id="cs-h">調整</h2><span class="count num">${open.length}<span class="vh">件</span></span></header>
      ${open.length === 0 ? html`<p class="pad s">進めている調整はありません。</p>` : open.map((each) => caseRow(each))}
      ${closed.length > 0 ? html`<details class="pad"><summary>終わった調整 ${closed.length}件</summary>${closed.map((each) => caseRow(each))}</details>` : nothing}
    </section>`;
  }

  private drafts(client: ClientView): TemplateResult | typeof nothing {
    if (client.drafts.length === 0) return nothing;
    return html`<section class="sheet" aria-labelledby="dr-h"><header>${icon('pen')}<h2 id="dr-h">書きかけの記録</h2><span class="count num">${client.drafts.length}<span class="vh">件</span></span></header>
      ${client.drafts.map((draft) => draftRow(draft, false))}</section>`;
  }

  /** R7, R8: visits are the rule, and LINE never twice in a row. */
  private methods(client: ClientView): TemplateResult {
    const shown = client.meetings.slice(0, 3).reverse();
    const { allowed, findings } = client.nextLine;
    return html`<section class="sheet" aria-labelledby="alt-h"><header>${icon('house')}<h2 id="alt-h">面談の方法</h2><span class="s">手順書 3</span></header><div class="pad">
      ${
        shown.length === 0
          ? html`<p class="s">実施した記録はまだありません。</p>`
          : html`<ol class="alt">${shown.map((meeting) => {
              const [, month, day] = partsOf(civilDate(meeting.at));
              return html`<li class=${meeting.method === 'line' ? 'line' : ''}><span class="num">${month}/${day}</span>${icon(meeting.method === 'line' ? 'chat' : meeting.method === 'phone' ? 'phone' : 'house')}<b>${METHOD[meeting.method]}</b><span>${CASE_KIND[meeting.kind]}</span></li>`;
            })}<li class="nextv"><span>次回</span>${icon('house')}<b>訪問</b><span>が原則</span></li></ol>`
      }
      <p>${allowed ? html`<b>次に LINE を使うことは、禁じられていません。</b>` : html`<b>次は LINE では行えません。</b>`} ${rule(3)}</p>
      ${findings.map((finding) => html`<p class="s">${finding.message}</p>`)}
      ${allowed ? html`<p class="s">モニタリングは訪問が大原則です。訪問できない事情と、本人の希望があるときだけ LINE で行えます。</p>` : nothing}</div></section>`;
  }
}

function caseRow(row: CaseRow): TemplateResult {
  return html`<div class="q case-row">
    <div class="col-s"><a class="b-link" href=${urls.case(row.id)}>${CASE_KIND[row.kind]}</a>
      <span class="s">${row.startsAt === null ? `${shortDate(civilDate(row.openedAt))}から` : shortInstant(row.startsAt)}・${row.counselor}</span></div>
    <span>${row.purpose}</span>
    <div class="acts">${row.answered ? chip('ok', '希望日が届いた', 'calswap') : row.status === 'open' ? dots(row.failedCalls, 3) : nothing}${caseChip(row.status)}</div>
  </div>`;
}
