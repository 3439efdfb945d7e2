import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { ClientRow, ClientView } from '../../worker/views/clients.ts';
import { fetchClient, searchClients } from '../data/console-clients.ts';
import { CASE_KIND } from '../data/console-labels.ts';
import { recordsCsv, recordsJson } from '../data/console-records.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Page } from './part.ts';
import { settingsTabs } from './settings-tabs.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './styles/office.css';
import { urls } from './urls.ts';

/** 書き出し: everything that may leave the office as a file, who may take it, and that it is logged. */
@customElement('page-exports')
export class PageExports extends Page {
  @state() private found: ClientRow[] | null = null;
  @state() private client: ClientView | null = null;
  protected readonly watch = new StaffWatch(this);
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult {
    const manager = staffSession.me?.role === 'manager';
    return html`<div class="top"><div class="grow"><h1>書き出し</h1><span class="s">ファイルにして取り出せるものです。だれが、いつ、何を取り出したかが残ります</span></div></div>
      <div class="page">${settingsTabs('exports')}<div class="two"><div>
        <section class="sheet" aria-labelledby="xo-h"><header>${icon('doc')}<h2 id="xo-h">事業所全体</h2></header>
          <div class="q mini"><div class="col-s"><b>月ごとの数字</b><span class="s">職員ならだれでも・名前は入りません</span></div><a class="b" href="/api/console/reports/monthly/csv" download>CSVで取り出す<span class="vh">：月ごとの数字</span></a></div>
          <div class="q mini"><div class="col-s"><b>いま有効な承諾の一覧</b><span class="s">管理者だけ・名前と、承諾した日と版が入ります</span></div>${manager ? html`<a class="b" href="/api/console/exports/consents/csv" download>CSVで取り出す<span class="vh">：承諾の一覧</span></a>` : html`<span class="s">管理者に頼んでください</span>`}</div></section>
        <section class="sheet" aria-labelledby="xc-h"><header>${icon('users')}<h2 id="xc-h">ひとりの利用者</h2></header>
          <form class="pad" role="search" aria-label="利用者をさがす" @submit=${this.search}><div class="f"><label for="xq">名前かよみ</label><input class="in" id="xq" name="q" maxlength="60" autocomplete="off" /></div>
            <fault-note .failure=${this.deed.failure}></fault-note><div><button class="b b-main" type="submit">さがす</button></div></form>
          ${this.found?.length === 0 ? html`<p class="pad s">見つかりません。</p>` : nothing}
          ${this.client ? nothing : (this.found ?? []).slice(0, 20).map((each) => html`<div class="q mini"><span class="who"><b>${each.name}</b><small>${each.kana}</small></span><button class="b b-quiet" type="button" @click=${() => this.choose(each.id)}>選ぶ<span class="vh">：${each.name}</span></button></div>`)}
          ${this.client ? this.of(this.client) : nothing}</section></div>
        <aside aria-label="取り出したあと"><p class="say wait"><b>取り出したファイルには、個人の情報が入ります。</b>LINE では送れません（手順書 4）。メール・FAX・郵送で渡し、要らなくなったら消してください。</p>
          ${manager ? html`<p><a href=${urls.access()}>だれが何を取り出したかを見る</a></p>` : nothing}</aside></div></div>`;
  }

  private of(client: ClientView): TemplateResult {
    const calls = (id: string) => `/api/console/cases/${encodeURIComponent(id)}/calls/csv`;
    return html`<div class="q mini"><div class="col-s"><span class="who"><a href=${urls.client(client.id)}>${client.name}</a><small>${client.kana ?? ''}</small></span><span class="s">相談記録。職員ならだれでも</span></div>
        <div class="row"><a class="b" href=${recordsCsv(client.id, {})} download>CSV<span class="vh">：相談記録</span></a><a class="b" href=${recordsJson(client.id)} download>確かめられる形（JSON）<span class="vh">：相談記録</span></a><a class="b b-quiet" href=${urls.print(client.id, {})}>印刷する<span class="vh">：相談記録</span></a></div></div>
      ${client.cases.map(
        (each) =>
          html`<div class="q mini"><div class="col-s"><b>電話の記録</b><span class="s">${CASE_KIND[each.kind]}・${each.purpose}。職員ならだれでも</span></div><a class="b" href=${calls(each.id)} download>CSV<span class="vh">：${each.purpose}の電話</span></a></div>`,
      )}
      <div class="pad"><button class="b b-quiet" type="button" @click=${this.another}>ほかの利用者をさがす</button></div>`;
  }

  private readonly search = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { q = '' } = fieldsOf(event.target as HTMLFormElement);
    const page = await this.deed.run(() => searchClients(q, null));
    if (!page) return;
    this.client = null;
    this.found = page.rows;
    announce(`${page.rows.length}人見つかりました。`, 'ears');
  };

  private readonly choose = async (id: string): Promise<void> => {
    const client = await this.deed.run(() => fetchClient(id));
    if (client) this.client = client;
  };

  private readonly another = (): void => {
    this.client = null;
    this.found = null;
    void this.updateComplete.then(() => this.querySelector<HTMLInputElement>('#xq')?.focus());
  };
}
