import { and, eq } from 'drizzle-orm';
import { clients, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { CivilDate } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import { act } from '../record/act.ts';
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

/** Changes what the office knows of a client; the record says what it was and what it became (R5). */
export async function editClient(
  ctx: Ctx,
  id: string,
  { revision, ...details }: ClientDetails & { revision: number },
): Promise<{ revision: number } | Refused> {
  const { q } = ctx.db;
  return act(
    ctx,
    [id],
    [
      q
        .select({ client: clients, counselor: staff.name })
        .from(clients)
        .innerJoin(staff, eq(staff.id, clients.counselorId))
        .where(eq(clients.id, id)),
      q
        .select({ name: staff.name })
        .from(staff)
        .where(and(eq(staff.id, details.counselorId), eq(staff.active, true))),
    ],
    ([found, colleague]) => {
      const old = found[0];
      if (!old) return { result: refused('not-found') };
      if (old.client.revision !== revision) return { result: refused('conflict') };
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
      if (changed.length === 0) return { result: { revision } };
      const said = changed.map((name) => `${SAID[name]}：${say(before[name])} → ${say(after[name])}`);
      return {
        result: { revision: revision + 1 },
        writes: [
          q
            .update(clients)
            .set({ ...details, monitoringMonths: months, revision: revision + 1 })
            .where(eq(clients.id, id)),
          ...writeTerms(ctx.db, 'client', { id, ...details }),
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
