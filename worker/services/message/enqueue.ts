import type { Statement } from '../../../db/client.ts';
import { messages } from '../../../db/schema/messages.ts';
import type { Ctx } from '../../context.ts';
import type { Finding, Instant, Permit, SendPurpose } from '../../manual/types.ts';

export interface OutgoingMessage {
  id: string;
  contactId: string;
  clientId: string;
  caseId: string | null;
  purpose: SendPurpose;
  greeting: string;
  body: string;
  link: { path: string; label: string } | null;
  /** Not before this instant, beside what the manual says. */
  notBefore?: Instant;
  /** From this instant on it would say something no longer true, and is dropped. */
  staleAfter?: Instant | null;
  /** Said at most once, whoever tries again. */
  onceKey?: string;
  overrideReason?: string | null;
  urgentBy?: string | null;
  urgentReason?: string | null;
  settingsVersion: number;
  findings: readonly Finding[];
}

/**
 * The only way into the outbox: a message is a row before it is a request, and its id is its retry key.
 * The permit proves that `decide` was asked; the dispatcher asks again at the moment of sending.
 */
export function enqueue(
  ctx: Ctx,
  permit: Permit<'send'>,
  message: OutgoingMessage,
  author: string | null,
): Statement {
  const { link, findings, onceKey, staleAfter, notBefore, ...row } = message;
  return ctx.db.q
    .insert(messages)
    .values({
      ...row,
      origin: author === null ? 'auto' : 'staff',
      authorStaffId: author,
      linkPath: link?.path ?? null,
      linkLabel: link?.label ?? null,
      status: 'queued',
      notBefore: Math.max(permit.notBefore, notBefore ?? 0),
      staleAfter: staleAfter ?? null,
      onceKey: onceKey ?? null,
      decision: JSON.stringify(findings),
      createdAt: ctx.now,
    })
    .onConflictDoNothing({ target: messages.onceKey });
}
