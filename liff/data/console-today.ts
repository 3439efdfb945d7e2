import type { DutyRow, QuotaView, TodayView } from '../../worker/views/desk.ts';
import { call, failureOf } from './console-http.ts';
import { seg } from './http.ts';

export function fetchToday(signal?: AbortSignal): Promise<TodayView> {
  return call('GET', '/api/console/today', undefined, signal);
}

export function finishTask(id: string, note: string): Promise<unknown> {
  return call('POST', `/api/console/tasks/${seg(id)}/done`, note ? { note } : {});
}

/** R12: without a reply only with a written reason. */
export function closeDuty(id: string, reason: string): Promise<unknown> {
  return call('POST', `/api/console/duties/${seg(id)}/close`, { reason });
}

/** A proposed monitoring that isn't planned this time; the reason goes into the record. */
export function dismissProposal(id: string, reason: string): Promise<unknown> {
  return call('POST', `/api/console/proposals/${seg(id)}/dismiss`, { reason });
}

/** The rows that are this member of staff's own, and those that are nobody's yet. */
export function onlyMine(view: TodayView): TodayView {
  const own = new Set(view.mine);
  const mine = (row: { clientId: string }) => own.has(row.clientId);
  return {
    ...view,
    duties: view.duties.filter((duty) => duty.client === null || own.has(duty.client.id)),
    calls: view.calls.filter(mine),
    tasks: view.tasks.filter(mine),
    answered: view.answered.filter(mine),
    waitingConsents: view.waitingConsents.filter(mine),
    held: view.held.filter(mine),
    appointments: view.appointments.filter(mine),
    drafts: view.drafts.filter(mine),
    proposals: view.proposals.filter((each) => own.has(each.client.id)),
    exceptions: {
      messages: view.exceptions.messages.filter((each) => each.mine || own.has(each.client.id)),
      circumstances: view.exceptions.circumstances.filter((each) => own.has(each.client.id)),
    },
    reviews: view.reviews.filter((review) => review.clients.some((client) => own.has(client.id))),
  };
}

/** RX: whoever takes an alert calls; the others are told of it no more. */
export function takeAlert(id: string): Promise<unknown> {
  return call('POST', `/api/console/alerts/${seg(id)}/take`);
}

/** Lets events that could not be processed wait anew, one after another; those another person let wait are done. */
export async function retryParked(ids: readonly string[]): Promise<number> {
  let waiting = 0;
  for (const id of ids) {
    try {
      await call('POST', `/api/console/parked/${seg(id)}/retry`);
      waiting += 1;
    } catch (error) {
      if (failureOf(error).type !== 'not-found') throw error;
    }
  }
  return waiting;
}

/** How much of the month's LINE messages is used, 0–100; null without a limit. */
export function quotaShare({ limit, used }: Pick<QuotaView, 'limit' | 'used'>): number | null {
  if (limit === null) return null;
  return limit === 0 ? 100 : Math.min(100, Math.floor((used / limit) * 100));
}

const HOUR = 3_600_000;

export interface DutyClock {
  state: 'over' | 'soon' | 'calm';
  /** Part of the time that is left, 0–100. */
  left: number;
  /** 「あと1時間32分」「40分 超過」 */
  words: string;
}

/** How a reply duty stands (R12). */
export function dutyClock(duty: Pick<DutyRow, 'receivedAt' | 'dueAt'>, now: number): DutyClock {
  const rest = duty.dueAt - now;
  if (rest < 0) return { state: 'over', left: 0, words: `${spell(-rest)} 超過` };
  const whole = Math.max(duty.dueAt - duty.receivedAt, 1);
  const left = Math.max(0, Math.min(100, Math.round((rest / whole) * 100)));
  return { state: rest <= 2 * HOUR ? 'soon' : 'calm', left, words: `あと${spell(rest)}` };
}

/** 「1時間32分」「3日」 */
export function spell(span: number): string {
  const minutes = Math.floor(span / 60_000);
  if (minutes < 60) return `${minutes}分`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)}日`;
  return minutes % 60 === 0 ? `${hours}時間` : `${hours}時間${minutes % 60}分`;
}

/** Overdue first, then by due time. */
export function byDue<T extends { dueAt: number }>(rows: readonly T[]): T[] {
  return [...rows].sort((a, b) => a.dueAt - b.dueAt);
}

/** What waits for a person today: the number on the rail. */
export function workCount(view: TodayView): number {
  const { alerts, duties, calls, tasks, answered, exceptions } = view;
  const toApprove = exceptions.messages.filter((each) => each.outcome === null && !each.mine);
  return (
    [alerts, duties, calls, tasks, answered, toApprove, exceptions.circumstances] as { length: number }[]
  ).reduce((sum, each) => sum + each.length, 0);
}
