import { findIdentity } from '../text/identity.ts';
import { asFindings } from './content.ts';
import { finding, type Rule, SILENT } from './rule.ts';

/** R9: what identifies a person goes by mail, FAX or post. */
export const R9: Rule = {
  id: 'R9',
  summary: '個人情報や大切な資料は、LINEではなくメール・FAX・郵送でお送りします。',
  steps: ['paper', 'phone'],
  judge: ({ action, facts, settings, draft }) => {
    if (action.do !== 'send' || draft === null) return SILENT;
    const names = { partner: facts.partner.name, client: facts.client.name };
    const found = asFindings('R9', findIdentity(draft, settings, names));
    if (action.attachments === 0) return found;
    const attached = finding(
      'R9',
      'refuse',
      '写真や書類はLINEで送れません。メール・FAX・郵送でお送りください。',
    );
    return [attached, ...found.filter((each) => each.severity === 'refuse')];
  },
};
