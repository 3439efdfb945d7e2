import { and, eq, isNull, sql } from 'drizzle-orm';
import { cases } from '../../../db/schema/cases.ts';
import { clients, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { type Refused, refused } from '../../problem.ts';
import type { HandOverView } from '../../views/office.ts';
import { logChange } from '../office/log-change.ts';
import { act } from '../record/act.ts';
import { comingTo, fixedMeetings, handedOver, moveCases } from './move-cases.ts';

/** One batch holds so many; the page goes on until nobody is left. */
const AT_ONCE = 100;

/** What hangs on a colleague: their clients, each with the work in hand. For managers, before somebody leaves. */
export async function viewHandOver(ctx: Ctx, staffId: string): Promise<HandOverView | Refused> {
  const { q } = ctx.db;
  const [found, rows, meetings, colleagues] = await ctx.db.read([
    q
      .select({ id: staff.id, name: staff.name, active: staff.active })
      .from(staff)
      .where(eq(staff.id, staffId)),
    q
      .select({
        id: clients.id,
        name: clients.name,
        kana: clients.kana,
        cases: sql<number>`(select count(*) from cases where client_id = clients.id and status in ('open', 'confirmed'))`,
        tasks: sql<number>`(select count(*) from tasks where client_id = clients.id and done_at is null)`,
        duties: sql<number>`(select count(*) from client_contacts cc join reply_duties d on d.contact_id = cc.contact_id where cc.client_id = clients.id and d.cleared_at is null)`,
      })
      .from(clients)
      .where(and(eq(clients.counselorId, staffId), isNull(clients.erasedAt)))
      .orderBy(clients.kana, clients.id),
    fixedMeetings(ctx, sql`${cases.counselorId} = ${staffId}`),
    q
      .select({ id: staff.id, name: staff.name, kana: staff.kana })
      .from(staff)
      .where(sql`${staff.active} = 1 and ${staff.id} <> ${staffId}`)
      .orderBy(staff.createdAt),
  ]);
  const who = found[0];
  if (!who) return refused('not-found');
  return {
    staff: who,
    colleagues,
    clients: rows.map((row) => ({
      ...row,
      meetings: meetings.filter((each) => each.clientId === row.id).map((each) => each.startsAt),
    })),
  };
}

/**
 * Hands clients over to a colleague, as one act: the client, the cases under way with their fixed meetings, and what was
 * taken to answer. Tasks and duties go with the client. Meetings that then overlap are named, not moved (R10).
 */
export async function handOver(
  ctx: Ctx,
  fromId: string,
  { to, clientIds }: { to: string; clientIds?: readonly string[] | undefined },
): Promise<{ moved: number; left: number; overlaps: string[] } | Refused> {
  if (to === fromId) return refused('bad-input', { fields: { to: 'ほかの職員を選んでください。' } });
  const { q } = ctx.db;
  const wanted = JSON.stringify(clientIds ?? []);
  const theirs = sql`counselor_id = ${fromId} and erased_at is null
    and (${clientIds ? 1 : 0} = 0 or id in (select value from json_each(${wanted})))`;
  const some = sql`select id from clients where ${theirs} order by kana, id limit ${AT_ONCE}`;
  return act(
    ctx,
    some,
    [
      q
        .select({ id: staff.id, name: staff.name, active: staff.active })
        .from(staff)
        .where(sql`${staff.id} in (${fromId}, ${to})`),
      q
        .select({
          id: clients.id,
          all: sql<number>`count(*) over ()`,
          cases: sql<number>`(select count(*) from cases where client_id = clients.id and status in ('open', 'confirmed'))`,
        })
        .from(clients)
        .where(theirs)
        .orderBy(clients.kana, clients.id)
        .limit(AT_ONCE),
      fixedMeetings(ctx, sql`${cases.counselorId} in (${fromId}, ${to})`),
    ],
    ([people, rows, meetings]) => {
      const from = people.find((each) => each.id === fromId);
      const next = people.find((each) => each.id === to);
      if (!from) return { result: refused('not-found') };
      if (!next?.active)
        return { result: refused('bad-input', { fields: { to: 'いまいる職員から選んでください。' } }) };
      if (rows.length === 0) return { result: { moved: 0, left: 0, overlaps: [] } };
      const clientIds = rows.map((row) => row.id);
      const ids = JSON.stringify(clientIds);
      const { coming, overlaps } = comingTo(meetings, { from: fromId, to, clientIds });
      return {
        result: {
          moved: rows.length,
          left: (rows[0]?.all ?? 0) - rows.length,
          overlaps,
        },
        writes: [
          q.run(sql`update clients set counselor_id = ${to}, revision = revision + 1
            where counselor_id = ${fromId} and id in (select value from json_each(${ids}))`),
          ...moveCases(ctx, { from: fromId, to, clientIds }),
          logChange(ctx, {
            area: 'staff',
            subjectId: fromId,
            summary: `${from.name}さんの担当${rows.length}人を、${next.name}さんに引きつぎました`,
            detail: { clients: rows.map((row) => row.id), to },
          }),
        ],
        entries: rows.map((row) => handedOver(row, { from: from.name, to: next.name }, coming)),
      };
    },
  );
}
