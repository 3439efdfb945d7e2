import { addMonths, civilDate } from '../jst.ts';
import { sayLongDate } from '../say.ts';
import type { CivilDate } from '../types.ts';
import { finding, type Rule, SILENT } from './rule.ts';

const KEPT_YEARS = 5;

/** R5: the record only grows. */
export const R5: Rule = {
  id: 'R5',
  summary: '連絡したことは相談記録に残し、書きかえません。訂正は新しい記録として足します。',
  steps: ['edit', 'ask-manager'],
  judge: ({ action, at }) => {
    if (action.do !== 'change-record') return SILENT;
    if (action.how === 'edit') {
      return [finding('R5', 'refuse', '相談記録は書きかえられません。訂正の記録を新しく足してください。')];
    }
    if (action.how === 'delete') {
      const until = keptUntil(action.servedOn);
      if (civilDate(at) > until) return SILENT;
      const kept = `相談記録はサービスを行った日から5年間、${sayLongDate(until)}まで残します。消すことはできません。`;
      return [finding('R5', 'refuse', kept)];
    }
    return SILENT;
  },
};

/** R5: the last date on which a record of a service must be kept. */
export function keptUntil(servedOn: CivilDate): CivilDate {
  return addMonths(servedOn, KEPT_YEARS * 12);
}

/** R5: whether a message counts as a contact; a failed one is written down as 未送信. */
export function countsAsContact(status: 'queued' | 'leased' | 'sent' | 'failed' | 'dead'): boolean {
  return status === 'sent';
}
