import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { sayLongDate, sayMonth, shortInstant } from '../../worker/manual/say.ts';
import type { JobView } from '../../worker/views/notices.ts';
import { dismissProposal, fetchRounds, HELD_WHY, type Rounds } from '../data/console-notices.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { sheet } from './sheet.ts';
import { urls } from './urls.ts';

/** A round of cron changes nothing else in the office. */
const OFTEN = 30_000;

/** 定時処理: what runs by itself, what it proposes, and what the cap per person kept back. */
@customElement('page-jobs')
export class PageJobs extends Page {
  private readonly dismissing = new Deed(this);
  private readonly live = new Live<Rounds>(this, fetchRounds, OFTEN);

  protected override render(): TemplateResult {
    const rounds = this.live.value;
    return html`<div class="top"><div class="grow"><h1>定時処理</h1><span class="s">ひとりでに動く仕事と、その結果です</span></div></div>
      <div class="page"><fault-note .failure=${this.live.failure ?? this.dismissing.failure} .retry=${() => void this.live.refresh()}></fault-note>
      ${rounds ? html`${this.proposals(rounds)}${this.held(rounds)}${this.jobs(rounds)}${this.retention(rounds)}` : nothing}</div>`;
  }

  private proposals({ proposals }: Rounds): TemplateResult {
    return html`${sheet(
      'prop',
      'cal',
      'モニタリングの提案',
      proposals,
      'いま、提案はありません。',
      repeat(
        proposals,
        (each) => each.id,
        (
          each,
        ) => html`<div class="q mini"><div><span class="who"><a href=${urls.client(each.client.id)}>${each.client.name}</a></span><span class="s">${sayMonth(each.month)}のモニタリング（担当 ${each.counselor}）</span></div>
          <form class="acts" @submit=${(event: SubmitEvent) => this.dismiss(event, each.id)}><a class="b b-main" href=${`${urls.caseOpen(each.client.id)}?kind=monitoring`}>日程調整を始める<span class="vh">：${each.client.name}</span></a>
            <label class="vh" for=${`why-${each.id}`}>始めない理由</label><input class="in" id=${`why-${each.id}`} name="reason" maxlength="400" placeholder="始めない理由" /><button class="b" type="submit">今は始めない</button></form></div>`,
      ),
    )}`;
  }

  private held({ heldBack }: Rounds): TemplateResult {
    const state = { waiting: '次の日を待っています', sent: 'あとで送りました', dropped: '送りませんでした' };
    return html`${sheet(
      'held',
      'clock',
      '控えた自動の連絡',
      heldBack,
      '控えた連絡はありません。自動の連絡は、おひとりに1日1通、7日で3通までです。',
      heldBack.map(
        (each) =>
          html`<div class="q mini"><div><span class="who"><a href=${urls.client(each.client.id)}>${each.client.name}</a></span><span class="s">${each.contactName}へ・${HELD_WHY[each.why]}のため・${shortInstant(each.lastAt)}・${state[each.state]}${each.nextAt ? `（${shortInstant(each.nextAt)}から）` : ''}</span></div></div>`,
      ),
    )}`;
  }

  private jobs({ jobs }: Rounds): TemplateResult {
    return html`${sheet(
      'jobs',
      'list',
      '動いている仕事',
      jobs.jobs,
      '',
      jobs.jobs.map(
        (
          job,
        ) => html`<div class="q mini"><div><span class="who">${job.label}</span><span class="s">${job.what}</span></div>
          <div><span class="s">${job.turn}・前回 ${job.lastAt === null ? 'まだ' : shortInstant(job.lastAt)}・次回 ${shortInstant(job.nextAt)}${countsOf(job)}</span>${job.failures > 0 ? html`<span class="miss">${job.failures}回続けて失敗しています</span>` : nothing}</div></div>`,
      ),
    )}`;
  }

  private retention({ jobs }: Rounds): TemplateResult {
    return html`${sheet(
      'kept',
      'doc',
      '最後の記録から5年をすぎた方',
      jobs.retention,
      'いません。ひとりでに消すことはありません。',
      jobs.retention.map(
        (each) =>
          html`<div class="q mini"><div><span class="who"><a href=${urls.client(each.clientId)}>${each.name}</a></span><span class="s">最後の記録 ${sayLongDate(each.lastOn)}</span></div></div>`,
      ),
    )}`;
  }

  private async dismiss(event: SubmitEvent, id: string): Promise<void> {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem('reason') as HTMLInputElement;
    const reason = field.value.trim();
    if (!reason) {
      field.focus();
      announce('始めない理由を書いてください。', 'ears');
      return;
    }
    if (await this.dismissing.run(() => dismissProposal(id, reason))) announce('提案を片付けました。');
    await this.live.refresh();
  }
}

function countsOf(job: JobView): string {
  const sum = Object.values(job.counts).reduce((all, count) => all + count, 0);
  return sum > 0 ? `・前回の件数 ${sum}` : '';
}
