import type { StaffMe } from '../../worker/views/office.ts';
import { call } from './console-http.ts';

/** Who is signed in, and the window in which LINE may be sent. */
export function fetchMe(signal?: AbortSignal): Promise<StaffMe> {
  return call('GET', '/api/console/me', undefined, signal);
}

/** Exchanges LINE's ID token for our own session. */
export function openStaffSession(idToken: string): Promise<unknown> {
  return call('POST', '/api/session', { idToken, kind: 'staff' });
}

/** First visit: a one-time code (bootstrap or invitation) binds this LINE account to a member of staff. */
export function joinStaff(join: {
  idToken: string;
  code: string;
  name?: string;
  kana?: string;
}): Promise<unknown> {
  return call('POST', '/api/staff/join', join);
}

export function closeStaffSession(): Promise<unknown> {
  return call('DELETE', '/api/session?kind=staff');
}

/** Managers only. */
export function inviteStaff(input: { name: string; role: StaffMe['role'] }): Promise<{ url: string }> {
  return call('POST', '/api/console/staff/invitations', input);
}
