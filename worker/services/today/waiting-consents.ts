import { and, eq, isNull, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../../db/client.ts';
import { invitations } from '../../../db/schema/consents.ts';
import { clients, contacts, lineAccounts } from '../../../db/schema/people.ts';
import { civilDate } from '../../manual/jst.ts';
import type { Instant } from '../../manual/types.ts';
import type { TodayView } from '../../views/desk.ts';
import { consentState, type LatestChoice } from '../consent/consent-state.ts';
import { readVersionNeeded } from '../facts/assemble-facts.ts';

const ADULT = 18;
const SETTLED: readonly string[] = ['no', 'withdrawn'];

/**
 * The statement that reads who was invited and may still have to consent (R1), with their newest choice. In an office
 * of years nearly everybody has agreed: so the reasons to wait are each looked up by an index, not everybody's consent.
 */
export function readInvited({ q }: Database, now: Instant) {
  return (
    q
      .select({
        clientId: invitations.clientId,
        counselorId: clients.counselorId,
        name: clients.name,
        kana: clients.kana,
        contactId: invitations.contactId,
        contactName: contacts.name,
        explainedAt: invitations.explainedAt,
        expiresAt: invitations.expiresAt,
        birthDate: clients.birthDate,
        linked: contacts.lineUserId,
        friend: lineAccounts.friend,
        suspendedAt: lineAccounts.suspendedAt,
        latest: sql<
          string | null
        >`(select json_object('choice', choice, 'version', version, 'chooser', chooser, 'at', chosen_at) from consents o where o.client_id = ${invitations.clientId} and o.contact_id = ${invitations.contactId} and o.line_user_id = ${contacts.lineUserId} order by seq desc limit 1)`,
      })
      // A cross join keeps the planner from walking all invitations first.
      .from(sql`(${invitedPairs(now)}) w`)
      .crossJoin(invitations)
      .innerJoin(clients, eq(clients.id, invitations.clientId))
      .innerJoin(contacts, eq(contacts.id, invitations.contactId))
      .leftJoin(lineAccounts, eq(lineAccounts.lineUserId, contacts.lineUserId))
      .where(
        and(
          sql`${invitations.clientId} = w.client_id and ${invitations.contactId} = w.contact_id`,
          isNull(invitations.revokedAt),
        ),
      )
      .orderBy(invitations.explainedAt)
  );
}

/** Clients and contacts for whom a consent may be missing; each reason to wait is looked up by an index of its own. */
function invitedPairs(now: Instant): SQL {
  const needed = readVersionNeeded(now);
  const today = civilDate(now);
  const born = `${Number(today.slice(0, 4)) - ADULT}${today.slice(4)}`;
  return sql`select client_id, contact_id from (select client_id, contact_id, choice, version, chooser, max(seq) from consents group by client_id, contact_id)
      where choice in ('later', 'question') or (choice = 'yes' and (version < ${needed} or chooser = 'guardian'))
    union select cc.client_id, cc.contact_id from clients c join client_contacts cc on cc.client_id = c.id where c.birth_date >= ${born}
    union select cc.client_id, cc.contact_id from line_accounts a join contacts c on c.line_user_id = a.line_user_id
      join client_contacts cc on cc.contact_id = c.id where a.friend is not 1
    union select client_id, contact_id from invitations where revoked_at is null and expires_at > ${now}`;
}

/**
 * R1: who was invited and can't be written to yet: nothing chosen, put off, unsure, asked anew, somebody else's はい
 * still lacking, or agreed without being a friend. Each contact once, however often it was invited.
 */
export function waitingConsents(
  invited: Awaited<ReturnType<typeof readInvited>>,
  versionNeeded: number,
  now: Instant,
): TodayView['waitingConsents'] {
  const newest = new Map(invited.map((each) => [`${each.clientId} ${each.contactId}`, each]));
  return [...newest.values()].flatMap((each) => {
    const choice = each.latest ? (JSON.parse(each.latest) as LatestChoice) : undefined;
    const { state, at } = consentState(choice, versionNeeded, each, now);
    if (SETTLED.includes(state) || (state === 'none' && each.expiresAt <= now)) return [];
    const arrives = each.friend === true || each.suspendedAt !== null || each.linked === null;
    if (state === 'yes' && arrives) return [];
    return [
      {
        clientId: each.clientId,
        client: { name: each.name, kana: each.kana },
        contactName: each.contactName,
        state: state === 'yes' ? 'unfriended' : state,
        since: at ?? each.explainedAt,
      },
    ];
  });
}
