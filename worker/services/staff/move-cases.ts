import { eq, sql } from 'drizzle-orm';
import { cases, slots } from '../../../db/schema/cases.ts';
import { clients } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { sayInstant } from '../../manual/say.ts';
import type { Instant } from '../../manual/types.ts';
import type { EntryDraft } from '../record/chain.ts';

export interface Move {
  from: string;
  to: string;
  clientIds: readonly string[];
}
interface Meeting {
  clientId: string;
  client: string;
  counselorId: string;
  startsAt: Instant;
  endsAt: Instant;
}

/** Fixed meetings still to come of these cases. */
export function fixedMeetings({ db: { q }, now }: Ctx, where: ReturnType<typeof sql>) {
  return q
    .select({
      clientId: cases.clientId,
      client: clients.name,
      counselorId: cases.counselorId,
      startsAt: sql<Instant>`${slots.startsAt}`,
      endsAt: sql<Instant>`${slots.endsAt}`,
    })
    .from(cases)
    .innerJoin(slots, eq(slots.id, cases.confirmedSlotId))
    .innerJoin(clients, eq(clients.id, cases.clientId))
    .where(sql`${cases.status} = 'confirmed' and ${slots.endsAt} > ${now} and ${where}`)
    .orderBy(slots.startsAt);
}

/** The fixed meetings that come along, and those that then overlap, in words: they are named, not moved (R10). */
export function comingTo(
  meetings: readonly Meeting[],
  { from, to, clientIds }: Move,
): { coming: Meeting[]; overlaps: string[] } {
  const mine = meetings.filter((each) => each.counselorId === to);
  const coming = meetings.filter((each) => each.counselorId === from && clientIds.includes(each.clientId));
  const overlaps = coming.filter((each) =>
    [...mine, ...coming].some(
      (other) => other !== each && other.startsAt < each.endsAt && other.endsAt > each.startsAt,
    ),
  );
  return { coming, overlaps: overlaps.map((each) => `${sayInstant(each.startsAt)} ${each.client}さん`) };
}

/** The cases under way go to the colleague. Whoever gives them away answers no more: a duty taken is open to all again. */
export function moveCases({ db: { q } }: Ctx, { from, to, clientIds }: Move) {
  const moving = sql`client_id in (select value from json_each(${JSON.stringify(clientIds)}))`;
  return [
    q.run(sql`update cases set counselor_id = ${to}
      where counselor_id = ${from} and status in ('open', 'confirmed') and ${moving}`),
    q.run(sql`update reply_duties set taken_at = null, taken_by = null where taken_by = ${from} and cleared_at is null
      and contact_id in (select contact_id from client_contacts where ${moving})`),
  ];
}

/** What the record of a client says of it (R5). */
export function handedOver(
  client: { id: string; cases: number },
  names: { from: string; to: string },
  coming: readonly Meeting[],
): EntryDraft {
  const fixed = coming.filter((each) => each.clientId === client.id).map((each) => sayInstant(each.startsAt));
  return {
    clientId: client.id,
    kind: 'handed-over',
    body: {
      summary: `担当を、${names.from}さんから${names.to}さんに引きつぎました`,
      ...(client.cases > 0
        ? {
            content: [
              `進んでいる調整：${client.cases}件`,
              ...(fixed.length > 0 ? [`決まっている予定：${fixed.join('、')}`] : []),
            ].join('\n'),
          }
        : {}),
    },
  };
}
