import { buildMessages, type LiffPlace } from '../../line/build-message.ts';
import type { LineClient, PushOutcome } from '../../line/client.ts';
import { addDays, civilDate, instantOf } from '../../manual/calendar.ts';
import type { Instant } from '../../manual/types.ts';
import type { FactsOf } from '../facts/assemble-facts.ts';
import type { QuotaGate } from '../quota/quota-readings.ts';
import { backoff } from './backoff.ts';
import { CAP_SAID, type CapReached } from './cap.ts';
import { judgeDispatch } from './judge-dispatch.ts';
import type { LeasedMessage } from './lease-messages.ts';
import { replyByToken } from './reply-by-token.ts';

/** What became of one leased message. */
export type Outcome = { message: LeasedMessage; of: FactsOf; at: Instant } & (
  | { kind: 'sent'; requestId: string | null; already: boolean }
  /** Back into the queue. `tried`: LINE was asked. */
  | {
      kind: 'again';
      notBefore: Instant;
      why: string | null;
      tried: boolean;
      unsureSince: Instant | null;
      /** Its reply token is of no use: it goes by push, under its own key. */
      tokenOver?: true;
      cap?: CapReached['why'];
    }
  | { kind: 'dropped'; why: string; rules: string[]; tell: boolean; cap?: CapReached['why'] }
  | { kind: 'dead'; why: string }
);

/** Why a run goes no further: nothing that follows would fare better. */
export type Stop = 'rate' | 'monthly-limit' | 'unauthorized' | 'lease-ends';

export interface Delivery {
  line: LineClient;
  place: LiffPlace;
  /** The time at each push, not at the start of the run (R11). */
  clock: () => Instant;
  /** 0 ≤ n < 1 */
  random: () => number;
}

// Workers open six connections at once.
const SIDE_BY_SIDE = 5;
const BEFORE_LEASE_ENDS_MS = 20_000;
const RATE_WAIT_MS = 60_000;
const UNSURE = 'LINEに届いたかどうか、確かめられませんでした。';

/** Pushes leased messages: contacts side by side, the messages of one contact one after another, in order. */
export async function pushLeased(
  delivery: Delivery,
  leased: readonly LeasedMessage[],
  factsAt: (message: LeasedMessage, now: Instant) => FactsOf,
  quota: QuotaGate | null,
): Promise<{ outcomes: Outcome[]; stop: Stop | null }> {
  const queues = byContact(leased);
  if (quota?.low) queues.sort((a, b) => Number(a[0]?.origin === 'auto') - Number(b[0]?.origin === 'auto'));
  const outcomes: Outcome[] = [];
  let stop: Stop | null = null;

  const attempt = async (message: LeasedMessage): Promise<Outcome> => {
    const at = delivery.clock();
    const of = factsAt(message, at);
    const base = { message, of, at };
    if (stop === null && at > (message.leaseUntil ?? 0) - BEFORE_LEASE_ENDS_MS) stop = 'lease-ends';
    if (stop !== null) return { ...base, ...untouched(message) };
    const judged = judgeDispatch(message, of);
    if (judged.do === 'drop') return { ...base, ...judged, kind: 'dropped' };
    if (judged.do === 'give-up') return { ...base, kind: 'dead', why: judged.why };
    if (judged.do === 'hold')
      return { ...base, ...untouched(message), notBefore: judged.until, why: judged.why };
    if (message.cap !== null) return { ...base, ...keptBack(message, message.cap, of, at, outcomes) };
    const built = buildMessages(message, delivery.place);
    if (!built.ok) return { ...base, kind: 'dead', why: '文が空か、長すぎるため、LINEで送れません。' };
    if (message.replyToken !== null && message.replyUntil !== null) {
      const token = { replyToken: message.replyToken, replyUntil: message.replyUntil };
      const end = await replyByToken(delivery, { ...message, ...token }, built.messages);
      if (end.kind === 'accepted') return { ...base, kind: 'sent', requestId: end.requestId, already: false };
      if (end.kind === 'token-over')
        return { ...base, ...untouched(message), notBefore: at, tried: true, tokenOver: true };
      const unsureSince = message.unsureSince ?? at;
      return { ...base, message: { ...message, unsureSince }, kind: 'dead', why: UNSURE };
    }
    if (quota !== null && message.origin === 'auto' && quota.left <= quota.kept)
      return { ...base, ...givenWay(message, of, at) };
    // Counted while it is on its way: others are judged meanwhile.
    if (quota !== null) quota.left -= 1;
    const answer = await delivery.line.push({
      to: judged.to,
      messages: built.messages,
      retryKey: message.id,
    });
    if (quota !== null && (answer.kind !== 'accepted' || answer.already)) quota.left += 1;
    stop ??= stopFor(answer);
    return { ...base, ...told(answer, message, of, at, delivery.random) };
  };

  const work = async () => {
    for (let queue = queues.shift(); queue; queue = queues.shift()) {
      let after: Instant | null = null;
      for (const message of queue) {
        const outcome: Outcome =
          after === null ? await attempt(message) : behind(message, after, factsAt, delivery.clock());
        if (outcome.kind === 'again' && outcome.tried) after = outcome.notBefore;
        outcomes.push(outcome);
      }
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work));
  return { outcomes, stop };
}

function byContact(leased: readonly LeasedMessage[]): LeasedMessage[][] {
  const queues = new Map<string, LeasedMessage[]>();
  for (const message of leased) {
    const queue = queues.get(message.contactId);
    if (queue) queue.push(message);
    else queues.set(message.contactId, [message]);
  }
  return [...queues.values()];
}

