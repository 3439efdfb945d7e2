import { findCancellation } from '../text/cancellation.ts';
import { asFindings } from './content.ts';
import { finding, type Rule, SILENT } from './rule.ts';

/** R10: no cancellation, postponement or apology by LINE. */
export const R10: Rule = {
  id: 'R10',
  summary: 'キャンセルや延期、おわびはLINEでお伝えしません。訪問か電話でお伝えします。',
  steps: ['phone', 'visit'],
  judge: ({ action, facts, draft }) => {
    if (action.do !== 'send' || draft === null) return SILENT;
    const found = asFindings('R10', findCancellation(draft));
    const about = action.purpose !== 'reply' && action.purpose !== 'info';
    const over = facts.case?.status === 'cancelled' || facts.case?.status === 'held';
    if (!about || !over) return found;
    const why =
      facts.case?.status === 'held'
        ? 'この予定は終わっています。お知らせは送りません。'
        : 'この予定はとりやめになりました。LINEではお知らせせず、電話か訪問でお伝えください。';
    return [finding('R10', 'refuse', why), ...found];
  },
};
