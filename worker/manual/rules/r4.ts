import { stageTwoDue } from '../calendar.ts';
import { sayInstant } from '../say.ts';
import { circumstanceHolds } from './calls.ts';
import { finding, type Rule, SILENT } from './rule.ts';

/** R4: preferred dates are asked for when nobody called back. */
export const R4: Rule = {
  id: 'R4',
  summary: '折り返しがないときに、希望の日時を電話やLINEでうかがいます。',
  steps: ['phone'],
  judge: ({ action, facts, settings, at }) => {
    if (action.do !== 'send' || action.purpose !== 'date-request') return SILENT;
    const stage1At = facts.case?.callbackRequestedAt ?? null;
    if (stage1At === null) {
      // Who can't use the phone is not asked to call back first.
      if (circumstanceHolds(facts.circumstance, at)) return SILENT;
      return [finding('R4', 'warn', '折り返しのお願いがまだです。まずLINEで折り返しをお願いします。')];
    }
    const calledBackAt = facts.case?.calledBackAt ?? null;
    if (calledBackAt !== null && calledBackAt >= stage1At) {
      return [finding('R4', 'warn', '折り返しがありました。希望の日時は、お電話でうかがえます。')];
    }
    const due = stageTwoDue(stage1At, settings, facts.closures);
    if (at >= due) return SILENT;
    return [
      finding('R4', 'warn', `折り返しをお待ちしている間です。${sayInstant(due)}まで待つのが決まりです。`),
    ];
  },
};
