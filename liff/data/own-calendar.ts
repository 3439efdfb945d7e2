import type { NewFeed, OwnFeed } from '../../worker/views/feeds.ts';
import { call } from './http.ts';

// The private address under which a calendar of one's own shows what is fixed.

const PATH = '/api/app/calendar-feed';

export const getOwnCalendar = (): Promise<OwnFeed> => call('GET', PATH);
/** Ends the address there was. */
export const makeOwnCalendar = (): Promise<NewFeed> => call('POST', PATH);
export const endOwnCalendar = (): Promise<unknown> => call('DELETE', PATH);
