import { spanOf } from '../text/draft.ts';
import { asksAboutAttending, readGreeting } from '../text/wellbeing.ts';
import type { Finding } from '../types.ts';
import { finding, isScheduling, opensConversation, type Rule, SILENT } from './rule.ts';

/** R6: a word about the person first, then the matter. */
export const R6: Rule = {
  id: 'R6',
  summary: '日程の話の前に、体調や通所の様子、最近の様子をうかがいます。',
  steps: ['edit'],
  judge: ({ action, facts, settings, at, draft }) => {
    if (action.do !== 'send' || draft === null || !isScheduling(action)) return SILENT;
    if (facts.partner.kind === 'provider') return SILENT;
    const findings: Finding[] = [];
    if (!facts.client.attendsProgram) {
      const spans = asksAboutAttending(draft);
      if (spans.length > 0) {
        findings.push(
          finding(
            'R6',
            'warn',
            '通所先のない方です。通所のことではなく、体調や最近の様子をうかがってください。',
            spans,
          ),
        );
      }
    }
    if (!opensConversation(facts, settings, at)) return findings;
    const { asks, first } = readGreeting(draft);
    if (asks === null && action.greeting.trim() === '') {
      const none = 'はじめに、体調や最近の様子をうかがう一言を書いてください。本題はそのあとです。';
      return [finding('R6', 'refuse', none), ...findings];
    }
    if (asks === null) {
      findings.push(
        finding('R6', 'warn', '一言が問いかけになっていません。体調や最近の様子をうかがってください。'),
      );
    } else if (!first) {
      const late = '様子をうかがう一言が、本題のあとにあります。先に書いてください。';
      findings.push(finding('R6', 'warn', late, [spanOf(draft.kana, asks.start, asks.end)]));
    }
    return findings;
  },
};
