import type { ContactMethod } from '../../manual/types.ts';
import type { PlaceChoice } from '../../views/shared.ts';
import { PLACE_SAID } from '../answer/answer-said.ts';
import { METHOD_SAID } from './mark-held.ts';

/** Where a counselor fixes a meeting whose place was left open; `named` says it in words of their own. */
export interface Where {
  choice?: PlaceChoice | undefined;
  named?: string | undefined;
}

interface Offered {
  place: string;
  method: ContactMethod;
}

/**
 * Where and how a meeting will be held: as the time was offered, or where the counselor fixes it now. Coming to the
 * office is another method than being visited; what is no meeting in person stays what it is.
 */
export function meetingPlace(where: Where, offered: Offered, office: string): Offered {
  const { choice, named } = where;
  if (!choice) return { ...offered, place: named ?? offered.place };
  const inPerson = offered.method === 'visit' || offered.method === 'office';
  const words = { home: 'ご自宅', office, provider: PLACE_SAID.provider };
  return {
    place: named ?? words[choice],
    method: inPerson ? (choice === 'office' ? 'office' : 'visit') : offered.method,
  };
}

/** What the 相談記録 says about it (R5): what was fixed in place of what was offered, and what was wished. */
export function placeSaid(
  fixed: Offered,
  offered: Offered,
  wishes: readonly { name: string; place: PlaceChoice | 'any' | null }[],
): string {
  const wished = wishes.flatMap(({ name, place }) =>
    place === null ? [] : [`${name}さんの希望：${PLACE_SAID[place]}`],
  );
  if (wished.length === 0 && fixed.place === offered.place && fixed.method === offered.method) return '';
  return [
    `場所：${fixed.place}`,
    fixed.place === offered.place ? '' : `候補の場所：${offered.place}`,
    fixed.method === offered.method
      ? ''
      : `方法：${METHOD_SAID[offered.method]}から${METHOD_SAID[fixed.method]}に変えました`,
    ...wished,
  ]
    .filter(Boolean)
    .join('\n');
}
