import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { addDays, civilDate } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { ContactRow } from '../../worker/views/clients.ts';
import type { AgreementRow, ReviewRow } from '../../worker/views/desk.ts';
import { searchContacts } from '../data/console-clients.ts';
import { fetchThread, type Thread } from '../data/console-messages.ts';
import {
  closeReview,
  fetchReviews,
  outcomeOf,
  type ReviewFields,
  reviewSaid,
  SUPPORTS,
} from '../data/console-reviews.ts';
import { announce } from './announce.ts';
import { chip, rule } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import './fault-note.ts';
import { complain, fieldsOf, tickedOf } from './forms.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { navigation } from './navigation.ts';
import { Page } from './part.ts';
import { reviewChart } from './review-chart.ts';
import './review-look.ts';
import './send-window.ts';
import { staffSession } from './staff-session.ts';
import './thread-view.ts';
import { urls } from './urls.ts';

interface Loaded {
  row: ReviewRow | undefined;
  /** What it agreed, where its card is closed and people will look at it again. */
  agreement: AgreementRow | undefined;
  thread: Thread;
  /** Whose contact it is, where the office knows. */
  contact: ContactRow | undefined;
}

const NOTHING: Thread = { messages: [], sent: [] };

/** One review card (R2): what lies behind it and how to support first, then the numbers, then what people decide. */
@customElement('page-review')
export class PageReview extends Page {
  @property({ attribute: false }) reviewId = '';
  private readonly live = new Live<Loaded>(this, async (signal) => {
    const { reviews, agreements } = await fetchReviews(signal);
    staffSession.count(staffSession.work, reviews.length);
    const row = reviews.find((each) => each.id === this.reviewId);
    const agreement = agreements.find((each) => each.reviewId === this.reviewId);
    if (!row) return { row, agreement, thread: NOTHING, contact: undefined };
    const [thread, { rows }] = await Promise.all([
      fetchThread(row.contactId, signal),
      searchContacts(row.contactName, signal),
    ]);
    return { row, agreement, thread, contact: rows.find((each) => each.id === row.contactId) };
  });
  private readonly closing = new Deed(this);

  protected override render(): TemplateResult {
    const loaded = this.live.value;
    const head = html`<div class="top"><div class="grow"><h1>検討カード</h1><span class="s">責めるためではなく、支え方を話し合うためのカードです（手順書 1）</span></div><send-window></send-window></div>`;
    const fault = html`<fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note>`;
    if (!loaded)
      return html`${head}<div class="page">${this.live.failure ? fault : html`<p class="s">読み込んでいます</p>`}</div>`;
    if (!loaded.row && loaded.agreement)
      return html`${head}<div class="page">${fault}<review-look .row=${loaded.agreement}></review-look></div>`;
    if (!loaded.row)
      return html`${head}<div class="page">${fault}<div class="lone"><p>このカードの話し合いは終わっています。決めたことは、利用者の相談記録にあります。</p><p><a class="b b-quiet" href=${urls.reviews()}>検討の一覧へ</a></p></div></div>`;
    return html`${head}<div class="page">${fault}<div class="two turned"><aside aria-label="さいきんのやりとり">${this.talk(loaded)}
        <p class="say">基本相談と緊急の連絡は、数に入れずいつでも受けます。 ${rule(1)}</p></aside>
      <div>${this.card(loaded.row, loaded)}</div></div></div>`;
  }

