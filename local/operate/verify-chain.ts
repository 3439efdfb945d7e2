import type { Client, Transaction } from '@libsql/client';
import { canonicalEntry, ERASED_BODY, GENESIS, sha256 } from '../../worker/services/record/chain.ts';

/** Where a client's chain ends: `records -- heads` writes these down, to find later whether its end was cut off. */
export interface Head {
  clientId: string;
  seq: number;
  hash: string;
}

/** The first entry of a client's chain that isn't as it was written, and what is wrong with it. */
export interface Fault {
  clientId: string;
  seq: number;
  entryId: string | null;
  what: 'missing' | 'link' | 'hash' | 'body' | 'erased-without-act' | 'cut-off';
}

export interface Verified {
  entries: number;
  heads: Head[];
  /** At most one a client: after it, the chain says nothing more. */
  faults: Fault[];
}

const PAGE = 2_000;

type Row = Parameters<typeof canonicalEntry>[0] & { hash: string; body: string };

/**
 * Walks every client's chain of 相談記録 (R5) from its first entry on, over one snapshot of the database.
 * `known`: heads written down earlier; an entry that was there then must be there now, unchanged.
 * `only`: these clients' chains alone.
 */
export async function verifyChains(
  client: Client,
  known: readonly Head[] = [],
  only?: readonly string[],
): Promise<Verified> {
  const snapshot = await client.transaction('read');
  try {
    return await walk(snapshot, known, only);
  } finally {
    snapshot.close();
  }
}

async function walk(db: Transaction, known: readonly Head[], only?: readonly string[]): Promise<Verified> {
  const erased = new Map<string, number>();
  for (const row of (await db.execute('select client_id, last_seq from erasures')).rows)
    erased.set(String(row.client_id), Number(row.last_seq));
  const wanted = new Map(known.map((head) => [`${head.clientId} ${head.seq}`, head]));
  const faults = new Map<string, Fault>();
  const heads = new Map<string, Head>();
  let entries = 0;
  for await (const row of allEntries(db, only)) {
    entries += 1;
    if (faults.has(row.clientId)) continue;
    const what = await faultOf(row, heads.get(row.clientId), erased.get(row.clientId) ?? 0);
    const seen = wanted.get(`${row.clientId} ${row.seq}`);
    wanted.delete(`${row.clientId} ${row.seq}`);
    const found = what ?? (seen && seen.hash !== row.hash ? 'hash' : null);
    if (found === 'missing') {
      const seq = (heads.get(row.clientId)?.seq ?? 0) + 1;
      faults.set(row.clientId, { clientId: row.clientId, seq, entryId: null, what: found });
    } else if (found) {
      faults.set(row.clientId, { clientId: row.clientId, seq: row.seq, entryId: row.id, what: found });
    }
    heads.set(row.clientId, { clientId: row.clientId, seq: row.seq, hash: row.hash });
  }
  for (const { clientId, seq } of wanted.values())
    if (!faults.has(clientId)) faults.set(clientId, { clientId, seq, entryId: null, what: 'cut-off' });
  return { entries, heads: [...heads.values()], faults: [...faults.values()] };
}

async function faultOf(row: Row, head: Head | undefined, erasedTo: number): Promise<Fault['what'] | null> {
  if (row.seq !== (head?.seq ?? 0) + 1) return 'missing';
  if (row.prevHash !== (head?.hash ?? GENESIS)) return 'link';
  if ((await sha256(canonicalEntry(row))) !== row.hash) return 'hash';
  if (row.body === ERASED_BODY) return row.seq <= erasedTo ? null : 'erased-without-act';
  return (await sha256(row.body)) === row.bodyHash ? null : 'body';
}

/** All entries, client by client in their order, a page at a time. */
async function* allEntries(db: Transaction, only?: readonly string[]): AsyncGenerator<Row> {
  let after: [string, number] = ['', 0];
  for (;;) {
    const { rows } = await db.execute({
      sql: `select id, client_id as clientId, seq, prev_hash as prevHash, hash, kind, occurred_at as occurredAt,
        recorded_at as recordedAt, actor_kind as actorKind, actor_id as actorId, case_id as caseId,
        contact_id as contactId, corrects_id as correctsId, body, body_hash as bodyHash
        from record_entries where (client_id, seq) > (?, ?)
          ${only ? 'and client_id in (select value from json_each(?))' : ''} order by client_id, seq limit ?`,
      args: [...after, ...(only ? [JSON.stringify(only)] : []), PAGE],
    });
    const page = rows as unknown as Row[];
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = [last.clientId, last.seq];
  }
}
