import { eq, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { monitoringProposals } from '../../../db/schema/notices.ts';
import { clients, staff } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import type { ProposalView } from '../../views/notices.ts';

const MOST = 100;

/** The monitorings that cron proposed and nobody has settled; gone while one is under way already. */
export async function listProposals(ctx: Ctx): Promise<{ proposals: ProposalView[] }> {
  const [rows] = await ctx.db.read([readProposals(ctx.db)]);
  return { proposals: rows.map(toProposal) };
}

/** The statement of {@link listProposals}, the nearest month first. */
export function readProposals({ q }: Database) {
  return q
    .select({
      id: monitoringProposals.id,
      clientId: clients.id,
      name: clients.name,
      kana: clients.kana,
      counselor: staff.name,
      month: monitoringProposals.month,
      proposedAt: monitoringProposals.proposedAt,
    })
    .from(monitoringProposals)
    .innerJoin(clients, eq(clients.id, monitoringProposals.clientId))
    .innerJoin(staff, eq(staff.id, clients.counselorId))
    .where(sql`${openProposal()} and ${clients.erasedAt} is null`)
    .orderBy(monitoringProposals.month, clients.kana)
    .limit(MOST);
}

/** A row of {@link readProposals} as the console shows it. */
export function toProposal(row: Awaited<ReturnType<typeof readProposals>>[number]): ProposalView {
  const { clientId, name, kana, ...rest } = row;
  return { ...rest, client: { id: clientId, name, kana } };
}

/** Still to be settled: no monitoring of this client is under way. */
export function openProposal() {
  return sql`monitoring_proposals.settled_at is null and not exists (select 1 from cases k
    where k.client_id = monitoring_proposals.client_id and k.kind = 'monitoring' and k.status in ('open', 'confirmed'))`;
}
