import type { ClockTime, ConsentChoice, Instant, PartnerKind } from '../../worker/manual/types.ts';
import type {
  AppCase,
  AppClient,
  AppHome,
  AppSchedule,
  ConsentReceipt,
  InvitationLook,
  MyConsent,
  UsageRules,
  WishReceipt,
} from '../../worker/views/mini-app.ts';
import type {
  AnswerChoice,
  Attendance,
  Health,
  PartView,
  PlaceChoice,
  SlotMark,
  WishKind,
  WishReason,
  WishTopic,
  WishUrgency,
  WishVoice,
  WishWith,
} from '../../worker/views/shared.ts';
import { call, seg } from './http.ts';
import { office } from './office.ts';

/** Everything the first page needs; the office's phone is remembered for the days without a network. */
export async function getHome(): Promise<AppHome> {
  const home = await call<AppHome>('GET', '/api/app/home');
  office.learn(home.office);
  return home;
}

export const getRules = (): Promise<UsageRules> => call('GET', '/api/app/rules');
/** What was chosen for a client, and the exact text that was agreed to (R1). */
export const getMyConsent = (clientId: string): Promise<MyConsent> =>
  call('GET', `/api/app/consents/${seg(clientId)}`);
export const getSchedule = (): Promise<AppSchedule> => call('GET', '/api/app/schedule');
export const getCase = (id: string): Promise<AppCase> => call('GET', `/api/app/cases/${seg(id)}`);

export const lookAtInvitation = (token: string): Promise<InvitationLook> =>
  call('POST', '/api/app/invitations/look', { token });

export interface ConsentInput {
  token?: string;
  clientId?: string;
  version: number;
  textHash: string;
  choice: Exclude<ConsentChoice, 'withdrawn'>;
  chooser: PartnerKind;
  explainedToPerson?: boolean;
}
/** R1: the written choice, bound to this exact text. */
export const consent = (input: ConsentInput): Promise<ConsentReceipt> =>
  call('POST', '/api/app/consents', input);

/** R1: at any hour, at once, without a reason. */
export const withdraw = (clientId: string): Promise<{ withdrawnAt: Instant }> =>
  call('POST', '/api/app/consents/withdraw', { clientId });

export const setFriend = (friend: boolean): Promise<unknown> => call('PUT', '/api/app/friend', { friend });

export interface AnswerInput {
  submissionKey: string;
  choice: AnswerChoice;
  /** At most three, best first. */
  ranked?: string[];
  also?: string[];
  parts?: PartView[];
  place?: PlaceChoice | 'any';
  marks?: Record<string, SlotMark>;
  health?: Health;
  attendance?: Attendance;
  note?: string;
}
export const answerCase = (caseId: string, input: AnswerInput): Promise<{ answeredAt: Instant }> =>
  call('POST', `/api/app/cases/${seg(caseId)}/answer`, input);

export interface WishInput {
  submissionKey: string;
  kind: WishKind;
  clientId: string;
  caseId?: string;
  when?: string;
  topic?: WishTopic;
  talkWith?: WishWith;
  urgency?: WishUrgency;
  lineReason?: WishReason;
  lineVoice?: WishVoice;
  note?: string;
}
export const sendWish = (input: WishInput): Promise<WishReceipt> => call('POST', '/api/app/wishes', input);

export const setReminder = (time: ClockTime | null): Promise<{ time: ClockTime | null }> =>
  call('PUT', '/api/app/reminder', { time });

export const calendarLink = (caseId: string): Promise<{ url: string; expiresAt: Instant }> =>
  call('POST', `/api/app/cases/${seg(caseId)}/calendar`);

/** May be written to by LINE: has agreed to the rules in force (R1). */
export function usesLine(client: AppClient): boolean {
  return client.consent.state === 'yes';
}

/** Still has to say whether LINE is used: never asked, put off, unsure, or the rules have changed (R1). */
export function owesChoice(client: AppClient): boolean {
  return ['none', 'later', 'question', 'outdated'].includes(client.consent.state);
}

/** Clients who use LINE, or all where none does: whom a wish can be about. */
export function clientsForWish(home: AppHome, wanted: string | null): AppClient[] {
  const named = home.clients.filter((client) => client.id === wanted);
  return named.length > 0 ? named : home.clients;
}
