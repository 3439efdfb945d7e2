import { sayDate } from '../say.ts';
import { circumstanceHolds, countCalls } from './calls.ts';
import { finding, isScheduling, type Rule, SILENT } from './rule.ts';

/** R3: arranging a date by LINE needs three failed calls first. */
export const R3: Rule = {
  id: 'R3',
  summary: '日程調整は3回以上電話し、つながらないときにLINEで折り返しをお願いします。',
  steps: ['phone'],
  judge: ({ action, facts, settings, at }) => {
    if (action.do !== 'send' || !isScheduling(action)) return SILENT;
    const { failed, spread, unclear } = countCalls(facts);
    const needed = settings.callsNeeded;
    const unclearFinding =
      unclear > 0
        ? [
            finding(
              'R3',
              'human',
              `ご家族が出られた電話が${unclear}回あります。ご本人につながったかどうかを記録してください。`,
            ),
          ]
        : [];
    if (facts.circumstance !== null && circumstanceHolds(facts.circumstance, at)) {
      const { reason, reviewOn } = facts.circumstance;
      const cited = `特別な事情（${reason.trim()}）により、電話の回数を求めません。見直しは${sayDate(reviewOn)}です。`;
      return [finding('R3', 'human', cited), ...unclearFinding];
    }
    if (failed < needed) {
      const left = `電話はあと${needed - failed}回です。${needed}回つながらなければ、LINEで折り返しをお願いできます。`;
      return [finding('R3', 'refuse', left), ...unclearFinding];
    }
    if (spread <= settings.callsSpreadMinutes * 60_000) {
      const close = `${failed}回の電話がすべて${settings.callsSpreadMinutes}分以内です。時間をおいて、もう一度おかけになりませんか。`;
      return [finding('R3', 'warn', close), ...unclearFinding];
    }
    return unclearFinding;
  },
};
