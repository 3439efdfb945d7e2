import { sql } from 'drizzle-orm';
import type { Statement } from '../../../db/client.ts';
import { tasks } from '../../../db/schema/cases.ts';
import { replyDuties } from '../../../db/schema/inbound.ts';
import { messages } from '../../../db/schema/messages.ts';
import { clientContacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { textOf } from '../../line/build-message.ts';
import { civilDate, replyClockStart } from '../../manual/calendar.ts';
import type { Instant } from '../../manual/types.ts';
import { ids } from '../facts/read-facts.ts';
import { act } from '../record/act.ts';
import type { EntryDraft } from '../record/chain.ts';
import { noteHeldBack, releaseDay } from './cap.ts';
import { isOfRun, tokenBetweenTries } from './lease-messages.ts';
import { isUnsure, monthlyHoldUntil, type Outcome, type Stop } from './push-leased.ts';
import { PURPOSE_SAID } from './say-purpose.ts';

/**
 * Writes down what became of a run's messages, each with its 相談記録 entry (R5), in one batch.
 * That LINE has a message is a fact and always kept, also when it was dropped meanwhile; anything else counts
 * only while the lease is still this run's. A run that dies before this sends again under the same retry key.
 */
export async function settleDispatch(
  ctx: Ctx,
  run: string,
  outcomes: readonly Outcome[],
  stop: Stop | null,
): Promise<void> {
  const about = (pick: (o: Outcome) => string) => ids([...new Set(outcomes.map(pick))]);
  const { q } = ctx.db;
  await act(
    ctx,
    about((o) => o.message.clientId),
    [
      q
        .select({ id: messages.id, status: messages.status, leaseToken: messages.leaseToken })
        .from(messages)
        .where(sql`${messages.id} in (${about((o) => o.message.id)})`),
      q
        .select()
        .from(clientContacts)
        .where(
          sql`${clientContacts.clientId} in (${about((o) => o.message.clientId)}) and ${clientContacts.contactId} in (${about((o) => o.message.contactId)})`,
        ),
    ],
    ([current, links]) => {
      const writes: Statement[] = [];
      const entries: EntryDraft[] = [];
      for (const outcome of outcomes) {
        const { message } = outcome;
        writes.push(...capWrites(ctx, outcome));
        const row = current.find((r) => r.id === message.id);
        if (!row || row.status === 'sent') continue;
        const mine = row.status === 'leased' && isOfRun(row.leaseToken, run);
        if (outcome.kind !== 'sent' && !mine) continue;
        const link = links.find((l) => l.clientId === message.clientId && l.contactId === message.contactId);
        writes.push(...writesFor(ctx, run, outcome));
        entries.push(...entriesFor(outcome, link?.relation ?? ''));
      }
      const limited = stop === 'monthly-limit' ? outcomes[0] : undefined;
      if (limited) writes.push(...holdEverything(ctx, limited));
      return { result: undefined, writes, entries };
    },
  );
}

function writesFor(ctx: Ctx, run: string, outcome: Outcome): Statement[] {
  const { q } = ctx.db;
  const { message } = outcome;
  const one = sql`${messages.id} = ${message.id}`;
  const leased = sql`${one} and status = 'leased' and (lease_token = ${run} or lease_token like ${`${run}+%`})`;
  const tries = sql`${messages.attempts} + 1`;
  switch (outcome.kind) {
    case 'sent':
      return [
        q
          .update(messages)
          .set({
            status: 'sent',
            sentAt: sentAt(outcome),
            lineRequestId: outcome.requestId,
            leaseUntil: null,
            leaseToken: null,
            lastError: null,
            attempts: tries,
          })
          .where(sql`${one} and status <> 'sent'`),
        ...clearDuties(ctx, outcome),
      ];
    case 'again':
      return [
        q
          .update(messages)
          .set({
            status: 'queued',
            notBefore: outcome.notBefore,
            leaseUntil: null,
            leaseToken: tokenBetweenTries(outcome.unsureSince),
            lastError: outcome.why,
            ...(outcome.tried ? { attempts: tries } : {}),
            ...(outcome.tokenOver ? { replyToken: null, replyUntil: null } : {}),
          })
          .where(leased),
      ];
    case 'dropped':
    case 'dead':
      return [
        q
          .update(messages)
          .set({
            status: outcome.kind,
            leaseUntil: null,
            leaseToken: tokenBetweenTries(message.unsureSince),
            lastError: outcome.why,
          })
          .where(leased),
        ...(outcome.kind === 'dead' || outcome.tell ? [tellOtherwise(ctx, outcome)] : []),
      ];
  }
}

/** A day that was taken for a message and not used is given back, and what the cap kept back is noted. */
function capWrites(ctx: Ctx, outcome: Outcome): Statement[] {
  const { message, at } = outcome;
  if (message.origin !== 'auto') return [];
  if ((outcome.kind === 'again' || outcome.kind === 'dropped') && outcome.cap)
    return [noteHeldBack(ctx, message, outcome.cap, at)];
  const today = civilDate(at);
  const used = outcome.kind === 'sent' ? civilDate(sentAt(outcome)) === today : isUnsure(outcome);
  return used || message.cap !== null ? [] : [releaseDay(ctx, message.id, today)];
}

/** When LINE answers that it had it already, it was the first try without an answer that arrived. */
function sentAt(outcome: Extract<Outcome, { kind: 'sent' }>): Instant {
  return outcome.already ? (outcome.message.unsureSince ?? outcome.at) : outcome.at;
}

/** R12: a person's reply answers what had come in when it was written; an automatic text answers nothing. */
function clearDuties({ db }: Ctx, { message, at }: Outcome): Statement[] {
  if (message.origin !== 'staff' || message.purpose !== 'reply') return [];
  return [
    db.q
      .update(replyDuties)
      .set({ clearedAt: at, clearedBy: 'reply', clearedRef: message.id })
      .where(
        sql`${replyDuties.contactId} = ${message.contactId} and cleared_at is null and opened_at <= ${message.createdAt}`,
      ),
  ];
}

/** What did not go by LINE is told by phone, at the next opening. */
function tellOtherwise(ctx: Ctx, { message, of, kind }: Outcome): Statement {
  return ctx.db.q
    .insert(tasks)
    .values({
      id: ctx.newId(),
      clientId: message.clientId,
      contactId: message.contactId,
      caseId: message.caseId,
      kind: 'phone',
      why: kind === 'dead' ? 'line-unsent' : 'line-dropped',
      title: `LINE「${PURPOSE_SAID[message.purpose]}」を送れませんでした。電話で伝えます`,
      dueAt: replyClockStart(ctx.now, of.settings, of.facts.closures),
      onceKey: `line-unsent:${message.id}`,
      createdAt: ctx.now,
    })
    .onConflictDoNothing();
}

/** The month's number is used up: nothing is tried before the next day, and managers are told once a month. */
function holdEverything(ctx: Ctx, { message, of, at }: Outcome): Statement[] {
  const until = monthlyHoldUntil(at, of);
  return [
    ctx.db.q
      .update(messages)
      .set({ notBefore: until })
      // What would be too late by then is not held in silence: its turn comes, and somebody is told to phone.
      .where(
        sql`status = 'queued' and not_before < ${until} and (stale_after is null or stale_after > ${until})`,
      ),
    ctx.db.q
      .insert(tasks)
      .values({
        id: ctx.newId(),
        clientId: message.clientId,
        kind: 'decide',
        why: 'monthly-limit',
        title: 'LINEの今月の送信数を使い切りました。管理者は、料金プランか電話への切り替えを決めます',
        dueAt: replyClockStart(ctx.now, of.settings, of.facts.closures),
        onceKey: `monthly-limit:${civilDate(at).slice(0, 7)}`,
        createdAt: ctx.now,
      })
      .onConflictDoNothing(),
  ];
}

function entriesFor(outcome: Outcome, relation: string): EntryDraft[] {
  if (outcome.kind === 'again') return [];
  const { message, of, at } = outcome;
  const what = `LINE「${PURPOSE_SAID[message.purpose]}」`;
  const base = { clientId: message.clientId, caseId: message.caseId, contactId: message.contactId };
  const body = {
    method: 'line' as const,
    partner: of.facts.partner.name,
    relation,
    content: textOf(message),
    refs: { messageId: message.id },
  };
  if (outcome.kind === 'sent') {
    const { authorStaffId: id, overrideReason } = message;
    return [
      {
        ...base,
        kind: 'line-sent',
        at: sentAt(outcome),
        ...(id ? { actor: { kind: 'staff' as const, id } } : {}),
        body: {
          ...body,
          summary: `${what}を送りました`,
          ...(overrideReason ? { reason: overrideReason } : {}),
        },
      },
    ];
  }
  const unsure = message.unsureSince === null ? '' : '（前に送った分が届いた可能性があります）';
  return [
    {
      ...base,
      kind: outcome.kind === 'dead' ? 'line-unsent' : 'line-dropped',
      at,
      body: {
        ...body,
        summary: `${what}は未送信です${unsure}`,
        reason: outcome.why,
        ...(outcome.kind === 'dropped' ? { rules: outcome.rules } : {}),
      },
    },
  ];
}
