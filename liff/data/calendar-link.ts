import type { ContactMethod, Instant } from '../../worker/manual/types.ts';
import { office } from './office.ts';

export interface Dated {
  startsAt: Instant;
  endsAt: Instant;
  place: string;
  method: ContactMethod;
}

/** Google's form for a new event, filled in: the office, when and where, and nothing about the person (R9). */
export function googleCalendarLink(fixed: Dated): URL {
  const url = new URL('https://calendar.google.com/calendar/render');
  const text = `${office.known.name}との予定`;
  const dates = `${stamp(fixed.startsAt)}/${stamp(fixed.endsAt)}`;
  url.search = new URLSearchParams({ action: 'TEMPLATE', text, dates, location: fixed.place }).toString();
  return url;
}

/** 20261215T010000Z */
function stamp(at: Instant): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}
