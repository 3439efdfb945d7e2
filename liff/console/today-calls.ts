import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { CallOutcome } from '../../worker/manual/types.ts';
import type { TodayView } from '../../worker/views/desk.ts';
import { logCall, undoCall } from '../data/console-cases.ts';
import { CASE_KIND, OUTCOME } from '../data/console-labels.ts';
import { shortMoment } from '../data/console-stages.ts';
import { announce } from './announce.ts';
import { dots, who } from './chips.ts';
import { Cut } from './cut.ts';
import { Deed } from './deed.ts';
import { type IconName, icon } from './icons.ts';
import { Part } from './part.ts';
import { Undo } from './undo.ts';
import { urls } from './urls.ts';

type Row = TodayView['calls'][number];

/** 電話をかける: one tap logs a try; the row stays for ten seconds so that a slip can be taken back. */
@customElement('today-calls')
export class TodayCalls extends Part {
  @property({ attribute: false }) calls: Row[] = [];
  @property({ attribute: false }) now = 0;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  /** Where a family member answered: neither a talk nor a failure until staff say which. */
  @state() private asking = '';
  /** The row that was just tapped, as it stood, and where. */
  @state() private tapped: { row: Row; index: number } | null = null;
  private readonly cut = new Cut(this);
  private readonly deed = new Deed(this);
  private readonly undo = new Undo(this, () => {
    this.tapped = null;
  });

  protected override render(): TemplateResult {
    const rows = this.rows();
    return html`<section class="sheet" id="call" aria-labelledby="call-h"><header>${icon('phone')}<h2 id="call-h">電話をかける</h2><span class="count num">${this.calls.length}<span class="vh">件</span></span><span class="s">3回つながらなければ、LINE で折り返しをお願いできます（手順書 2）</span></header>
      ${
        rows.length === 0
          ? html`<p class="pad s">いま、かける電話はありません。</p>`
          : repeat(
              this.cut.rows(rows),
              (row) => row.id,
              (row) => this.row(row),
            )
      }${this.cut.button(rows, '電話')}</section>`;
  }

  private rows(): Row[] {
    const { tapped } = this;
    if (!tapped) return this.calls;
    const rest = this.calls.filter((row) => row.id !== tapped.row.id);
    return [...rest.slice(0, tapped.index), tapped.row, ...rest.slice(tapped.index)];
  }

  private row(row: Row): TemplateResult {
    const said = this.tapped?.row.id === row.id && this.undo.offered;
    return html`<div class="q ${row.failedCalls >= 2 ? 'soon' : ''}">
      <div class="col-s">${dots(row.failedCalls, 3)}<span class="s num"><b>${row.failedCalls >= 3 ? `${row.failedCalls}回不通` : `次が ${row.failedCalls + 1}回目`}</b><br />${row.lastCallAt === null ? 'まだかけていません' : `前回 ${shortMoment(row.lastCallAt)}`}</span></div>
      <div>${who(row.client, urls.case(row.id))}<span class="s">${CASE_KIND[row.kind]}の日程・${row.purpose}<br />${
        row.phone
          ? html`<a class="num" href="tel:${row.phone.replace(/[^\d+]/g, '')}">${row.phone}</a>`
          : '電話番号の登録がありません'
      }</span></div>
      <div class="acts ${said || this.asking === row.id ? '' : 'six'}">${said ? this.said(said.words) : this.asking === row.id ? this.family(row) : this.acts(row)}</div>
      ${this.tapped?.row.id === row.id && this.deed.failure ? html`<div class="wide-cell"><fault-note .failure=${this.deed.failure}></fault-note></div>` : nothing}</div>`;
  }

  private acts(row: Row): TemplateResult {
    if (!row.contactId)
      return html`<a class="b b-quiet" href=${urls.case(row.id)}>開いて記録する<span class="vh">：${row.client.name}</span></a>`;
    return html`${OUTCOMES.map(
      ([outcome, drawing]) =>
        html`<button class="b b-s ${outcome === 'reached' ? '' : 'b-quiet'}" type="button" aria-label="${row.client.name} ${OUTCOME[outcome]}を記録" @click=${() => (outcome === 'family' ? this.ask(row) : this.log(row, { outcome }))}>${icon(drawing)}${OUTCOME[outcome]}</button>`,
    )}`;
  }

  private family(row: Row): TemplateResult {
    return html`<span class="s" id="tf-${row.id}" tabindex="-1">家族が出ました。本人と話せましたか</span>
      <button class="b b-s" type="button" @click=${() => this.log(row, { outcome: 'family', reached: true })}>話せた</button>
      <button class="b b-s b-quiet" type="button" @click=${() => this.log(row, { outcome: 'family', reached: false })}>話せなかった</button>
      <button class="b b-s b-quiet" type="button" @click=${() => {
        this.asking = '';
      }}>もどる</button>`;
  }

  private ask(row: Row): void {
    this.asking = row.id;
    void this.updateComplete.then(() =>
      this.querySelector<HTMLElement>(`#tf-${CSS.escape(row.id)}`)?.focus(),
    );
  }

  private said(words: string): TemplateResult {
    return html`<span class="said">「${words}」を記録しました</span> <button class="b b-s" type="button" @click=${this.takeBack}>取り消す</button>`;
  }

  private async log(row: Row, call: { outcome: CallOutcome; reached?: boolean }): Promise<void> {
    if (!row.contactId) return;
    const contactId = row.contactId;
    this.tapped = { row, index: this.calls.findIndex((each) => each.id === row.id) };
    const made = await this.deed.run(() => logCall({ caseId: row.id }, { contactId, ...call }));
    if (!made) return;
    this.asking = '';
    const words = OUTCOME[call.outcome];
    this.undo.offer(made.id, words);
    announce(`${row.client.name}さん、${words}を記録しました。10秒のあいだ取り消せます。`, 'ears');
    await this.changed();
  }

  private readonly takeBack = async (): Promise<void> => {
    const id = this.undo.offered?.id;
    if (!id) return;
    const done = await this.deed.run(() => undoCall(id));
    if (!done) return;
    this.undo.withdraw();
    announce('取り消しました。');
    await this.changed();
  };
}

const OUTCOMES: readonly [CallOutcome, IconName][] = [
  ['no-answer', 'phoneno'],
  ['voicemail', 'phoneno'],
  ['busy', 'phoneno'],
  ['reached', 'phoneok'],
  ['family', 'users'],
  ['wrong-number', 'x'],
];
