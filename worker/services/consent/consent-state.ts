import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { consents, usageRules } from '../../../db/schema/consents.ts';
import type { ConsentChoice, Instant } from '../../manual/types.ts';
import type { ConsentState } from '../../views/shared.ts';

/** The newest choice of each contact for each client, within the given clients. */
export function readLatestConsents({ q }: Database, clients: ReturnType<typeof sql>) {
  return q
    .select({
      clientId: consents.clientId,
      contactId: consents.contactId,
      choice: consents.choice,
      version: consents.version,
      at: consents.chosenAt,
    })
    .from(consents)
    .where(
      sql`(${consents.clientId}, ${consents.contactId}, ${consents.seq}) in (select client_id, contact_id, max(seq) from consents where client_id in (${clients}) group by client_id, contact_id)`,
    );
}

/** The usage-rule versions in force by now. */
export function readRuleVersions({ q }: Database, now: Instant) {
  return q
    .select({ version: usageRules.version, change: usageRules.change })
    .from(usageRules)
    .where(sql`${usageRules.effectiveFrom} <= ${now}`);
}

/** How a consent stands today: an older 「はい」 whose rules have changed since is `outdated` (R1). */
export function consentState(
  latest: { choice: ConsentChoice; version: number; at: Instant } | undefined,
  versionNeeded: number,
): { state: ConsentState; version: number | null; at: Instant | null } {
  if (!latest) return { state: 'none', version: null, at: null };
  const outdated = latest.choice === 'yes' && latest.version < versionNeeded;
  return { state: outdated ? 'outdated' : latest.choice, version: latest.version, at: latest.at };
}
