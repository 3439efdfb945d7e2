import { html, type TemplateResult } from 'lit';
import { shortDate } from '../../worker/manual/say.ts';
import type { AgreementRow } from '../../worker/views/desk.ts';
import { rule } from './chips.ts';
import { urls } from './urls.ts';

/** What was agreed with a contact about LINE, in words, where staff look before they write or call (R2). */
export function agreementNotes(rows: readonly AgreementRow[]): TemplateResult[] {
  return rows
    .filter((row) => row.agreed !== null)
    .map(
      (row) =>
        html`<p class="say agreed"><b>${row.contactName} さんとの取りきめ：</b>${row.agreed} <span class="s nb num">見直し ${shortDate(row.lookOn)}</span> <a href=${urls.review(row.reviewId)}>見る<span class="vh">：${row.contactName} さんとの取りきめ</span></a> ${rule(1)}</p>`,
    );
}
