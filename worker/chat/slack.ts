import type { Button, KnownBlock } from '@slack/types';
import { headOf, linesOf, type Notice, type NoticeAct, textOfNotice } from './notice.ts';

/** So many buttons stand in one message; the rest is settled in the console. */
const MOST_BUTTONS = 4;

const ACT_SAID: Readonly<Record<NoticeAct['act'], string>> = {
  'take-alert': '引き受ける',
  'take-duty': '返信を引き受ける',
};

/** A notice as Slack's Block Kit, with the plain text beside it that notifications show. */
export function slackMessage(notice: Notice): { text: string; blocks: KnownBlock[] } {
  const mentions = notice.mentions.map((id) => `<@${id}>`).join(' ');
  const lines = linesOf(notice).map((line) => `• ${line}`);
  const buttons = buttonsOf(notice);
  return {
    text: textOfNotice(notice)
      .split('\n')
      .slice(0, 1 + lines.length)
      .join('\n'),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: headOf(notice), emoji: false } },
      { type: 'section', text: { type: 'mrkdwn', text: [mentions, ...lines].filter(Boolean).join('\n') } },
      ...(buttons.length > 0 ? [{ type: 'actions' as const, elements: buttons }] : []),
    ],
  };
}

function buttonsOf(notice: Notice): Button[] {
  const acts = notice.acts.slice(0, MOST_BUTTONS).map(
    ({ act, id }, n): Button => ({
      type: 'button',
      action_id: `${act}-${n}`,
      value: `${act}:${id}`,
      text: {
        type: 'plain_text',
        text: notice.acts.length > 1 ? `${ACT_SAID[act]}（${n + 1}）` : ACT_SAID[act],
        emoji: false,
      },
      ...(act === 'take-alert' ? { style: 'danger' as const } : {}),
    }),
  );
  if (notice.url === null) return acts;
  const open = { type: 'plain_text' as const, text: 'コンソールをひらく', emoji: false };
  return [...acts, { type: 'button', action_id: 'open', text: open, url: notice.url }];
}

/** What stands behind a pressed button; null when it is none of ours. */
export function actOf(value: string | undefined): NoticeAct | null {
  const found = /^(take-alert|take-duty):([\w:-]{1,64})$/.exec(value ?? '');
  return found ? { act: found[1] as NoticeAct['act'], id: found[2] ?? '' } : null;
}

/** Requests older than this are replays (Slack's own advice). */
const WINDOW_S = 5 * 60;
const encoder = new TextEncoder();

/** Whether Slack signed exactly these bytes with our signing secret, and did so just now. */
export async function isSignedBySlack(
  body: Uint8Array<ArrayBuffer>,
  headers: { timestamp: string | undefined; signature: string | undefined },
  secret: string,
  now: number,
): Promise<boolean> {
  const { timestamp, signature } = headers;
  if (!timestamp || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > WINDOW_S) return false;
  const mac = /^v0=([0-9a-f]{64})$/.exec(signature ?? '')?.[1];
  if (!mac) return false;
  const base = encoder.encode(`v0:${timestamp}:`);
  const signed = new Uint8Array(base.length + body.length);
  signed.set(base);
  signed.set(body, base.length);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['verify']);
  return crypto.subtle.verify('HMAC', key, bytesOf(mac), signed);
}

function bytesOf(hex: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(hex.length / 2);
  for (let n = 0; n < bytes.length; n += 1) bytes[n] = Number.parseInt(hex.slice(2 * n, 2 * n + 2), 16);
  return bytes;
}