/** Until when messages wait once the month's number is used up: a new day may bring a larger plan. */
export function monthlyHoldUntil(at: Instant, of: FactsOf): Instant {
  return instantOf(addDays(civilDate(at), 1), of.settings.sendFrom);
}

/** The last of the month's number is for what people write; who waits for a notice in vain is called. */
function givenWay(message: LeasedMessage, of: FactsOf, at: Instant) {
  const until = monthlyHoldUntil(at, of);
  const why = 'LINEの今月の送信数が残り少ないため、自動のお知らせは待っています。';
  if (message.staleAfter !== null && message.staleAfter <= until)
    return {
      kind: 'dropped' as const,
      why: 'LINEの今月の送信数が残り少ないため、送りません。',
      rules: [],
      tell: true,
    };
  return { ...untouched(message), notBefore: until, why };
}

/**
 * The cap per person is reached: it waits for the next day, or is dropped when it would then come too late. Whoever
 * was told of the same matter today misses nothing. When the day's holder was not sent after all, it goes at once.
 */
function keptBack(
  message: LeasedMessage,
  cap: CapReached,
  of: FactsOf,
  at: Instant,
  outcomes: readonly Outcome[],
) {
  const holder = outcomes.find((outcome) => outcome.message.id === cap.by?.messageId);
  if (holder && holder.kind !== 'sent' && !isUnsure(holder)) return { ...untouched(message), notBefore: at };
  const until = monthlyHoldUntil(at, of);
  const startsAt = of.facts.case?.meetingStartsAt ?? Number.POSITIVE_INFINITY;
  const inTime = until < Math.min(message.staleAfter ?? Number.POSITIVE_INFINITY, startsAt);
  // A reminder is for the day before: on another day it isn't one.
  if (inTime && message.purpose !== 'reminder')
    return { ...untouched(message), notBefore: until, why: CAP_SAID[cap.why], cap: cap.why };
  const tell = message.caseId === null || cap.by?.caseId !== message.caseId;
  return { kind: 'dropped' as const, why: CAP_SAID[cap.why], rules: [], tell, cap: cap.why };
}

/** LINE may have it without our knowing: the contact's day stays taken. */
export function isUnsure(outcome: Outcome): boolean {
  if (outcome.kind === 'sent') return false;
  return (outcome.kind === 'again' ? outcome.unsureSince : outcome.message.unsureSince) !== null;
}

function untouched(message: LeasedMessage) {
  const { notBefore, unsureSince, lastError } = message;
  return { kind: 'again' as const, notBefore, why: lastError, tried: false, unsureSince };
}

/** An earlier message to the same person waits: this one doesn't overtake it. */
function behind(
  message: LeasedMessage,
  after: Instant,
  factsAt: (message: LeasedMessage, now: Instant) => FactsOf,
  at: Instant,
): Outcome {
  const notBefore = Math.max(message.notBefore, after);
  return { message, of: factsAt(message, at), at, ...untouched(message), notBefore };
}

function stopFor(answer: PushOutcome): Stop | null {
  if (answer.kind === 'monthly-limit') return 'monthly-limit';
  if (answer.kind === 'retry' && answer.why === 'rate') return 'rate';
  if (answer.kind === 'rejected' && (answer.status === 401 || answer.status === 403)) return 'unauthorized';
  return null;
}

function told(
  answer: PushOutcome,
  message: LeasedMessage,
  of: FactsOf,
  at: Instant,
  random: () => number,
):
  | Pick<Extract<Outcome, { kind: 'sent' }>, 'kind' | 'requestId' | 'already'>
  | Pick<Extract<Outcome, { kind: 'again' }>, 'kind' | 'notBefore' | 'why' | 'tried' | 'unsureSince'>
  | Pick<Extract<Outcome, { kind: 'dropped' }>, 'kind' | 'why' | 'rules' | 'tell'>
  | Pick<Extract<Outcome, { kind: 'dead' }>, 'kind' | 'why'> {
  switch (answer.kind) {
    case 'accepted':
      return { kind: 'sent', requestId: answer.requestId, already: answer.already };
    case 'rejected':
      return { kind: 'dead', why: rejection(answer) };
    case 'monthly-limit': {
      const until = monthlyHoldUntil(at, of);
      if (message.staleAfter !== null && message.staleAfter <= until)
        return {
          kind: 'dropped',
          why: 'LINEの今月の送信数を使い切ったため、送りません。',
          rules: [],
          tell: true,
        };
      return {
        ...untouched(message),
        notBefore: until,
        why: 'LINEの今月の送信数を使い切ったため、待っています。',
      };
    }
    case 'retry': {
      const unsureSince = answer.uncertain ? (message.unsureSince ?? at) : message.unsureSince;
      const wait = answer.why === 'rate' ? RATE_WAIT_MS : backoff(message.attempts, random);
      const why =
        answer.why === 'rate'
          ? 'LINEが混み合っているため、待っています。'
          : 'LINEから返事がないため、送り直します。';
      const notBefore = at + (answer.afterMs ?? wait);
      return { kind: 'again', notBefore, why, tried: true, unsureSince };
    }
  }
}

/** In our words and in LINE's, which name properties and never values. */
function rejection({ status, message }: Extract<PushOutcome, { kind: 'rejected' }>): string {
  const told = `（LINEの答え：${[status, message].filter(Boolean).join(' ')}）`;
  if (status === 401 || status === 403) return `LINEの接続の設定に誤りがあり、送れませんでした${told}。`;
  return `LINEが受け付けませんでした${told}。`;
}
