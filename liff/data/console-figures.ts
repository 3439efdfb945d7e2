import type { ContactMethod } from '../../worker/manual/types.ts';
import type { CaseStage, FiguresView, MonthFigures } from '../../worker/views/reports.ts';
import { call } from './console-http.ts';

/** The office's last twelve months in numbers (R0). */
export function fetchFigures(signal?: AbortSignal): Promise<FiguresView> {
  return call('GET', '/api/console/reports/monthly', undefined, signal);
}

/** How meetings were held, from meeting face to face to writing. */
export type Way = 'met' | 'talked' | 'line' | 'paper';
export const WAYS: Readonly<Record<Way, string>> = {
  met: '会った（訪問・来所）',
  talked: '話した（電話・テレビ電話）',
  line: 'LINE',
  paper: 'メール・FAX・郵便',
};
const WAY_OF: Readonly<Record<ContactMethod, Way>> = {
  visit: 'met',
  office: 'met',
  phone: 'talked',
  video: 'talked',
  line: 'line',
  mail: 'paper',
  fax: 'paper',
  post: 'paper',
};

export const STAGE: Readonly<Record<CaseStage, string>> = {
  'not-called': 'まだ電話していない',
  calling: '電話をかけている',
  'asked-back': '折り返しを待っている',
  'asked-dates': '希望日を待っている',
  answered: '希望日が届いた',
  confirmed: '日にちが決まった',
};

/** How many meetings of a month were held in each way. */
export function heldBy({ held }: MonthFigures): Record<Way, number> {
  const count: Record<Way, number> = { met: 0, talked: 0, line: 0, paper: 0 };
  for (const row of held) count[WAY_OF[row.method]] += row.count;
  return count;
}

/** LINEモニタリング of a month: they are to stay rare (R7, R8). */
export function lineMonitorings({ held }: MonthFigures): number {
  return held
    .filter((row) => row.method === 'line' && row.kind === 'monitoring')
    .reduce((sum, row) => sum + row.count, 0);
}

/** 「2026年11月」 */
export function sayYearMonth(month: string): string {
  const [year, number] = month.split('-');
  return `${year}年${Number(number)}月`;
}

/** A share in percent; a dash where there is nothing to share. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '－' : `${Math.round((part / whole) * 100)}％`;
}

/** Minutes as people say them: 「45分」「3.5時間」. */
export function sayMinutes(minutes: number | null): string {
  if (minutes === null) return '－';
  return minutes < 90 ? `${Math.round(minutes)}分` : `${Math.round(minutes / 6) / 10}時間`;
}
