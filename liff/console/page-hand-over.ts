import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { shortInstant } from '../../worker/manual/say.ts';
import type { HandOverView } from '../../worker/views/office.ts';
import { fetchHandOver, handOver } from '../data/console-office.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { complain } from './forms.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { managersOnly, managersRead, settingsTabs } from './settings-tabs.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './styles/office.css';
import { urls } from './urls.ts';

/** 引きつぎ: whose clients a colleague who leaves hands to whom, with all that hangs on them. */
@customElement('page-hand-over')
export class PageHandOver extends Page {
  @property({ attribute: false }) staffId = '';
  @state() private overlaps: string[] = [];
  @state() private moved = 0;
  protected readonly watch = new StaffWatch(this);
  private readonly loaded = new Live<HandOverView>(this, (signal) =>
    managersRead(() => fetchHandOver(this.staffId, signal)),
  );
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult {
    if (staffSession.me?.role !== 'manager') return managersOnly('引きつぎ');
    const view = this.loaded.value;
    return html`<div class="top"><div class="grow"><h1>引きつぎ</h1><span class="s">担当の利用者を、ほかの職員にまとめて、またはひとりずつ移します</span></div></div>
      <div class="page">${settingsTabs('staff')}<fault-note .failure=${this.loaded.failure} .retry=${() => void this.loaded.refresh()}></fault-note>
        ${this.moved > 0 ? html`<p class="say" role="status"><b>${this.moved}人を引きつぎました。</b>利用者・進んでいる調整・決まっている予定の担当が変わり、相談記録に残りました。</p>` : nothing}
        ${this.overlaps.length > 0 ? html`<div class="say stop"><b>新しい担当の、ほかの予定と重なる予定があります。</b>日時は変えていません。利用者と電話か訪問で相談してください。<ul>${this.overlaps.map((each) => html`<li>${each}</li>`)}</ul></div>` : nothing}
        ${view ? this.form(view) : this.loaded.failure ? nothing : html`<p class="s">読み込んでいます</p>`}</div>`;
  }

  private form({ staff, clients, colleagues }: HandOverView): TemplateResult {
    if (clients.length === 0)
      return html`<section class="sheet" aria-labelledby="ho-h"><header>${icon('users')}<h2 id="ho-h">${staff.name}さん</h2></header><p class="pad">担当の利用者はいません。</p><p class="pad"><a class="b b-main" href=${urls.staff()}>職員の一覧へもどる</a></p></section>`;
    const choices = colleagues.map((each) => html`<option value=${each.id}>${each.name}</option>`);
    return html`<form class="sheet" novalidate aria-label="引きつぎ" @submit=${this.save}><header>${icon('users')}<h2>${staff.name}さんの担当</h2><span class="count num">${clients.length}<span class="vh">人</span></span></header>
      <div class="pad"><div class="f"><label for="ho-to">新しい担当</label><select class="in" id="ho-to" name="to" aria-describedby="ho-m"><option value="">選んでください</option>${choices}</select><p class="miss" id="ho-m" data-missing="to" hidden></p><span class="s">下でひとりずつ選んだ人は、そちらが先です。することと返信は、利用者といっしょに移ります。</span></div></div>
      ${repeat(
        clients,
        (each) => each.id,
        (each) =>
          html`<div class="q mini"><div class="col-s"><span class="who"><a href=${urls.client(each.id)}>${each.name}</a><small>${each.kana}</small></span>
            <span class="s num">調整 ${each.cases}件・すること ${each.tasks}件・未返信 ${each.duties}件${each.meetings.length > 0 ? `・決まっている予定 ${each.meetings.map(shortInstant).join('、')}` : ''}</span></div>
          <select class="in" name="of-${each.id}" aria-label="${each.name}さんの新しい担当"><option value="">上と同じ</option>${choices}<option value="keep">いまは移さない</option></select></div>`,
      )}
      <div class="pad"><fault-note .failure=${this.deed.failure}></fault-note><div class="row ends"><a class="b b-quiet" href=${urls.staff()}>もどる</a><button class="b b-main" type="submit">${icon('check')}${this.deed.busy ? '移しています' : '引きつぐ'}</button></div></div></form>`;
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const view = this.loaded.value;
    if (!view) return;
    const form = event.target as HTMLFormElement;
    const chosen = new FormData(form);
    const to = String(chosen.get('to') ?? '');
    const by = new Map<string, string[]>();
    for (const { id } of view.clients) {
      const target = String(chosen.get(`of-${id}`) ?? '') || to;
      if (target !== 'keep') by.set(target, [...(by.get(target) ?? []), id]);
    }
    if (!complain(form, { to: by.has('') && '新しい担当を選んでください。' })) return;
    const done = await this.deed.run(async () => {
      let moved = 0;
      const overlaps: string[] = [];
      for (const [target, ids] of by)
        for (let left = 1; left > 0; ) {
          const made = await handOver(this.staffId, { to: target, clientIds: ids });
          moved += made.moved;
          overlaps.push(...made.overlaps);
          left = made.left;
        }
      return { moved, overlaps };
    });
    if (done) {
      this.moved = done.moved;
      this.overlaps = done.overlaps;
      announce(`${done.moved}人を引きつぎました。`);
    }
    await this.loaded.refresh();
  };
}
