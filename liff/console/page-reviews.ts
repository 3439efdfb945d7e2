import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { civilDate } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { AgreementRow, ReviewRow } from '../../worker/views/desk.ts';
import { fetchReviews, reviewSaid } from '../data/console-reviews.ts';
import { chip, rule } from './chips.ts';
import './fault-note.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import './send-window.ts';
import { sheet } from './sheet.ts';
import { staffSession } from './staff-session.ts';
import { urls } from './urls.ts';

/** 検討: whose contact the office should talk about (R2), oldest first. */
@customElement('page-reviews')
export class PageReviews extends Page {
  private readonly live = new Live<Awaited<ReturnType<typeof fetchReviews>>>(this, async (signal) => {
    const both = await fetchReviews(signal);
    staffSession.count(staffSession.work, both.reviews.length);
    return both;
  });

  protected override render(): TemplateResult {
    const both = this.live.value;
    const fault = html`<fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note>`;
    return html`<div class="top"><div class="grow"><h1>検討</h1><span class="s">責めるためではなく、支え方を話し合うためのカードです（手順書 1）</span></div><send-window></send-window></div>
      <div class="page">${fault}${both ? this.rows(both.reviews, both.agreements) : this.live.failure ? nothing : html`<p class="s">読み込んでいます</p>`}</div>`;
  }

  private rows(rows: ReviewRow[], agreements: AgreementRow[]): TemplateResult {
    return html`<div class="two"><div>${sheet(
      'rev',
      'talk',
      '話し合い待ち',
      rows,
      'いま、話し合うことはありません。',
      rows.map(
        (
          row,
        ) => html`<div class="q mini"><div><span class="who"><a href=${urls.review(row.id)}>${row.contactName}</a></span><span class="s">${shortDate(civilDate(row.openedAt))}につくられました・${reviewSaid(row)}</span></div>
          <div class="acts">${chip('wait', '話し合い待ち', 'talk')}<a class="b b-main" href=${urls.review(row.id)}>話し合う<span class="vh">：${row.contactName}</span></a></div></div>`,
      ),
    )}${this.agreements(agreements)}</div><aside aria-label="数え方"><p class="say">基本相談と緊急の連絡は、数に入れずいつでも受けます。LINE を止めることはありません。話し合ったことは相談記録に残ります。 ${rule(1)}</p><p><a href=${urls.figures()}>月ごとの数字を見る</a></p></aside></div>`;
  }

  /** What was agreed and will be looked at again, the next first. */
  private agreements(rows: AgreementRow[]): TemplateResult | typeof nothing {
    if (rows.length === 0) return nothing;
    const today = civilDate(staffSession.me?.now ?? 0);
    return html`${sheet(
      'agr',
      'doc',
      '取りきめ',
      rows,
      '',
      rows.map(
        (
          row,
        ) => html`<div class="q mini"><div><span class="who"><a href=${urls.review(row.reviewId)}>${row.contactName}</a></span><span class="s">${row.agreed ?? '取りきめたことはありません。様子を見直します'}</span></div>
          <div class="acts">${row.lookOn <= today ? chip('stop', '見直す日です', 'talk') : chip('wait', `見直し ${shortDate(row.lookOn)}`, 'talk')}<a class="b b-quiet" href=${urls.review(row.reviewId)}>見直す<span class="vh">：${row.contactName}</span></a></div></div>`,
      ),
    )}`;
  }
}
