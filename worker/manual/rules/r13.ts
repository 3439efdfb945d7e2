import { findStickers } from '../text/stickers.ts';
import { asFindings } from './content.ts';
import { type Rule, SILENT } from './rule.ts';

/** R13: words only. */
export const R13: Rule = {
  id: 'R13',
  summary: 'スタンプと絵文字は使いません。',
  steps: ['edit'],
  judge: ({ draft }) => (draft === null ? SILENT : asFindings('R13', findStickers(draft))),
};
