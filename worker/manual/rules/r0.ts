import { circumstanceHolds, countCalls } from './calls.ts';
import { answersInbound, finding, opensConversation, type Rule, SILENT } from './rule.ts';

/** R0: meeting and calling come first. */
export const R0: Rule = {
  id: 'R0',
  summary: '会える・電話できるときは、会って、または電話で話します。',
  steps: ['phone', 'visit'],
  judge: ({ action, facts, settings, at }) => {
    if (action.do !== 'send') return SILENT;
    // A date that was agreed, and its reminder, answer what the person chose or asked for.
    if (action.purpose === 'confirmed' || action.purpose === 'reminder') return SILENT;
    if (answersInbound(action, facts) || !opensConversation(facts, settings, at)) return SILENT;
    if (circumstanceHolds(facts.circumstance, at) || countCalls(facts).failed > 0) return SILENT;
    return [
      finding('R0', 'warn', 'まず電話をおかけください。会える・話せるときは、LINEより先に声でお伝えします。'),
    ];
  },
};
