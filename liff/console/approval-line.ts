import { html, nothing, type TemplateResult } from 'lit';
import type { ApprovalRow } from '../../worker/views/approvals.ts';
import { PURPOSE } from '../data/console-labels.ts';
import { shortMoment } from '../data/console-stages.ts';
import { chip } from './chips.ts';

/** How a request to a manager stands, in words. */
export function approvalLine(row: ApprovalRow): TemplateResult {
  const decided = `${row.decidedBy ?? ''}${row.decidedAt === null ? '' : `・${shortMoment(row.decidedAt)}`}`;
  const states = {
    approved: chip('ok', '承認されました'),
    declined: chip('stop', '見送りになりました'),
    withdrawn: chip('plain', '取り下げました'),
    void: chip('stop', '送れなくなりました'),
  };
  return html`<div class="col-s"><b>${PURPOSE[row.purpose]}・${row.contactName}</b>
      <span class="s num">${shortMoment(row.askedAt)}・${row.askedBy}・緊急の理由：${row.reason}</span>
      ${row.outcome ? html`<span class="s num">${decided}${row.note ? `：${row.note}` : ''}</span>` : nothing}</div>
    ${row.outcome ? states[row.outcome] : chip('wait', '管理者の承認待ち')}`;
}
