import { sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { consents, usageRules } from '../../../db/schema/consents.ts';
import { turns18At } from '../../manual/calendar.ts';
import { consentLacks } from '../../manual/rules/r1.ts';
import type { CivilDate, ConsentChoice, Instant, PartnerKind } from '../../manual/types.ts';
import type { ConsentState } from '../../views/shared.ts';

/** The newest choice of each contact for each client, within the given clients, by the LINE account it has now. */
export function readLatestConsents({ q }: Database, clients: ReturnType<typeof sql>) {
  return q
    .select({
      clientId: consents.clientId,
      contactId: consents.contactId,
      choice: consents.choice,
      version: consents.version,
      chooser: consents.chooser,
      at: consents.chosenAt,
    })
    .from(consents)
    .where(
      sql`(${consents.clientId}, ${consents.contactId}, ${consents.seq}) in (select client_id, contact_id, max(seq) from consents where client_id in (${clients}) group by client_id, contact_id)
        and ${consents.lineUserId} = (select k.line_user_id from contacts k where k.id = ${consents.contactId})`,
    );
}

/** The usage-rule versions in force by now. */
export function readRuleVersions({ q }: Database, now: Instant) {
  return q
    .select({ version: usageRules.version, change: usageRules.change })
    .from(usageRules)
    .where(sql`${usageRules.effectiveFrom} <= ${now}`);
}

/** Whether the client is not yet 18 (R1); null where that is unknown, or none of a provider's business. */
export function isMinor(contact: PartnerKind, birthDate: CivilDate | null, now: Instant): boolean | null {
  return contact === 'provider' || birthDate === null ? null : now < turns18At(birthDate);
}

/** A contact's newest choice for a client. */
export interface LatestChoice {
  choice: ConsentChoice;
  version: number;
  chooser: PartnerKind;
  at: Instant;
}

/** How a consent stands today: an older 「はい」 may be `outdated` by new rules, or by who said it and the age (R1). */
export function consentState(
  latest: LatestChoice | undefined,
  versionNeeded: number,
  client: { birthDate: CivilDate | null },
  now: Instant,
): { state: ConsentState; version: number | null; at: Instant | null } {
  if (!latest) return { state: 'none', version: null, at: null };
  const { choice, version, at } = latest;
  if (choice !== 'yes') return { state: choice, version, at };
  if (version < versionNeeded) return { state: 'outdated', version, at };
  return { state: consentLacks({ by: latest.chooser }, client.birthDate, now) ?? 'yes', version, at };
}
