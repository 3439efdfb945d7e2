import { html, nothing, type TemplateResult } from 'lit';
import { civilDate } from '../../worker/manual/jst.ts';
import { shortDate, shortInstant } from '../../worker/manual/say.ts';
import type { RecordDraftView } from '../../worker/views/records.ts';
import { METHOD } from '../data/console-labels.ts';
import { chip, who } from './chips.ts';
import { urls } from './urls.ts';

const FROM = { meeting: '実施した面談', call: '電話で話した', own: '書きかけ' } as const;

/** An entry that waits to be completed, as lists show it. */
export function draftRow(draft: RecordDraftView, named: boolean): TemplateResult {
  const { body } = draft;
  const at = body.startedAt ?? draft.createdAt;
  return html`<div class="q mini"><div class="col-s">${named ? who(draft.client, urls.client(draft.clientId)) : nothing}
      <a class="b-link" href=${urls.record(draft.clientId, { draftId: draft.id })}>${shortInstant(at)}　${body.method ? METHOD[body.method] : ''}${body.purpose ? `　${body.purpose}` : ''}</a>
      <span class="s">${FROM[draft.source]}・${draft.updatedBy ? `${shortDate(civilDate(draft.updatedAt))} ${draft.updatedBy} が書きました` : `${draft.staff}`}</span></div>
    ${chip('wait', '下書き', 'pen')}</div>`;
}
