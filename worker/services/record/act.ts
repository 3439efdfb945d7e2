import { SQL } from 'drizzle-orm';
import { type Database, isBusy, isOvertaken, type Statement } from '../../../db/client.ts';
import type { Ctx } from '../../context.ts';
import {
  type ChainHead,
  chainEntries,
  type EntryDraft,
  headsOfClients,
  type ReadHeads,
  readHeads,
} from './chain.ts';

type Facts<Q extends readonly Statement[]> = Awaited<ReturnType<typeof readOnly<Q>>>;
const readOnly = <Q extends readonly Statement[]>(db: Database, queries: Q) => db.read(queries);

/** What an act wants written: its statements and their 相談記録 entries, together or not at all. */
export interface Plan<R> {
  result: R;
  writes?: readonly Statement[];
  entries?: readonly EntryDraft[];
}

// In each round one writer wins: so many may act on one client at the same instant.
const TRIES = 50;

/**
 * One act on one or more clients, in two round trips: read the facts with the heads of the record chains,
 * let `plan` decide, write everything in one atomic batch. When another writer was first, the facts are read
 * again and `plan` decides anew; so whoever writes an entry acts on facts nobody has changed since.
 *
 * @param clients ids, a select that yields them, or the heads' own statement: the chains that `plan` may extend
 * @throws what the database throws after {@link TRIES} lost races
 */
export async function act<const Q extends readonly Statement[], P extends Plan<unknown>>(
  ctx: Ctx,
  clients: readonly string[] | SQL | ReadHeads,
  queries: Q,
  plan: (facts: Facts<Q>) => P | Promise<P>,
): Promise<P['result']> {
  const readChains = headsStatement(ctx, clients);
  for (let attempt = 1; ; attempt += 1) {
    const [heads, ...facts] = (await ctx.db.read([readChains, ...queries])) as unknown as [
      ChainHead[],
      ...unknown[],
    ];
    const { result, writes = [], entries = [] } = await plan(facts as unknown as Facts<Q>);
    const batch = [...writes, ...(await chainEntries(ctx, heads, entries))];
    try {
      await ctx.db.write(batch);
      return result;
    } catch (error) {
      if (attempt === TRIES || !(isOvertaken(error) || isBusy(error))) throw error;
    }
  }
}

function headsStatement({ db }: Ctx, clients: readonly string[] | SQL | ReadHeads): Statement {
  if (Array.isArray(clients)) return headsOfClients({ ids: JSON.stringify(clients) });
  return clients instanceof SQL ? readHeads(db.q, clients) : (clients as ReadHeads);
}
