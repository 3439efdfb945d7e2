import { finding, type Rule, SILENT } from './rule.ts';

const NOT_THE_PERSON =
  /^(guardian|legal-representative|family|provider|staff|保護者|後見|保佐|補助人|家族|父|母|親|事業所|職員|相談員|相談支援)/;
const OFFICE_REASON =
  /(当方|当事業所|弊所|事業所側|サンクスシェア|相談員|相談支援専門員|職員|スタッフ|担当者?|こちら)(側)?[のがはも](都合|事情|多忙|忙し|人手|予定|不足|休み|体調)|(職員|人手)不足|効率/;

/** R7: monitoring by LINE only when a visit can't be made and the person wishes it. */
export const R7: Rule = {
  id: 'R7',
  summary: 'モニタリングは訪問が原則です。訪問できない事情とご本人の希望があるときだけ、LINEで行えます。',
  steps: ['visit', 'phone'],
  judge: ({ action, facts, at }) => {
    if (action.do !== 'plan' && action.do !== 'mark-held') return SILENT;
    if (action.kind !== 'monitoring' || action.method !== 'line') return SILENT;
    const bill = finding(
      'R7',
      'warn',
      'LINEでのモニタリングは、原則として報酬の算定の対象になりません。市町村にご確認ください。',
    );
    const reason = facts.lineMeeting?.reason?.trim() ?? '';
    const wish = facts.lineMeeting?.wish ?? null;
    const missing: string[] = [];
    if (reason === '') missing.push('訪問できない理由を記録してください。');
    else if (OFFICE_REASON.test(reason.normalize('NFKC'))) {
      missing.push('訪問できない理由は、利用者の側の事情に限ります。事業所の都合では行えません。');
    }
    if (wish === null || wish.by.trim() === '' || wish.how.trim() === '') {
      missing.push('ご本人の希望を、いつ・どのようにうかがったかと合わせて記録してください。');
    } else if (NOT_THE_PERSON.test(wish.by.trim().normalize('NFKC'))) {
      missing.push('ご本人の希望が必要です。ご家族などの希望では行えません。');
    } else if (wish.at > Math.max(at, facts.now)) {
      missing.push('希望をうかがった日時が先の日付です。お確かめください。');
    }
    return missing.length === 0 ? [bill] : [finding('R7', 'refuse', missing.join('')), bill];
  },
};
