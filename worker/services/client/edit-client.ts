import { and, eq, sql } from 'drizzle-orm';
import { cases } from '../../../db/schema/cases.ts';
import { clients, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { CivilDate } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';
import { comingTo, fixedMeetings, handedOver, moveCases } from '../staff/move-cases.ts';
import { writeTerms } from './name-terms.ts';

export interface ClientDetails {
  name: string;
  kana: string;
  shownName: string;
  birthDate: CivilDate | null;
  attendsProgram: boolean;
  /** Months (1–12) on the 受給者証. */
  monitoringMonths: number[];
  counselorId: string;
}

const SAID: Record<keyof ClientDetails, string> = {
  name: '名前',
  kana: 'よみ',
  shownName: '事業所に見せる名前',
  birthDate: '生年月日',
  attendsProgram: '通所先',
  monitoringMonths: 'モニタリングの月',
  counselorId: '担当',
};

/**
 * Changes what the office knows of a client; the record says what it was and what it became (R5). To a new counselor the
 * cases under way go along, unless they are to stay.
 */
export async function editClient(
  ctx: Ctx,
  id: string,
  { revision, takeCases, ...details }: ClientDetails & { revision: number; takeCases: boolean },
): Promise<{ revision: number; overlaps: string[] } | Refused> {
  const { q } = ctx.db;
  return act(
    ctx,
    [id],
    [
      q
        .select({
          client: clients,
          counselor: staff.name,
          cases: sql<number>`(select count(*) from cases where client_id = clients.id and counselor_id = clients.counselor_id and status in ('open', 'confirmed'))`,
        })
        .from(clients)
        .innerJoin(staff, eq(staff.id, clients.counselorId))
        .where(eq(clients.id, id)),
      q
        .select({ name: staff.name })
        .from(staff)
        .where(and(eq(staff.id, details.counselorId), eq(staff.active, true))),
      fixedMeetings(
        ctx,
        sql`${cases.counselorId} in (${details.counselorId}, (select counselor_id from clients where id = ${id}))`,
      ),
    ],
    ([found, colleague, meetings]) => {
      const old = found[0];
      if (!old) return { result: refused('not-found') };
      if (old.client.revision !== revision)
        return {
          result: refused('conflict', {
            detail:
              'ほかの人が先に基本の情報を直しました。相談記録で確かめて、もう一度「直す」を押してください。書いたものは残っています。',
          }),
        };
      const counselor = details.counselorId === old.client.counselorId ? old.counselor : colleague[0]?.name;
      if (counselor === undefined)
        return {
          result: refused('bad-input', { fields: { counselorId: 'いまいる職員から選んでください。' } }),
        };
      const months = JSON.stringify(details.monitoringMonths);
      const before = { ...old.client, counselorId: old.counselor };
      const after = { ...details, monitoringMonths: months, counselorId: counselor };
      const changed = (Object.keys(SAID) as (keyof ClientDetails)[]).filter(
        (name) => before[name] !== after[name],
      );
      if (changed.length === 0) return { result: { revision, overlaps: [] } };
      const said = changed.map((name) => `${SAID[name]}：${say(before[name])} → ${say(after[name])}`);
      const move = { from: old.client.counselorId, to: details.counselorId, clientIds: [id] };
      const moves = takeCases && move.from !== move.to && old.cases > 0;
      const { coming, overlaps } = comingTo(meetings, move);
      return {
        result: { revision: revision + 1, overlaps: moves ? overlaps : [] },
        writes: [
          q
            .update(clients)
            .set({ ...details, monitoringMonths: months, revision: revision + 1 })
            .where(eq(clients.id, id)),
          ...writeTerms(ctx.db, 'client', { id, ...details }),
          ...(moves ? moveCases(ctx, move) : []),
        ],
        entries: [
          {
            clientId: id,
            kind: 'client-edited',
            body: {
              summary: `基本の情報を直しました（${changed.map((name) => SAID[name]).join('・')}）`,
              content: said.join('\n'),
            },
          },
          ...(moves
            ? [handedOver({ id, cases: old.cases }, { from: old.counselor, to: counselor }, coming)]
            : []),
        ],
      };
    },
  );
}

function say(value: string | boolean | null): string {
  if (value === null || value === '') return 'なし';
  if (typeof value === 'boolean') return value ? 'ある' : 'ない';
  if (!value.startsWith('[')) return value;
  const months = JSON.parse(value) as number[];
  return months.length === 0 ? 'なし' : months.map((month) => `${month}月`).join('・');
}
