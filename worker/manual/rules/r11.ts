import {
  closedBecause,
  isClosed,
  isHoliday,
  isOpen,
  isYearEnd,
  nextOpening,
  openingOf,
  type Window,
} from '../calendar.ts';
import { addDays, civilDate, instantOf, MINUTE, minutesOf } from '../jst.ts';
import { sayDate, sayInstant, sayTime } from '../say.ts';
import type { Settings } from '../settings.ts';
import type { Action, ClockTime, Facts, Instant } from '../types.ts';
import { finding, type Rule, type Send, SILENT } from './rule.ts';

/** The year's end and a partner who works one day a week lie within it. */
const REMINDER_SEARCH_DAYS = 31;

/** R11: messages go out in the window, and in the partner's own hours. */
export const R11: Rule = {
  id: 'R11',
  summary: 'LINEは午前8時から午後9時まで、相手の業務時間の中で送ります。',
  steps: ['phone'],
  judge: ({ action, facts, settings, at }) => {
    if (action.do !== 'send') return SILENT;
    const window = sendWindow(action, facts, settings);
    if (overridden(action)) {
      if (isOpen(facts.now, window)) return SILENT;
      const reason = `緊急のため、管理者の判断で時間外に送ります（理由：${action.urgent?.reason.trim()}）。`;
      return [finding('R11', 'warn', reason)];
    }
    if (nextOpening(facts.now, window) === null) {
      return [
        finding(
          'R11',
          'refuse',
          '相手の時間と送信時間が重ならず、送れる時間がありません。電話でご連絡ください。',
        ),
      ];
    }
    if (action.purpose === 'reminder' && (facts.case?.meetingStartsAt ?? at) <= at) {
      return [finding('R11', 'refuse', '予定の時刻を過ぎるため、お知らせを送りません。')];
    }
    const findings = [];
    if (at > facts.now)
      findings.push(
        finding('R11', 'hold', `${whyShut(action, facts, settings)}${sayInstant(at)}に送ります。`),
      );
    const closed = closedBecause(civilDate(at), settings, facts.closures);
    if (action.origin === 'staff' && closed !== null) {
      findings.push(
        finding(
          'R11',
          'warn',
          `${sayDate(civilDate(at))}は事業所の休業日（${closed}）です。急ぎでなければ、営業日にお送りください。`,
        ),
      );
    }
    return findings;
  },
};

/** R11: when a message may go: now, the next opening, or never (null). */
export function sendInstant(action: Send, facts: Facts, settings: Settings): Instant | null {
  if (overridden(action)) return facts.now;
  return nextOpening(facts.now, sendWindow(action, facts, settings));
}

/** R11: the office's window, narrowed by the partner's hours and by the days that are out. */
export function sendWindow(action: Send, facts: Facts, settings: Settings): Window {
  const { hours, kind } = facts.partner;
  const providerDays = kind === 'provider' && hours !== null;
  return {
    from: settings.sendFrom,
    until: settings.sendUntil,
    hours,
    closed: (date) =>
      (action.origin === 'auto' && isClosed(date, settings, facts.closures)) ||
      (providerDays && (isHoliday(date) || isYearEnd(date, settings))),
  };
}

/**
 * R11: when a reminder of a meeting goes: the day before (or the last day before it that is open for this partner), at
 * the person's chosen time, moved into the partner's own hours where it lies outside; null when no day is open.
 */
export function reminderInstant(
  startsAt: Instant,
  time: ClockTime,
  facts: Facts,
  settings: Settings,
): Instant | null {
  const window = sendWindow(
    { do: 'send', purpose: 'reminder', origin: 'auto', greeting: '', body: '', attachments: 0 },
    facts,
    settings,
  );
  for (let days = 1; days <= REMINDER_SEARCH_DAYS; days += 1) {
    const date = addDays(civilDate(startsAt), -days);
    const open = openingOf(date, window);
    if (!open) continue;
    const minute = Math.min(Math.max(minutesOf(time), open.from), open.until - 1);
    return instantOf(date, '00:00') + minute * MINUTE;
  }
  return null;
}

/** R11: a manager's override, which only a person with a reason can make. */
function overridden(action: Extract<Action, { do: 'send' }>): boolean {
  const urgent = action.urgent;
  return (
    action.origin === 'staff' &&
    urgent !== undefined &&
    urgent.managerId.trim() !== '' &&
    urgent.reason.trim() !== ''
  );
}

function whyShut(action: Send, facts: Facts, settings: Settings): string {
  const hours = `${sayTime(settings.sendFrom)}から${sayTime(settings.sendUntil)}まで`;
  const office: Window = {
    from: settings.sendFrom,
    until: settings.sendUntil,
    hours: null,
    closed: () => false,
  };
  if (!isOpen(facts.now, office)) return `LINEを送れるのは${hours}です。`;
  if (action.origin === 'auto' && isClosed(civilDate(facts.now), settings, facts.closures)) {
    return '今日は事業所の休業日です。';
  }
  return '相手の時間の外です。';
}
