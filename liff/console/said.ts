import { html, type TemplateResult } from 'lit';
import type { ThreadMessage } from '../../worker/views/desk.ts';
import { inboundText } from '../data/console-labels.ts';
import { shortMoment } from '../data/console-stages.ts';

/** What somebody wrote, as it was meant: text, a sticker by its name, an image as it is. */
export function theirWords(message: ThreadMessage): TemplateResult {
  const shown = message.kind === 'image' && message.content === 'kept' && !message.unsent;
  if (!shown) return html`<div class="bubble">${inboundText(message)}</div>`;
  const address = `/api/console/messages/${encodeURIComponent(message.id)}/content`;
  return html`<a class="bubble shot" href=${address} target="_blank" rel="noopener"><img src=${address} alt="${shortMoment(message.at)}に届いた写真" loading="lazy" /><span class="s">大きく見る（別の画面）</span></a>`;
}
