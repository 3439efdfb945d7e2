import { html, nothing, type TemplateResult } from 'lit';
import { inboundText, PURPOSE } from '../data/console-labels.ts';
import type { Thread } from '../data/console-messages.ts';
import { shortMoment } from '../data/console-stages.ts';

const SHOWN = 6;

/** What was last said on either side, so that a reply answers it. */
export function threadOf(thread: Thread): TemplateResult | typeof nothing {
  const said = [
    ...thread.messages.map((each) => ({
      at: each.at,
      words: inboundText(each),
      ours: false,
      waiting: each.duty !== null && each.duty.clearedAt === null,
    })),
    ...thread.sent
      .filter((each) => each.status === 'sent')
      .map((each) => ({
        at: each.sentAt ?? each.notBefore,
        words: `${PURPOSE[each.purpose]}\n${each.body}`,
        ours: true,
        waiting: false,
      })),
  ]
    .sort((a, b) => a.at - b.at)
    .slice(-SHOWN);
  if (said.length === 0) return nothing;
  return html`<div class="f"><span class="l" id="th-h">これまでのやりとり</span><ol class="prev thread" aria-labelledby="th-h">${said.map(
    (each) =>
      html`<li class=${each.ours ? 'ours' : ''}><span class="s num">${each.ours ? '事業所' : '相手'} ${shortMoment(each.at)}${each.waiting ? '・未返信' : ''}</span><div class="bubble">${each.words}</div></li>`,
  )}</ol></div>`;
}
