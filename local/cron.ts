import type { Instant } from '../worker/manual/types.ts';

/** When `wrangler.toml` lets cron run: every five minutes from 08:00 to 21:00 JST. A test holds both together. */
const STEP = 5 * 60_000;
const DAY = 24 * 3_600_000;
const JST = 9 * 3_600_000;
const FIRST = 8 * 3_600_000;
const LAST = 21 * 3_600_000;
/** A jump over weeks runs the last days' ticks only, as after a long outage. */
const MOST_TICKS = 120;

export interface Tick {
  at: Instant;
  cron: string;
}

/** The first tick after an instant. */
export function tickAfter(instant: Instant): Tick {
  const next = Math.floor(instant / STEP) * STEP + STEP;
  const time = timeOfDay(next);
  if (time >= FIRST && time <= LAST) return tickAt(next);
  return tickAt(next - time + (time < FIRST ? 0 : DAY) + FIRST);
}

/** The last tick at or before an instant. */
export function tickUntil(instant: Instant): Tick {
  const last = Math.floor(instant / STEP) * STEP;
  const time = timeOfDay(last);
  if (time >= FIRST && time <= LAST) return tickAt(last);
  return tickAt(last - time - (time < FIRST ? DAY : 0) + LAST);
}

/** The ticks of a jump: those on the hour and the very last, oldest first. */
export function ticksOfJump(from: Instant, to: Instant): Tick[] {
  const last = tickUntil(to);
  if (last.at <= from) return [];
  const ticks = [last];
  let hour = Math.floor((last.at - 1) / 3_600_000) * 3_600_000;
  while (hour > from && ticks.length < MOST_TICKS) {
    const time = timeOfDay(hour);
    if (time >= FIRST && time <= LAST) ticks.push(tickAt(hour));
    hour -= 3_600_000;
  }
  return ticks.reverse();
}

function tickAt(at: Instant): Tick {
  const time = timeOfDay(at);
  if (time === LAST) return { at, cron: '0 12 * * *' };
  return { at, cron: time < FIRST + 3_600_000 ? '*/5 23 * * *' : '*/5 0-11 * * *' };
}

function timeOfDay(instant: Instant): number {
  return (instant + JST) % DAY;
}
