import type { FiguresView, MonthFigures } from '../../worker/views/reports.ts';

/** Twelve months in which visits stay the most. */
export function figuresView(now: number): FiguresView {
  const months = Array.from({ length: 12 }, (_, i): MonthFigures => {
    const number = i + 1;
    return {
      month: `2026-${String(number).padStart(2, '0')}`,
      opened: 6 + (i % 4),
      confirmed: 5 + (i % 3),
      cancelled: i % 2,
      held: [
        { method: 'visit', kind: 'monitoring', count: 4 + (i % 3) },
        { method: 'phone', kind: 'meeting', count: 2 },
        { method: 'line', kind: 'monitoring', count: i % 5 === 0 ? 1 : 0 },
        { method: 'fax', kind: 'meeting', count: 1 },
      ],
      settledBy: { phone: 3, meeting: 1 + (i % 3), line: 1 },
      daysToConfirm: { median: 3.5, longest: 9 },
      replies: { count: 12, inTime: 11, medianMinutes: 95 },
      refused: [{ rule: 'R3', count: 2 }],
    };
  });
  return {
    now,
    months,
    stages: [
      { stage: 'not-called', count: 2 },
      { stage: 'calling', count: 5 },
      { stage: 'asked-back', count: 1 },
      { stage: 'asked-dates', count: 3 },
      { stage: 'answered', count: 2 },
      { stage: 'confirmed', count: 4 },
    ],
  };
}
