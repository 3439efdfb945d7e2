import { z } from 'zod';
import type { Instant } from '../manual/types.ts';

// LINE leaves out properties without a value and adds new ones at any time: everything but the frame is optional.

// SQLite ends a text at its first NUL.
const text = z
  .string()
  .transform((said) => said.replaceAll('\0', ''))
  .optional()
  .catch(undefined);

const envelope = z.looseObject({ events: z.array(z.unknown()) });

const shape = z.looseObject({
  type: z.string().catch('unknown'),
  timestamp: z.number().int().nonnegative().optional().catch(undefined),
  webhookEventId: text,
  source: z.looseObject({ type: text, userId: text }).optional().catch(undefined),
  replyToken: text,
  message: z
    .looseObject({
      id: z.string(),
      type: z.string(),
      text,
      markAsReadToken: text,
      keywords: z.array(z.string()).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
  unsend: z.looseObject({ messageId: z.string() }).optional().catch(undefined),
  follow: z.looseObject({ isUnblocked: z.boolean().optional() }).optional().catch(undefined),
  postback: z.looseObject({ data: text }).optional().catch(undefined),
});

/** One webhook event; unknown types and properties are kept as they came. */
export type LineEvent = z.infer<typeof shape>;

/** An event as it is stored: raw, under LINE's id for it. */
export interface ReceivedEvent {
  id: string;
  type: string;
  raw: string;
  occurredAt: Instant;
}

/** Reads the envelope of a webhook body. null: not what LINE sends. */
export async function readWebhook(body: Uint8Array, now: Instant): Promise<ReceivedEvent[] | null> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return null;
  }
  const parsed = envelope.safeParse(json);
  if (!parsed.success) return null;
  return Promise.all(parsed.data.events.map((each) => received(each, now)));
}

/** Reads a stored event again. An event that is no object at all is one of an unknown type. */
export function parseEvent(raw: string): LineEvent {
  return shaped(JSON.parse(raw));
}

function shaped(event: unknown): LineEvent {
  const parsed = shape.safeParse(event);
  return parsed.success ? parsed.data : { type: 'unknown' };
}

async function received(event: unknown, now: Instant): Promise<ReceivedEvent> {
  const raw = JSON.stringify(event);
  const parsed = shaped(event);
  return {
    id: parsed.webhookEventId || (await fingerprint(event)),
    type: parsed.type,
    raw,
    occurredAt: parsed.timestamp ?? now,
  };
}

/** For an event without an id: the same on redelivery, where only `deliveryContext` differs. */
async function fingerprint(event: unknown): Promise<string> {
  const stable =
    typeof event === 'object' && event !== null ? { ...event, deliveryContext: undefined } : event;
  const bytes = new TextEncoder().encode(JSON.stringify(stable) ?? '');
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `sha256-${Array.from(digest, (b) => b.toString(16).padStart(2, '0')).join('')}`;
}
