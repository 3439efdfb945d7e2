import { finding, isScheduling, opensConversation, type Rule, SILENT } from './rule.ts';

/** R6: a word about the person first, then the matter. */
export const R6: Rule = {
  id: 'R6',
  summary: '日程の話の前に、体調や通所の様子、最近の様子をうかがいます。',
  steps: ['edit'],
  judge: ({ action, facts, settings, at }) => {
    if (action.do !== 'send' || !isScheduling(action)) return SILENT;
    if (facts.partner.kind === 'provider' || !opensConversation(facts, settings, at)) return SILENT;
    if (action.greeting.trim() !== '') return SILENT;
    return [
      finding(
        'R6',
        'refuse',
        'はじめに、体調や最近の様子をうかがう一言を書いてください。本題はそのあとです。',
      ),
    ];
  },
};
