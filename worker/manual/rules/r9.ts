import { finding, type Rule, SILENT } from './rule.ts';

/** R9: what identifies a person goes by mail, FAX or post. */
export const R9: Rule = {
  id: 'R9',
  summary: '個人情報や大切な資料は、LINEではなくメール・FAX・郵送でお送りします。',
  steps: ['paper', 'phone'],
  judge: ({ action }) => {
    if (action.do !== 'send' || action.attachments === 0) return SILENT;
    return [finding('R9', 'refuse', '写真や書類はLINEで送れません。メール・FAX・郵送でお送りください。')];
  },
};
