import { finding, type Rule, SILENT } from './rule.ts';

/** R12: whoever writes is answered by a person. */
export const R12: Rule = {
  id: 'R12',
  summary: '届いたLINEには、なるべく早く返信します。「返信不要」でも一言お返しします。',
  steps: ['phone', 'edit'],
  judge: ({ action }) => {
    if (action.do !== 'close-duty') return SILENT;
    if (action.by === 'reply' || action.by === 'talk') return SILENT;
    if (action.by === 'without-reply') {
      if (action.reason.trim() !== '') {
        return [finding('R12', 'warn', '返信せずに終えます。理由は相談記録に残ります。')];
      }
      return [finding('R12', 'refuse', '返信せずに終えるときは、理由を書いてください。')];
    }
    return [
      finding(
        'R12',
        'refuse',
        '自動の返信や既読では、返信したことになりません。一言お返しするか、電話でお話しください。',
      ),
    ];
  },
};
