import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { ImportPreview, ImportProblem } from '../../worker/views/clients.ts';
import { checkImport, IMPORT_TEMPLATE, importClients } from '../data/console-clients.ts';
import { decodeTable } from '../data/read-file.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { navigation } from './navigation.ts';
import { Page } from './part.ts';
import { managersOnly } from './settings-tabs.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './styles/office.css';
import { urls } from './urls.ts';

const MOST_BYTES = 4_000_000;

interface Chosen {
  name: string;
  text: string;
  encoding: string;
}

/** Clients out of a table: looked over line by line first, then all of them or none. */
@customElement('page-client-import')
export class PageClientImport extends Page {
  @state() private chosen: Chosen | null = null;
  @state() private unreadable = '';
  @state() private preview: ImportPreview | null = null;
  @state() private despite = false;
  protected readonly watch = new StaffWatch(this);
  private readonly checking = new Deed(this);
  private readonly taking = new Deed(this);

  protected override render(): TemplateResult {
    if (staffSession.me?.role !== 'manager') return managersOnly('まとめて登録する');
    return html`<div class="top"><div class="grow"><h1>まとめて登録する</h1><span class="s">表（CSV）から利用者を取りこみます。一度に5,000人まで</span></div></div>
      <div class="page"><section class="sheet" aria-labelledby="f-h"><header>${icon('doc')}<h2 id="f-h">ファイルを選ぶ</h2></header><div class="pad">
        <p>「名前」と「よみ」の列が要ります。ほかの列はあってもなくてもかまいません。</p>
        <div><a class="b b-quiet" href=${IMPORT_TEMPLATE} download>${icon('doc')}見出しだけの表をもらう</a></div>
        <dl class="kv"><dt>生年月日</dt><dd>1990-04-01、1990/4/1、平成2年4月1日、H2.4.1</dd><dt>通所先</dt><dd>ある・ない（空なら、ない）</dd>
          <dt>モニタリングの月</dt><dd>3・9 のように。受給者証のとおりに</dd><dt>担当</dt><dd>職員の名前（空なら、あなた）</dd></dl>
        <div class="f"><label for="csv">CSV ファイル（UTF-8 または Shift_JIS）</label><input class="in" id="csv" type="file" accept=".csv,text/csv" @change=${this.choose} /></div>
        ${this.unreadable ? html`<p class="miss" role="alert">${this.unreadable}</p>` : nothing}
        <fault-note .failure=${this.checking.failure}></fault-note>
        ${this.checking.busy ? html`<p class="s" role="status">確かめています</p>` : nothing}</div></section>
        ${this.preview && this.chosen ? this.shown(this.preview, this.chosen) : nothing}</div>`;
  }

  private shown(preview: ImportPreview, chosen: Chosen): TemplateResult {
    const { problemCount, warningCount, count } = preview;
    return html`<section class="sheet" aria-labelledby="p-h"><header>${icon(problemCount > 0 ? 'alert' : 'check')}<h2 id="p-h" tabindex="-1">${problemCount > 0 ? `直すところが ${problemCount}か所あります` : `${count}人を登録できます`}</h2><span class="s">${chosen.name}・${chosen.encoding}</span></header>
      <div class="pad">
        ${problemCount > 0 ? html`<p>ひとつでもまちがいがあると、だれも登録しません。表を直して、もう一度選んでください。</p>${lines('直すところ', preview.problems, problemCount)}` : nothing}
        ${warningCount > 0 ? html`<p class="say wait"><b>同じ人かもしれない行が ${warningCount}件あります。</b>二重の登録でないか、確かめてください。</p>${lines('同じ人かもしれない行', preview.warnings, warningCount)}` : nothing}
        ${preview.sample.length > 0 ? this.sample(preview) : nothing}
        ${problemCount === 0 ? this.go(preview) : nothing}</div></section>`;
  }

  private sample({ sample, count }: ImportPreview): TemplateResult {
    return html`<div class="scroll" tabindex="0" role="group" aria-label="登録する人"><table><caption class="s">はじめの${sample.length}人（全部で${count}人）</caption><thead><tr><th>行</th><th>名前</th><th>よみ</th><th>生年月日</th><th>モニタリング</th><th>保護者</th></tr></thead>
      <tbody>${sample.map((row) => html`<tr><td class="num">${row.line}</td><td>${row.name}</td><td>${row.kana}</td><td class="num">${row.birthDate ?? ''}</td><td>${row.monitoringMonths.map((month) => `${month}月`).join('・')}</td><td>${row.guardian ?? ''}</td></tr>`)}</tbody></table></div>`;
  }

  private go({ count, warningCount }: ImportPreview): TemplateResult {
    return html`${
      warningCount > 0
        ? html`<label class="row"><input type="checkbox" ?checked=${this.despite} @change=${(
            event: Event,
          ) => {
            this.despite = (event.target as HTMLInputElement).checked;
          }} />別の人だと確かめた。みんな登録する</label>`
        : nothing
    }
      <fault-note .failure=${this.taking.failure}></fault-note>
      <div class="row"><button class="b b-main" type="button" @click=${this.take}>${this.taking.busy ? '登録しています' : `${count}人を登録する`}</button>
        <a class="b b-quiet" href=${urls.clients()}>やめる</a></div>`;
  }

  private readonly choose = async (event: Event): Promise<void> => {
    const field = event.target as HTMLInputElement;
    const file = field.files?.[0];
    this.preview = null;
    this.chosen = null;
    this.despite = false;
    this.unreadable = '';
    if (!file) return;
    if (file.size > MOST_BYTES) {
      this.unreadable = 'ファイルが大きすぎます（4MB まで）。分けて取りこんでください。';
      return;
    }
    const read = decodeTable(new Uint8Array(await file.arrayBuffer()));
    // The same file, mended, may be chosen again.
    field.value = '';
    if (!read) {
      this.unreadable =
        '文字として読めません。Excel では「CSV UTF-8」か「CSV」の形で保存してください（.xlsx のままでは読めません）。';
      return;
    }
    const preview = await this.checking.run(() => checkImport(read.text));
    if (!preview) return;
    this.chosen = { name: file.name, text: read.text, encoding: read.encoding };
    this.preview = preview;
    announce(
      preview.problemCount > 0
        ? `直すところが${preview.problemCount}か所あります。`
        : `${preview.count}人を登録できます。`,
      'ears',
    );
    await this.updateComplete;
    this.querySelector<HTMLElement>('#p-h')?.focus();
  };

  private readonly take = async (): Promise<void> => {
    const { chosen } = this;
    if (!chosen) return;
    const done = await this.taking.run(() => importClients(chosen.text, this.despite));
    if (!done) return;
    announce(`${done.imported}人を登録しました。`);
    navigation.go(urls.clients(), 'replace');
  };
}

function lines(title: string, problems: readonly ImportProblem[], count: number): TemplateResult {
  return html`<div class="scroll lines" tabindex="0" role="group" aria-label=${title}><table><thead><tr><th>行</th><th>列</th><th>どうする</th></tr></thead>
    <tbody>${problems.map((each) => html`<tr><td class="num">${each.line}</td><td>${each.column ?? ''}</td><td>${each.message}</td></tr>`)}</tbody></table>
    ${count > problems.length ? html`<p class="s">ほかに ${count - problems.length}か所あります。</p>` : nothing}</div>`;
}
