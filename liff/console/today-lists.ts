import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { civilDate, clockTime, DAY, daysBetween } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { TodayView } from '../../worker/views/desk.ts';
import { CASE_KIND, METHOD, PURPOSE } from '../data/console-labels.ts';
import { HELD_WHY } from '../data/console-notices.ts';
import { shortMoment } from '../data/console-stages.ts';
import { chip, who } from './chips.ts';
import type { Cut } from './cut.ts';
import { sheet } from './sheet.ts';
import { urls } from './urls.ts';

/** 希望日が届いた: which dates arrived and wait for a counselor. */
export function answeredSheet({ answered }: TodayView, cut: Cut): TemplateResult {
  const rows = repeat(
    cut.rows(answered),
    ({ id }) => id,
    (
      row,
    ) => html`<div class="q mini"><div>${who(row.client, urls.client(row.clientId))}<span class="s">${CASE_KIND[row.kind]}・${row.purpose}</span></div>
        <a class="b b-main" href=${urls.case(row.id)}>日を決める<span class="vh">：${row.client.name}</span></a></div>`,
  );
  return sheet(
    'wish',
    'calswap',
    '希望日が届いた',
    answered,
    '新しく届いた希望日はありません。',
    html`${rows}${cut.button(answered, '希望日')}`,
  );
}

/** 送信保留: what waits for its hour, and what could not be sent. */
export function heldSheet({ held, now }: TodayView, cut: Cut): TemplateResult {
  const rows = repeat(
    cut.rows(held),
    ({ id }) => id,
    (each) => {
      const dead = each.status === 'dead' || each.status === 'dropped';
      const cap = each.keptBack === null ? '' : `自動の連絡は${HELD_WHY[each.keptBack]}のため、`;
      const when = dead
        ? `${cap}${cap ? '送りませんでした。要るときは、' : '送れませんでした。'}電話か訪問で伝えます`
        : `${cap}${near(each.notBefore, now)} に送信`;
      return html`<div class="q mini ${dead ? 'over' : ''}"><div>${who(each.client, urls.client(each.clientId))}<span class="s">${PURPOSE[each.purpose]}・${each.contactName}<br />${when}</span></div>
        ${dead ? chip('stop', '未送信') : html`<a class="b b-quiet" href=${urls.client(each.clientId)}>見る<span class="vh">：${each.client.name}</span></a>`}</div>`;
    },
  );
  return sheet(
    'hold',
    'hold',
    '送信保留',
    held,
    '待っている LINE はありません。',
    html`${rows}${cut.button(held, 'LINE')}`,
  );
}

/** 仕上げる相談記録: what the system began and a counselor completes (R5). */
export function draftSheet({ drafts }: TodayView, cut: Cut): TemplateResult | typeof nothing {
  if (drafts.length === 0) return nothing;
  const rows = repeat(
    cut.rows(drafts),
    ({ id }) => id,
    (
      each,
    ) => html`<div class="q mini"><div>${who(each.client, urls.client(each.clientId))}<span class="s">${each.summary}・${shortMoment(each.createdAt)}</span></div>
        <a class="b b-quiet" href=${urls.record(each.clientId, { draftId: each.id })}>仕上げる<span class="vh">：${each.client.name}</span></a></div>`,
  );
  return sheet('draft', 'doc', '仕上げる相談記録', drafts, '', html`${rows}${cut.button(drafts, '記録')}`);
}

const CONSENT_SAID: Readonly<Record<string, string>> = {
  none: '未回答',
  later: '「あとで決めます」',
  question: '質問があるとのこと',
  outdated: '説明し直します',
  'guardian-needed': '保護者の承諾が要ります',
  'own-needed': '18歳。本人の承諾が要ります',
  unfriended: 'まだ届きません（友だち追加待ち）',
};

/** 承諾待ち: who was invited and hasn't chosen yet (R1). */
export function consentSheet({ waitingConsents, now }: TodayView, cut: Cut): TemplateResult {
  const rows = cut.rows(waitingConsents).map(
    (
      each,
    ) => html`<div class="q mini"><div>${who(each.client, urls.client(each.clientId))}<span class="s">${each.contactName}・${shortMoment(each.since)}・${CONSENT_SAID[each.state] ?? '未回答'}</span></div>
        ${chip('wait', `${daysBetween(civilDate(each.since), civilDate(now)) + 1}日目`)}</div>`,
  );
  return sheet(
    'cons',
    'pen',
    '承諾待ち',
    waitingConsents,
    '待っている承諾はありません。',
    html`${rows}${cut.button(waitingConsents, '承諾待ち')}`,
  );
}

/** 決まった予定: what is fixed and still to come. */
export function appointmentSheet({ appointments, now }: TodayView, cut: Cut): TemplateResult {
  const rows = repeat(
    cut.rows(appointments),
    ({ caseId }) => caseId,
    (
      each,
    ) => html`<div class="q mini"><div><b class="num">${near(each.startsAt, now)}–${clockTime(each.endsAt)}</b>${who(each.client, urls.client(each.clientId))}<span class="s">${CASE_KIND[each.kind]}・${METHOD[each.method]}・${each.place}</span></div>
        <a class="b b-quiet" href=${urls.case(each.caseId)}>開く<span class="vh">：${each.client.name}</span></a></div>`,
  );
  return sheet(
    'appt',
    'cal',
    '決まった予定',
    appointments,
    'これからの予定はありません。',
    html`${rows}${cut.button(appointments, '予定')}`,
  );
}

/** 今日 17:00, 明日 8:00, 12/16（水）14:00 */
function near(at: number, now: number): string {
  const date = civilDate(at);
  if (date === civilDate(now)) return `今日 ${clockTime(at)}`;
  if (date === civilDate(now + DAY)) return `明日 ${clockTime(at)}`;
  return `${shortDate(date)}${clockTime(at)}`;
}
