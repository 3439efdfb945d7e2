import { sayDate } from '../../manual/say.ts';
import type {
  AnswerChoice,
  Attendance,
  DayPart,
  Health,
  PartView,
  PlaceChoice,
  SlotMark,
} from '../../views/shared.ts';

// An answer in the words of the 相談記録.

export const HEALTH_SAID: Record<Health, string> = { good: 'よい', usual: 'ふつう', bad: 'よくない' };
export const ATTENDANCE_SAID: Record<Attendance, string> = {
  usual: 'いつもどおり',
  'sometimes-off': 'ときどき休む',
  off: 'ずっと休んでいる',
};
export const MARK_SAID: Record<SlotMark, string> = { yes: '○', maybe: '△', no: '×' };
export const CHOICE_SAID: Record<AnswerChoice, string> = {
  ranked: '希望日',
  parts: '会える時間帯',
  none: 'どれもだめ',
  unknown: 'わからない',
  call: '電話してほしい',
};
export const PLACE_SAID: Record<PlaceChoice | 'any', string> = {
  home: '自宅',
  office: '事務所',
  provider: '通っている事業所',
  any: 'どこでもよい',
};
const PART_SAID: Record<DayPart, string> = { morning: '午前', afternoon: '午後', evening: '夕方' };

/** Soonest first, each once. */
export function inOrder(parts: readonly PartView[]): PartView[] {
  const once = new Map(parts.map((each) => [each.date + each.part, { date: each.date, part: each.part }]));
  const order = Object.keys(PART_SAID);
  return [...once.values()].sort(
    (a, b) => a.date.localeCompare(b.date) || order.indexOf(a.part) - order.indexOf(b.part),
  );
}

/** 12月15日（火曜日）午前・夕方, a line a day. */
export function partsSaid(parts: readonly PartView[]): string[] {
  const byDay = new Map<string, string[]>();
  for (const { date, part } of inOrder(parts)) byDay.set(date, [...(byDay.get(date) ?? []), PART_SAID[part]]);
  return [...byDay].map(([date, words]) => `${sayDate(date)}${words.join('・')}`);
}
