import type { Instant } from '../worker/manual/types.ts';

/** When `wrangler.toml` lets cron run: every five minutes by day, every ten at night. A test holds both together. */
const STEP = 5 * 60_000;
const NIGHT_STEP = 10 * 60_000;
const DAY = 24 * 3_600_000;
const JST = 9 * 3_600_000;
const FIRST = 8 * 3_600_000;
const LAST = 21 * 3_600_000;
/** A jump over weeks runs the last days' ticks only, as after a long outage. */
const MOST_TICKS = 120;

/** The expressions wrangler.toml must hold. */
export const CRONS: readonly string[] = ['*/5 23 * * *', '*/5 0-11 * * *', '*/10 12-22 * * *'];

export interface Tick {
  at: Instant;
  cron: string;
}

/** The first tick after an instant. */
export function tickAfter(instant: Instant): Tick {
  const next = Math.floor(instant / STEP) * STEP + STEP;
  return tickAt(isTick(next) ? next : next + STEP);
}

/** The last tick at or before an instant. */
export function tickUntil(instant: Instant): Tick {
  const last = Math.floor(instant / STEP) * STEP;
  return tickAt(isTick(last) ? last : last - STEP);
}

/** The ticks of a jump: those on the hour and the very last, oldest first. */
export function ticksOfJump(from: Instant, to: Instant): Tick[] {
  const last = tickUntil(to);
  if (last.at <= from) return [];
  const ticks = [last];
  let hour = Math.floor((last.at - 1) / 3_600_000) * 3_600_000;
  while (hour > from && ticks.length < MOST_TICKS) {
    ticks.push(tickAt(hour));
    hour -= 3_600_000;
  }
  return ticks.reverse();
}

function tickAt(at: Instant): Tick {
  const time = timeOfDay(at);
  if (time >= LAST || time < FIRST) return { at, cron: '*/10 12-22 * * *' };
  return { at, cron: time < FIRST + 3_600_000 ? '*/5 23 * * *' : '*/5 0-11 * * *' };
}

/** By night every second step only. */
function isTick(at: Instant): boolean {
  const time = timeOfDay(at);
  return (time >= FIRST && time < LAST) || time % NIGHT_STEP === 0;
}

function timeOfDay(instant: Instant): number {
  return (instant + JST) % DAY;
}
