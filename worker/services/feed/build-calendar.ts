import ical, { ICalEventStatus } from 'ical-generator';
import type { Instant } from '../../manual/types.ts';

/** One meeting as a calendar program is told of it: nothing that names a person. */
export interface CalendarEvent {
  /** The same for every version of the meeting, whoever reads it. */
  uid: string;
  /** Rises with each change of the date and with its cancellation. */
  sequence: number;
  cancelled: boolean;
  changedAt: Instant;
  startsAt: Instant;
  endsAt: Instant;
  summary: string;
  location?: string | null;
  description?: string | null;
  url?: string | null;
}

/**
 * Events as iCalendar (RFC 5545): CRLF, folded at 75 octets, texts escaped, instants in UTC, so that no zone needs
 * a definition. The same events give the same bytes. Without METHOD, which would have to stand in the
 * content type too, programs take it as a calendar to show and not as an invitation.
 */
export function buildCalendar(
  calendar: { name: string; company: string; refreshMinutes?: number },
  events: readonly CalendarEvent[],
): string {
  const made = ical({
    prodId: { company: plain(calendar.company), product: '予定', language: 'JA' },
    name: plain(calendar.name),
    ...(calendar.refreshMinutes ? { ttl: calendar.refreshMinutes * 60 } : {}),
  });
  for (const event of events) {
    made.createEvent({
      id: event.uid,
      sequence: event.sequence,
      status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
      start: new Date(event.startsAt),
      end: new Date(event.endsAt),
      stamp: new Date(event.changedAt),
      lastModified: new Date(event.changedAt),
      summary: plain(event.summary),
      ...(event.location ? { location: plain(event.location) } : {}),
      ...(event.description ? { description: plain(event.description) } : {}),
      ...(event.url ? { url: event.url } : {}),
    });
  }
  return `${made.toString().trimEnd()}\r\n`;
}

/** RFC 5545 knows no control characters in a text; lines are escaped by the library. */
function plain(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}/gu, ' ');
}
