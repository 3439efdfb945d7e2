import { and, eq } from 'drizzle-orm';
import { cases, participants } from '../../../db/schema/cases.ts';
import { clients, contacts, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { AppCase } from '../../views/mini-app.ts';
import { readAnswers, readSlots, toAnswer, toSlot } from './case-queries.ts';

/** A case as one of its participants may see it; for everybody else it does not exist. */
export async function viewAppCase(
  ctx: Pick<Ctx, 'db' | 'now'>,
  input: { caseId: string; lineUserId: string },
): Promise<AppCase | Refused> {
  const { q } = ctx.db;
  const [found, slotRows, answerRows, markRows] = await ctx.db.read([
    q
      .select({
        kind: cases.kind,
        status: cases.status,
        method: cases.plannedMethod,
        confirmedSlotId: cases.confirmedSlotId,
        clientId: clients.id,
        clientName: clients.name,
        clientKana: clients.kana,
        shownName: clients.shownName,
        attendsProgram: clients.attendsProgram,
        contactId: contacts.id,
        contactKind: contacts.kind,
        counselorName: staff.name,
        counselorKana: staff.kana,
      })
      .from(participants)
      .innerJoin(cases, eq(cases.id, participants.caseId))
      .innerJoin(clients, eq(clients.id, cases.clientId))
      .innerJoin(contacts, eq(contacts.id, participants.contactId))
      .innerJoin(staff, eq(staff.id, cases.counselorId))
      .where(and(eq(participants.caseId, input.caseId), eq(contacts.lineUserId, input.lineUserId))),
    readSlots(ctx.db, input.caseId),
    ...readAnswers(ctx.db, input.caseId),
  ]);
  const theCase = found[0];
  if (!theCase) return refused('not-found');
  const provider = theCase.contactKind === 'provider';
  const confirmed = slotRows.find((s) => s.id === theCase.confirmedSlotId);
  return {
    id: input.caseId,
    kind: theCase.kind,
    status: theCase.status,
    client: {
      id: theCase.clientId,
      name: provider ? theCase.shownName : theCase.clientName,
      kana: provider ? null : theCase.clientKana,
    },
    counselor: { name: theCase.counselorName, kana: theCase.counselorKana },
    asksCheckin: !provider,
    asksAttendance: !provider && theCase.attendsProgram,
    answersBy: provider ? 'marks' : 'rank',
    slots: slotRows.filter((s) => s.closedAt === null).map((s) => toSlot(s, ctx.now)),
    answer: toAnswer(theCase.contactId, answerRows, markRows),
    confirmed:
      confirmed && (theCase.status === 'confirmed' || theCase.status === 'held')
        ? {
            startsAt: confirmed.startsAt,
            endsAt: confirmed.endsAt,
            place: confirmed.place,
            method: theCase.method,
          }
        : null,
  };
}
