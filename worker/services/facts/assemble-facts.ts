import { type Placeholder, sql } from 'drizzle-orm';
import {
  parseSettings,
  type Settings,
  type SettingsVersion,
  settingsInForce,
} from '../../manual/settings.ts';
import type { CircumstanceFact, Facts, Instant, WeeklyHours } from '../../manual/types.ts';
import type { FactRows } from './read-facts.ts';

/** The facts of one contact for one client, in or outside a case, out of what one batch read. */
export interface FactsOf {
  facts: Facts;
  settings: Settings;
  settingsVersion: number;
  lineUserId: string | null;
}

/**
 * Puts the rows of `factQueries` together for `decide`.
 * @throws when the contact or the client was not in the scope that was read
 */
export function assembleFacts(
  rows: FactRows,
  who: { contactId: string; clientId: string; caseId: string | null },
  now: Instant,
): FactsOf {
  const [
    contactRows,
    clientRows,
    consentRows,
    ruleRows,
    callRows,
    circumstanceRows,
    caseRows,
    sentRows,
    inboundRows,
    wishRows,
    answerRows,
    meetingRows,
    plannedRows,
    closureRows,
    settingsRows,
  ] = rows;
  const contact = contactRows.find((r) => r.id === who.contactId);
  const client = clientRows.find((r) => r.id === who.clientId);
  if (!contact || !client) throw new Error('facts were asked for somebody who was not read');
  const mine = <T extends { contactId: string | null }>(list: readonly T[]) =>
    list.filter((r) => r.contactId === who.contactId);
  // R1: a choice stands for the LINE account that made it.
  const consent = mine(consentRows).find(
    (r) => r.clientId === who.clientId && r.lineUserId === contact.lineUserId,
  );
  const circumstance = mine(circumstanceRows).find((r) => r.clientId === who.clientId);
  const ours = mine(callRows).filter((r) => r.clientId === who.clientId);
  const inCase = who.caseId === null ? ours : ours.filter((r) => r.caseId === who.caseId);
  const held = meetingRows.filter((r) => r.clientId === who.clientId);
  const talks = [
    ...ours
      .filter((c) => c.outcome === 'reached' || (c.outcome === 'family' && c.reached))
      .map((c) => c.calledAt),
    ...(contact.kind === 'provider'
      ? []
      : held.filter((m) => ['visit', 'office', 'phone', 'video'].includes(m.method)).map((m) => m.endedAt)),
  ];
  const lastTalkAt = latest(talks);
  const sent = mine(sentRows);
  const theCase = caseRows.find((r) => r.id === who.caseId);
  const callbackRequestedAt = latest(
    sent.filter((r) => r.caseId === who.caseId).map((r) => r.callbackRequestedAt),
  );
  const { settings, version } = officeSettingsInForce(settingsRows, now);
  return {
    settings,
    settingsVersion: version,
    lineUserId: contact.lineUserId,
    facts: {
      now,
      partner: {
        kind: contact.kind,
        hours: parseHours(contact.hours),
        suspended: contact.suspendedAt !== null,
        friend: contact.friend,
        name: contact.name,
      },
      client: { name: client.name, attendsProgram: client.attendsProgram, birthDate: client.birthDate },
      consent: consent
        ? { choice: consent.choice, version: consent.version, at: consent.chosenAt, by: consent.chooser }
        : null,
      consentVersionNeeded: consentVersionNeeded(ruleRows),
      calls: inCase.map((c) => ({ at: c.calledAt, outcome: c.outcome, reached: c.reached })),
      lastTalkAt,
      circumstance: circumstance ? circumstanceFact(circumstance) : null,
      case: theCase
        ? {
            kind: theCase.kind,
            status: theCase.status,
            openedAt: theCase.openedAt,
            callbackRequestedAt,
            calledBackAt:
              callbackRequestedAt !== null && lastTalkAt !== null && lastTalkAt >= callbackRequestedAt
                ? lastTalkAt
                : null,
            meetingStartsAt: theCase.startsAt,
          }
        : null,
      conversation: {
        lastInboundAt: latest(
          [...mine(inboundRows), ...mine(wishRows), ...mine(answerRows)].map((r) => r.at),
        ),
        lastOutboundAt: latest(sent.map((r) => r.lastSentAt)),
        lastGreetingAt: latest(sent.map((r) => r.lastGreetingAt)),
      },
      meetings: [
        ...held.map((m) => ({ at: m.startedAt, kind: m.kind, method: m.method, status: 'held' as const })),
        ...plannedRows
          .filter((p) => p.clientId === who.clientId && p.caseId !== who.caseId)
          .map((p) => ({ at: p.startsAt, kind: p.kind, method: p.method, status: 'planned' as const })),
      ],
      lineMeeting: theCase
        ? {
            reason: theCase.lineReason,
            wish:
              theCase.lineWishBy && theCase.lineWishAt && theCase.lineWishHow
                ? { by: theCase.lineWishBy, at: theCase.lineWishAt, how: theCase.lineWishHow }
                : null,
          }
        : null,
      closures: closureRows.map((r) => r.date),
    },
  };
}

/** The settings in force (R0–R14 numbers) out of the stored versions; broken ones fall back to the manual's. */
export function officeSettingsInForce(
  rows: readonly { version: number; effectiveFrom: string; settings: string; withdrawnAt: Instant | null }[],
  now: Instant,
): SettingsVersion {
  const versions = rows.flatMap((row) => {
    if (row.withdrawnAt !== null) return [];
    const parsed = parseSettings(JSON.parse(row.settings));
    return parsed.ok
      ? [{ version: row.version, effectiveFrom: row.effectiveFrom, settings: parsed.settings }]
      : [];
  });
  return settingsInForce(versions, now);
}

/** The oldest version whose consents still count: the last one that changed a rule (R1). */
export function consentVersionNeeded(
  rules: readonly { version: number; change: 'rule' | 'wording' }[],
): number {
  return Math.max(0, ...rules.filter((r) => r.change === 'rule').map((r) => r.version));
}

/** The same, asked of the database. */
export const readVersionNeeded = (now: Instant | Placeholder) =>
  sql<number>`(select coalesce(max(version), 0) from usage_rules where change = 'rule' and effective_from <= ${now})`;

/** A contact's own hours as stored; null: none. */
export function parseHours(json: string | null): WeeklyHours | null {
  return json === null ? null : (JSON.parse(json) as WeeklyHours);
}

function circumstanceFact(row: {
  reason: string;
  approvedAt: Instant | null;
  reviewOn: string;
}): CircumstanceFact {
  return { reason: row.reason, approvedAt: row.approvedAt, reviewOn: row.reviewOn };
}

function latest(instants: readonly (Instant | null)[]): Instant | null {
  const known = instants.filter((at) => at !== null);
  return known.length === 0 ? null : Math.max(...known);
}
