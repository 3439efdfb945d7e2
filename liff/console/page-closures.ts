import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { addMonths, partsOf, weekday } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { ClosuresView } from '../../worker/views/office.ts';
import { addClosures, fetchClosures, removeClosure } from '../data/console-office.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import './fault-note.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { managersOnly, managersRead, settingsTabs } from './settings-tabs.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './styles/office.css';
import { urls } from './urls.ts';

const HEADS = ['月', '火', '水', '木', '金', '土', '日'] as const;

/** 休み: own closed days beside weekends, 祝日 and the year's end; they hold at once (R11). */
@customElement('page-closures')
export class PageClosures extends Page {
  @state() private month: string | null = null;
  protected readonly watch = new StaffWatch(this);
  private readonly live = new Live<ClosuresView>(this, (signal) =>
    managersRead(() => fetchClosures(this.month, signal)),
  );
  private readonly adding = new Deed(this);
  private readonly removing = new Deed(this);

  protected override render(): TemplateResult {
    if (staffSession.me?.role !== 'manager') return managersOnly('休み');
    const view = this.live.value;
    return html`<div class="top"><div class="grow"><h1>休み</h1><span class="s">休みの日は、自動の送信をしません。すぐに変わります</span></div></div>
      <div class="page">${settingsTabs('closures')}<fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note>
        ${view ? html`<div class="two"><div>${this.own(view)}${this.form(view)}</div><aside aria-label="月の休み">${this.calendar(view)}</aside></div>` : this.live.failure ? nothing : html`<p class="s">読み込んでいます</p>`}</div>`;
  }

  private own({ closures }: ClosuresView): TemplateResult {
    return html`<section class="sheet" aria-labelledby="own-h"><header>${icon('cal')}<h2 id="own-h">事業所の休み</h2><span class="count num">${closures.length}<span class="vh">日</span></span></header>
      ${
        closures.length === 0
          ? html`<p class="pad s">これからの休みは、土曜・日曜・祝日・年末年始のほかにありません。</p>`
          : closures.map(
              (
                each,
              ) => html`<div class="q mini"><div class="col-s"><b>${shortDate(each.date)}</b><span class="s">${each.reason}</span></div>
        <button class="b b-quiet b-s" type="button" @click=${() => this.reopen(each.date)}>休みをやめる<span class="vh">：${shortDate(each.date)}</span></button></div>`,
            )
      }
      <div class="pad"><fault-note .failure=${this.removing.failure}></fault-note><p class="s">だれがいつ変えたかは、<a href=${urls.changes()}>変更の記録</a>に残ります。</p></div></section>`;
  }

  private form({ today }: ClosuresView): TemplateResult {
    return html`<section class="sheet" aria-labelledby="add-h"><header>${icon('plus')}<h2 id="add-h">休みを足す</h2></header>
      <form class="pad" novalidate aria-label="休みを足す" @submit=${this.add} ${ref(keepDraft('closure'))}>
        <div class="grid2"><div class="f"><label for="cl-from">はじめの日</label><input class="in num" id="cl-from" name="from" type="date" min=${today} aria-describedby="cl-from-m" /><p class="miss" id="cl-from-m" data-missing="from" hidden></p></div>
          <div class="f"><label for="cl-until">おわりの日</label><input class="in num" id="cl-until" name="until" type="date" min=${today} aria-describedby="cl-until-s cl-until-m" /><span class="s" id="cl-until-s">1日だけなら空のまま</span><p class="miss" id="cl-until-m" data-missing="until" hidden></p></div></div>
        <div class="f"><label for="cl-why">わけ</label><input class="in" id="cl-why" name="reason" maxlength="60" autocomplete="off" aria-describedby="cl-why-m" /><p class="miss" id="cl-why-m" data-missing="reason" hidden></p></div>
        <fault-note .failure=${this.adding.failure}></fault-note>
        <div><button class="b b-main" type="submit">${this.adding.busy ? '足しています' : '休みを足す'}</button></div></form></section>`;
  }

  private calendar(view: ClosuresView): TemplateResult {
    const [year, month] = partsOf(`${view.month}-01`);
    const before = (weekday(`${view.month}-01`) + 6) % 7;
    const cells = [...Array.from({ length: before }, () => null), ...view.days];
    const rows = Array.from({ length: Math.ceil(cells.length / 7) }, (_, at) =>
      cells.slice(at * 7, at * 7 + 7),
    );
    return html`<section class="sheet" aria-labelledby="mo-h"><header>${icon('cal')}<h2 id="mo-h">${year}年${month}月</h2></header><div class="pad">
      <div class="row"><button class="b b-quiet b-s" type="button" @click=${() => this.turn(view, -1)}>${icon('l')}前の月</button><button class="b b-quiet b-s" type="button" @click=${() => this.turn(view, 1)}>次の月${icon('r')}</button></div>
      <table class="month"><caption class="vh">${year}年${month}月の休み</caption><thead><tr>${HEADS.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
        <tbody>${rows.map(
          (row) =>
            html`<tr>${Array.from({ length: 7 }, (_, at) => {
              const day = row[at];
              if (!day) return html`<td></td>`;
              const now = day.date === view.today;
              const weekend = /曜日$/.test(day.why ?? '');
              return html`<td class="${day.closed ? 'shut' : ''} ${now ? 'now' : ''}" aria-current=${now ? 'date' : nothing}><span class="num">${partsOf(day.date)[2]}</span>${day.closed ? html`<small class=${weekend ? 'vh' : ''}>${weekend ? '休み' : day.why}</small>` : nothing}</td>`;
            })}</tr>`,
        )}</tbody></table>
      <p class="s">しま模様は休みです。</p></div></section>`;
  }

  private turn(view: ClosuresView, by: number): void {
    this.month = addMonths(`${view.month}-01`, by).slice(0, 7);
    void this.live.refresh();
  }

  private readonly add = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { from = '', until = '', reason = '' } = fieldsOf(form);
    const whole = complain(form, {
      from: !from && 'はじめの日を入れてください。',
      until: until !== '' && until < from && 'おわりの日が、はじめより前です。',
      reason: !reason && 'わけを書いてください（例：職員研修）。',
    });
    if (!whole) return;
    const done = await this.adding.run(() => addClosures({ from, until: until || from, reason }));
    if (!done) return;
    dropDraft('closure');
    form.reset();
    announce('休みを足しました。');
    await this.live.refresh();
  };

  private async reopen(date: string): Promise<void> {
    const done = await this.removing.run(() => removeClosure(date));
    if (done) announce(`${shortDate(date)}の休みをやめました。`);
    await this.live.refresh();
  }
}
