import type { Attendance, Health } from '../../worker/views/shared.ts';

export const HEALTHS: readonly { value: Health; title: string; drawing: string }[] = [
  { value: 'good', title: 'よい', drawing: 'sun' },
  { value: 'usual', title: 'ふつう', drawing: 'cloud' },
  { value: 'bad', title: 'よくない', drawing: 'rain' },
];

export const ATTENDANCES: readonly { value: Attendance; title: string; drawing: string }[] = [
  { value: 'usual', title: 'いつもどおり', drawing: 'bus' },
  { value: 'sometimes-off', title: 'ときどき {休|やす}む', drawing: 'cloud' },
  { value: 'off', title: 'ずっと {休|やす}んで いる', drawing: 'house' },
];

export function healthTitle(health: Health | null): string {
  return HEALTHS.find((each) => each.value === health)?.title ?? '{答|こた}えて いません';
}

export function attendanceTitle(attendance: Attendance | null): string {
  return ATTENDANCES.find((each) => each.value === attendance)?.title ?? '{答|こた}えて いません';
}
