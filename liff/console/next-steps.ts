import { html, nothing, type TemplateResult } from 'lit';
import { shortInstant } from '../../worker/manual/say.ts';
import type { NextStep } from '../../worker/manual/types.ts';
import { type IconName, icon } from './icons.ts';
import { urls } from './urls.ts';

interface About {
  clientId: string;
  contactId: string | null;
  caseId: string | null;
  phone: string | null;
  /** On the case page the call log stands beside it: shorter rows. */
  quiet?: boolean;
}

/** かわりの方法: the next right steps that a decision names, each with somewhere to go. */
export function nextSteps(steps: readonly NextStep[], about: About): TemplateResult | typeof nothing {
  const rows = steps.map((step) => row(step, about)).filter((each) => each !== null);
  if (rows.length === 0) return nothing;
  return html`<div class="alts">${rows}</div>`;
}

function row(step: NextStep, about: About): TemplateResult | null {
  const { clientId, contactId, caseId } = about;
  const log = caseId ? `${urls.case(caseId)}#clog` : urls.client(clientId);
  const note = urls.record(clientId, { caseId });
  switch (step.step) {
    case 'phone':
      return link('phone', '電話で伝える', about.phone ?? '番号の登録なし', log);
    case 'visit':
      return link('house', '訪問して伝える', '訪問したことを相談記録に書きます', note);
    case 'paper':
      return link('fax', 'メール・FAX・郵送で送る', '送ったことを相談記録に書きます', note);
    case 'consent':
      return contactId
        ? link('pen', '説明して承諾をもらう', '説明が先です', urls.invite(clientId, contactId))
        : null;
    case 'ask-manager':
      return link('users', '特別な事情を管理者に申請する', '電話が使えないとき', urls.client(clientId));
    case 'wait':
      return html`<p class="say wait">${shortInstant(step.until)} まで待ちます。</p>`;
    case 'edit':
      return about.quiet ? null : html`<p class="s">文面を直すと、その場で見直します。</p>`;
  }
}

function link(drawing: IconName, words: string, more: string, href: string): TemplateResult {
  return html`<a href=${href}>${icon(drawing)}<span><b>${words}</b><br /><span class="s">${more}</span></span>${icon('r')}</a>`;
}
