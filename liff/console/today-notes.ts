import { html, nothing, type TemplateResult } from 'lit';
import { civilDate } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { TodayView } from '../../worker/views/desk.ts';
import { shortMoment } from '../data/console-stages.ts';
import { quotaShare } from '../data/console-today.ts';
import { chip, rule } from './chips.ts';
import { icon } from './icons.ts';
import { sheet } from './sheet.ts';
import { urls } from './urls.ts';

/** What LINE still lets the office send this month; from 80 % on it says what to do. */
export function quotaSheet({ quota }: TodayView): TemplateResult | typeof nothing {
  if (!quota) return nothing;
  const share = quotaShare(quota);
  const drawn =
    quota.state === 'ok'
      ? nothing
      : chip(
          quota.state === 'out' ? 'stop' : 'wait',
          quota.state === 'out' ? '使いきりました' : `${share}% 使いました`,
          'alert',
        );
  return html`<section class="sheet" aria-labelledby="quo-h"><header>${icon('send')}<h2 id="quo-h">${Number(quota.month.slice(5))}月の LINE の残り</h2></header>
    <div class="pad ${quota.state === 'ok' ? '' : quota.state}"><div class="row ends">${
      quota.left === null
        ? html`<b>上限なし</b>`
        : html`<span><b class="big num">${said(quota.left)}</b>通<span class="s num">／${said(quota.limit ?? 0)}通</span></span>`
    }${drawn}</div>
    ${
      share === null
        ? nothing
        : html`<svg class="gauge ${quota.state}" role="img" aria-label="${share}パーセント使いました"><rect width="100%" height="100%"></rect><rect class="a" width="${share}%" height="100%"></rect></svg>`
    }
    ${
      quota.state === 'low'
        ? html`<p>残りが少ないあいだは、電話や訪問を先にします。ごくわずかになると、自動のお知らせを止めて、返信のために残します。</p>`
        : quota.state === 'out'
          ? html`<p><b>LINE は送れません。</b>届いたものには、電話か訪問でこたえます。来月のはじめにもどります。</p>`
          : nothing
    }
    <p class="s num">送った数 ${said(quota.used)}通・${shortMoment(quota.readAt)} に LINE で確認</p></div></section>`;
}

/** R2: people whose contact the office should talk about: how to support them, never how to stop them. */
export function reviewSheet({ reviews }: TodayView): TemplateResult | typeof nothing {
  if (reviews.length === 0) return nothing;
  return html`${sheet(
    'rev',
    'talk',
    '検討',
    reviews,
    '',
    reviews.map(
      (
        row,
      ) => html`<div class="q mini"><div><span class="who"><a href=${urls.review(row.id)}>${row.contactName}</a></span><span class="s">${shortDate(civilDate(row.openedAt))}から・支え方を話し合います ${rule(1)}</span></div>
        <a class="b b-quiet" href=${urls.review(row.id)}>開く<span class="vh">：${row.contactName}</span></a></div>`,
    ),
  )}`;
}

function said(number: number): string {
  return number.toLocaleString('ja-JP');
}
