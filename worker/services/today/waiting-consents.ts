import type { CivilDate, Instant } from '../../manual/types.ts';
import type { TodayView } from '../../views/desk.ts';
import { consentState, type LatestChoice } from '../consent/consent-state.ts';

interface Invited {
  clientId: string;
  name: string;
  kana: string;
  contactId: string;
  contactName: string;
  explainedAt: Instant;
  expiresAt: Instant;
  birthDate: CivilDate | null;
  linked: string | null;
  friend: boolean | null;
  suspendedAt: Instant | null;
}

const SETTLED: readonly string[] = ['no', 'withdrawn'];

/**
 * R1: who was invited and can't be written to yet: nothing chosen, put off, unsure, asked anew, somebody else's はい
 * still lacking, or agreed without being a friend. Each contact once, however often it was invited.
 */
export function waitingConsents(
  invited: readonly Invited[],
  choices: readonly (LatestChoice & { clientId: string; contactId: string })[],
  versionNeeded: number,
  now: Instant,
): TodayView['waitingConsents'] {
  const newest = new Map(invited.map((each) => [`${each.clientId} ${each.contactId}`, each]));
  return [...newest.values()].flatMap((each) => {
    const choice = choices.find((c) => c.clientId === each.clientId && c.contactId === each.contactId);
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
