import type { ClockTime } from '../../worker/manual/types.ts';

/**
 * A time of day as people type it, always in 24 hours: 9, 930, 9:30, ９：３０, 9時半, 午後2時30分.
 * Browsers' own time fields show AM and PM where the computer is not Japanese.
 */
export function readClock(typed: string): ClockTime | null {
  const text = typed.normalize('NFKC').replace(/\s/g, '');
  const found =
    /^(午前|午後)?(\d{1,2})(?:[:：.時](?:(\d{1,2})分?|(半))?)?$/.exec(text) ??
    /^()(\d{1,2})(\d{2})$/.exec(text);
  if (!found) return null;
  const [, half = '', hours = '', minutes, thirty] = found;
  const minute = thirty ? 30 : Number(minutes ?? 0);
  const hour = Number(hours) + (half === '午後' && Number(hours) < 12 ? 12 : 0);
  if (hour > 23 || minute > 59 || (half !== '' && Number(hours) > 12)) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
