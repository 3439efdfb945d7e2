import { civilDate, clockTime, partsOf } from '../../worker/manual/jst.ts';
import { shortInstant } from '../../worker/manual/say.ts';
import type { CallView, CaseView, MessageView } from '../../worker/views/cases.ts';

export interface Stage {
  name: string;
  state: 'done' | 'now' | 'ahead';
  /** Up to two short lines; the last may be the news. */
  lines: string[];
  news: string | null;
}

/** 電話 → 折り返し依頼 → 希望日 → 確定 → 実施, as the case stands. */
export function stagesOf(view: CaseView): Stage[] {
  const callback = lastOf(view.messages, 'callback-request');
  const dates = lastOf(view.messages, 'date-request');
  const answers = view.participants.flatMap((each) => (each.answer ? [each.answer.answeredAt] : []));
  const talked = view.calls.some((call) => call.outcome === 'reached' || call.reached === true);
  const reached: boolean[] = [
    talked || view.failedCalls >= view.callsNeeded || callback !== null || dates !== null,
    callback !== null || dates !== null || answers.length > 0,
    answers.length > 0,
    view.confirmed !== null,
    view.held !== null,
  ];
  // Somebody who was reached by phone needs no request by LINE: the date is agreed on there.
  const agreed = talked && view.failedCalls === 0 && !callback && !dates ? 2 : -1;
  const furthest = Math.max(reached.lastIndexOf(true), agreed);
  const skipped = (index: number): boolean => index <= furthest && !reached[index];
  const at = view.status === 'cancelled' ? -1 : Math.min(furthest + 1, 4);
  const stages: Omit<Stage, 'state'>[] = [
    { name: '電話', lines: callLines(view, talked), news: null },
    { name: '折り返し依頼', lines: messageLines(callback, 'まだ送っていません'), news: null },
    {
      name: '希望日',
      lines: messageLines(dates, 'まだお願いしていません'),
      news: answers.length > 0 ? `${shortMoment(Math.max(...answers))} 届きました` : null,
    },
    {
      name: '確定',
      lines: view.confirmed
        ? [shortInstant(view.confirmed.startsAt), view.confirmed.place]
        : ['まだ決まっていません'],
      news: null,
    },
    { name: '実施', lines: view.held ? [shortInstant(view.held.startedAt)] : ['まだ'], news: null },
  ];
  return stages.map((stage, index) => ({
    ...stage,
    lines: skipped(index) ? ['なしで進みました'] : stage.lines,
    state: view.held ? 'done' : index === at ? 'now' : index <= furthest ? 'done' : 'ahead',
  }));
}

/** 12/8 14:05 */
export function shortMoment(at: number): string {
  const [, month, day] = partsOf(civilDate(at));
  return `${month}/${day} ${clockTime(at)}`;
}

/** Calls that failed since the last talk, oldest first: what the dots show. */
export function isFailed(call: Pick<CallView, 'outcome' | 'reached' | 'direction'>): boolean {
  if (call.direction === 'in') return false;
  if (call.outcome === 'family') return call.reached === false;
  return call.outcome === 'no-answer' || call.outcome === 'voicemail' || call.outcome === 'busy';
}

function lastOf(messages: readonly MessageView[], purpose: MessageView['purpose']): MessageView | null {
  const fitting = messages.filter((each) => each.purpose === purpose && each.status !== 'dropped');
  return fitting.sort((a, b) => (b.sentAt ?? b.notBefore) - (a.sentAt ?? a.notBefore))[0] ?? null;
}

function callLines(view: CaseView, talked: boolean): string[] {
  if (view.calls.length === 0) return ['まだかけていません'];
  const last = Math.max(...view.calls.map((call) => call.at));
  if (talked && view.failedCalls === 0) return ['つながりました', shortMoment(last)];
  return [`不通 ${view.failedCalls}回`, `前回 ${shortMoment(last)}`];
}

function messageLines(message: MessageView | null, none: string): string[] {
  if (!message) return [none];
  if (message.status === 'sent') return [`${shortMoment(message.sentAt ?? message.notBefore)} LINE`];
  if (message.status === 'dead') return ['送れませんでした'];
  return [`${shortMoment(message.notBefore)} に送ります`];
}
