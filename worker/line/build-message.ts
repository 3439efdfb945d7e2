import type { messagingApi } from '@line/bot-sdk';

/** A row of the outbox, as far as LINE sees it. */
export interface MessageText {
  /** 一言 (R6); empty when there is none. */
  greeting: string;
  body: string;
  /** Below the mini-app, e.g. `cases/…`; null: text alone. */
  linkPath: string | null;
  linkLabel: string | null;
}

export interface LiffPlace {
  liffId: string;
  /** `https://liff.line.me`, or the stand-in's. */
  liffBaseUrl: string;
}

/** LINE counts UTF-16 units, as JavaScript does. */
export const MAX_TEXT = 5000;
const MAX_ALT_TEXT = 1500;
const MAX_URI = 1000;
const MAX_LABEL = 20;
const LINK_LABEL = '開く';

export type Built = { ok: true; messages: messagingApi.Message[] } | { ok: false; why: 'empty' | 'too-long' };

/** What is read, word for word: the 一言 first (R6). */
export function textOf(message: Pick<MessageText, 'greeting' | 'body'>): string {
  return message.greeting === '' ? message.body : `${message.greeting}\n${message.body}`;
}

/** R13: a text, or a bubble with the text and one button into the mini-app. Nothing else leaves the office. */
export function buildMessages(message: MessageText, place: LiffPlace): Built {
  const text = textOf(message);
  if (text.trim() === '') return { ok: false, why: 'empty' };
  if (text.length > MAX_TEXT) return { ok: false, why: 'too-long' };
  if (message.linkPath === null) return { ok: true, messages: [{ type: 'text', text }] };
  const uri = liffUrl(message.linkPath, place);
  if (uri.length > MAX_URI) return { ok: false, why: 'too-long' };
  const label = cut(message.linkLabel || LINK_LABEL, MAX_LABEL);
  return { ok: true, messages: [bubble(text, label, uri)] };
}

/** Where a path of the mini-app is opened from a chat. */
export function liffUrl(path: string, { liffId, liffBaseUrl }: LiffPlace): string {
  return `${liffBaseUrl.replace(/\/+$/, '')}/${liffId}/${path.replace(/^\/+/, '')}`;
}

function bubble(text: string, label: string, uri: string): messagingApi.FlexMessage {
  return {
    type: 'flex',
    altText: cut(text, MAX_ALT_TEXT),
    contents: {
      type: 'bubble',
      body: {
        type: 'box',
        layout: 'vertical',
        contents: [{ type: 'text', text, wrap: true, size: 'md' }],
      },
      footer: {
        type: 'box',
        layout: 'vertical',
        contents: [
          {
            type: 'button',
            style: 'primary',
            height: 'md',
            color: '#12495F',
            action: { type: 'uri', label, uri },
          },
        ],
      },
    },
  };
}

/** Shortens without leaving half of a surrogate pair. */
function cut(text: string, units: number): string {
  if (text.length <= units) return text;
  const head = text.slice(0, units - 1);
  return `${/[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head}…`;
}
