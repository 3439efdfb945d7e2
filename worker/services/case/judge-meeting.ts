import { sql } from 'drizzle-orm';
import type { Ctx } from '../../context.ts';
import { decide } from '../../manual/decide.ts';
import type { CaseKind, ContactMethod, Decision, Facts, Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { Verdict } from '../../views/cases.ts';
import { assembleFacts, type FactsOf } from '../facts/assemble-facts.ts';
import { factQueries, ids } from '../facts/read-facts.ts';
import { verdictOf } from '../message/judge-message.ts';

/** R7: why it can't be a visit, and the person's own wish, as typed. */
export interface LineGround {
  reason: string;
  wishBy: string;
  wishHow: string;
  wishAt: Instant;
}

export interface MeetingDraft {
  do: 'plan' | 'mark-held';
  kind: CaseKind;
  method: ContactMethod;
  /** null for a plan without a date. */
  at: Instant | null;
  line?: LineGround | undefined;
}

/** The grounds for LINE as the manual looks at them. */
export function lineMeetingOf(line: LineGround | undefined): Facts['lineMeeting'] {
  if (!line) return null;
  return { reason: line.reason, wish: { by: line.wishBy, at: line.wishAt, how: line.wishHow } };
}

/** R7, R8: the manual's answer to a meeting that is planned, held, or entered later. */
export function judgeMeeting(of: FactsOf, draft: MeetingDraft): Decision {
  const { kind, method, at } = draft;
  const facts = { ...of.facts, lineMeeting: lineMeetingOf(draft.line) ?? of.facts.lineMeeting };
  if (draft.do === 'plan') return decide({ do: 'plan', kind, method, at }, facts, of.settings);
  return decide({ do: 'mark-held', kind, method, at: at ?? of.facts.now }, facts, of.settings);
}

/** The same answer while a form is filled in. Writes nothing. */
export async function checkMeeting(
  ctx: Pick<Ctx, 'db' | 'now'>,
  clientId: string,
  draft: MeetingDraft & { caseId?: string | undefined },
): Promise<Verdict | Refused> {
  const contact = sql`select contact_id from client_contacts where client_id = ${clientId} limit 1`;
  const caseId = draft.caseId ?? null;
  const scope = { contacts: contact, clients: ids([clientId]), cases: ids(caseId ? [caseId] : []) };
  const rows = await ctx.db.read(factQueries(ctx.db, scope, ctx.now));
  const contactId = rows[0][0]?.id;
  if (!contactId || (caseId && rows[6].length === 0)) return refused('not-found');
  const of = assembleFacts(rows, { contactId, clientId, caseId }, ctx.now);
  return verdictOf(judgeMeeting(of, draft));
}