  private card(row: ReviewRow, { contact }: Loaded): TemplateResult {
    const today = civilDate(staffSession.me?.now ?? row.openedAt);
    return html`<section class="sheet" aria-labelledby="rv-h"><header>${icon('talk')}<h2 id="rv-h">${row.contactName} さん</h2><span class="s">${shortDate(civilDate(row.openedAt))}に自動でつくられました</span></header>
      <form class="pad" novalidate aria-label="話し合いの記録" @submit=${this.save} ${ref(keepDraft(this.key))}>
        <div class="row">${chip('wait', '話し合い待ち', 'talk')}${contact?.clients.map(
          (client) =>
            html`<span class="s"><a href=${urls.client(client.id)}>${client.name} さん</a>（${client.relation}）</span>`,
        )}</div>
        <h3>背景と支え方</h3>
        <div class="grid2"><div class="f"><label for="bg">背景として考えられること</label><textarea class="in low" id="bg" name="background" maxlength="700" aria-describedby="bg-m"></textarea><p class="miss" id="bg-m" data-missing="background" hidden></p></div>
          <div class="f"><label for="tk">どう支えるか、話し合ったこと</label><textarea class="in low" id="tk" name="talked" maxlength="700" aria-describedby="tk-m"></textarea><p class="miss" id="tk-m" data-missing="talked" hidden></p></div></div>
        <h3>やりとりの数</h3>
        <p>${reviewSaid(row)}</p>
        ${reviewChart(row)}
        <fieldset class="f" aria-describedby="sp-m"><legend class="l">決めたこと</legend><div class="pick">${SUPPORTS.map(
          (words) =>
            html`<label><input type="checkbox" name="support" value=${words} />${icon('check')}${words}</label>`,
        )}</div><span class="s">本人と会って、いっしょに決めます。LINE を止めることはしません。</span><p class="miss" id="sp-m" data-missing="support" hidden></p></fieldset>
        <div class="f"><label for="ag">本人と取りきめたこと（あれば）</label><textarea class="in low" id="ag" name="agreed" maxlength="400" aria-describedby="ag-s"></textarea><span class="s" id="ag-s">利用者のページと、LINE を書くページに出ます。例：電話は、火曜と金曜の午前10時に事業所からかけます</span></div>
        <div class="grid2"><div class="f"><label for="mem">話し合った人（2人以上）</label><input class="in" id="mem" name="members" maxlength="120" autocomplete="off" aria-describedby="mem-m" /><p class="miss" id="mem-m" data-missing="members" hidden></p></div>
          <div class="f"><label for="re">見直す日</label><input class="in num" id="re" name="again" type="date" min=${addDays(today, 1)} .defaultValue=${addDays(today, 14)} aria-describedby="re-m" /><p class="miss" id="re-m" data-missing="again" hidden></p></div></div>
        <fault-note .failure=${this.closing.failure}></fault-note>
        <div class="row ends"><span class="s">相談記録に残り、カードは閉じます。</span><button class="b b-main" type="submit">${icon('check')}${this.closing.busy ? '記録しています' : '話し合いを記録する'}</button></div></form></section>`;
  }

  private talk({ row, thread }: Loaded): TemplateResult | typeof nothing {
    if (!row) return nothing;
    const empty = thread.messages.length === 0;
    return html`<section class="sheet" aria-labelledby="rt-h"><header>${icon('chat')}<h2 id="rt-h">さいきんのやりとり</h2></header><div class="pad">
      ${empty ? html`<p class="s">やりとりはまだありません。</p>` : html`<thread-view .thread=${thread} .titled=${false} .changed=${() => this.live.refresh()}></thread-view>`}</div></section>`;
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields: ReviewFields = fieldsOf(form);
    const support = tickedOf(form, 'support').join('、');
    const whole = complain(form, {
      background: !fields.background && '背景を、わかる範囲で書いてください。',
      talked: !fields.talked && '話し合ったことを書いてください。',
      support: !support && '決めたことを選んでください。',
      members: !fields.members && '話し合った人を書いてください。',
      again: Boolean(fields.agreed) && !fields.again && '取りきめを見直す日を選んでください。',
    });
    if (!whole) return;
    const { agreed, again: lookOn } = fields;
    const outcome = outcomeOf({ ...fields, support, again: lookOn ? shortDate(lookOn) : '' });
    const done = await this.closing.run(() =>
      closeReview(this.reviewId, { outcome, ...(agreed ? { agreed } : {}), ...(lookOn ? { lookOn } : {}) }),
    );
    if (!done) return;
    dropDraft(this.key);
    announce('話し合いを相談記録に残しました。');
    navigation.go(urls.reviews(), 'replace');
  };

  private get key(): string {
    return `review:${this.reviewId}`;
  }
}
