import { html, nothing, type TemplateResult } from 'lit';
import { civilDate, clockTime, partsOf } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { RecordView } from '../../worker/views/records.ts';
import { METHOD } from '../data/console-labels.ts';
import { type IconName, icon } from './icons.ts';
import { urls } from './urls.ts';

const NOT_SENT = /refused|unsent|dropped/;
const DRAWINGS: readonly [RegExp, IconName][] = [
  [NOT_SENT, 'stop'],
  [/^call/, 'phone'],
  [/consent|invit|explained|contact|circumstance/, 'pen'],
  [/answered|received|wished/, 'chat'],
  [/sent|queued|held-back/, 'send'],
  [/slot|confirmed|case|cancelled|participant/, 'calswap'],
  [/held/, 'house'],
];

/** Whether an entry tells of a message that did not go out. */
export function isUnsent(record: Pick<RecordView, 'kind'>): boolean {
  return NOT_SENT.test(record.kind);
}

/** One entry of the 相談記録 with the corrections that followed; nothing is ever taken away (R5). */
export function recordLine(
  clientId: string,
  entry: RecordView,
  corrections: readonly RecordView[] = [],
  links = true,
): TemplateResult {
  const stop = isUnsent(entry);
  const [, month, day] = partsOf(civilDate(entry.at));
  return html`<li>
    <time datetime=${new Date(entry.at).toISOString()}><b class="num">${month}/${day}</b><span class="num">${clockTime(entry.at)}</span></time>
    <span class="k ${stop ? 'stop' : /answered|received|wished/.test(entry.kind) ? 'fill' : ''}">${icon(drawingOf(entry.kind))}</span>
    <div class="c">
      <b>${entry.body.summary}</b>
      ${details(entry, links ? urls.record(clientId, { correctsId: entry.id }) : null)}
      ${corrections.map(
        (
          fix,
          index,
        ) => html`<div class="fix"><b>訂正 ${index + 1}</b><p>${fix.body.content ?? fix.body.summary}</p>
          <span class="s num">${shortDate(civilDate(fix.recordedAt))}${clockTime(fix.recordedAt)} ${fix.actor}${fix.body.reason ? `・理由：${fix.body.reason}` : ''}</span></div>`,
      )}
    </div>
  </li>`;
}

function details(entry: RecordView, correct: string | null): TemplateResult {
  const body = entry.body;
  const where = [
    body.method ? METHOD[body.method] : '',
    body.place ?? '',
    body.partner ? `${body.partner}${body.relation ? `（${body.relation}）` : ''}` : '',
  ].filter(Boolean);
  return html`${where.length > 0 ? html`<p class="s">${where.join('・')}</p>` : nothing}
    ${body.purpose ? html`<p>目的：${body.purpose}</p>` : nothing}
    ${body.condition ? html`<p class="pre">様子：${body.condition}</p>` : nothing}
    ${body.content ? html`<p class="pre">${body.content}</p>` : nothing}
    ${body.response ? html`<p class="pre">対応：${body.response}</p>` : nothing}
    ${body.nextAction ? html`<p>つぎ：${body.nextAction}${body.nextDue ? `（${shortDate(body.nextDue)}まで）` : ''}</p>` : nothing}
    <p class="s">${entry.body.reason ? `理由：${entry.body.reason}・` : ''}${entry.actor}・${entry.seq}番${correct ? html`・<a href=${correct}>訂正を書き足す<span class="vh">：${entry.body.summary}</span></a>` : nothing}</p>`;
}

function drawingOf(kind: string): IconName {
  return DRAWINGS.find(([pattern]) => pattern.test(kind))?.[1] ?? 'doc';
}
