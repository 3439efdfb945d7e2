import { findManners } from '../text/manners.ts';
import { asFindings } from './content.ts';
import { type Rule, SILENT } from './rule.ts';

/** R14: neither casual nor private; what is complicated is said, not written. */
export const R14: Rule = {
  id: 'R14',
  summary: '気軽すぎる連絡や私的な連絡は避け、込み入った内容は会うか電話でお話しします。',
  steps: ['edit', 'phone', 'visit'],
  judge: ({ settings, draft }) => (draft === null ? SILENT : asFindings('R14', findManners(draft, settings))),
};
