import type { UsageRuleGroup } from '../../views/mini-app.ts';
import type { RuleTextProblem } from '../../views/rules.ts';
import { plainText } from './compare-rules.ts';

const RUBY = /\{([^{}|]+)\|([^{}|]+)\}/g;
const LONGEST = 30;

/** What keeps a text from being shown to people who read slowly: kanji without readings, long sentences, signs. */
export function checkRulesText(groups: readonly UsageRuleGroup[]): RuleTextProblem[] {
  const problems: RuleTextProblem[] = [];
  const ids = groups.flatMap((group) => group.rules.map((rule) => rule.id));
  if (new Set(ids).size < ids.length) problems.push({ where: '全体', message: '同じきまりが二つあります。' });
  groups.forEach((group, at) => {
    const place = `${at + 1}枚目`;
    check(`${place}の見出し`, group.heading);
    check(`${place}の短い題`, group.step);
    if (group.rules.length === 0) problems.push({ where: place, message: 'きまりがひとつもありません。' });
    group.rules.forEach((rule, index) => {
      for (const [form, said] of [
        ['easy', 'やさしい文'],
        ['plain', 'くわしい文'],
      ] as const) {
        check(`${place}の${index + 1}つめ・${said}の題`, rule[form].title);
        check(`${place}の${index + 1}つめ・${said}`, rule[form].body);
      }
    });
  });
  return problems;

  function check(where: string, text: string): void {
    for (const message of problemsOf(text)) problems.push({ where, message });
  }
}

function problemsOf(text: string): string[] {
  if (text.trim() === '') return ['文がありません。'];
  const rest = text.replace(RUBY, '');
  const bare = rest.match(/\p{Script=Han}+/u)?.[0];
  const reading = [...text.matchAll(RUBY)].find(([, , kana]) => !/^[ぁ-ゖー ]+$/.test(kana ?? ''))?.[0];
  const long = text
    .split(/[。\n]/)
    .map(plainText)
    .find((sentence) => [...sentence].length > LONGEST);
  return [
    ...(/[{}|]/.test(rest) ? ['読みがなの書き方が正しくありません。{漢字|かんじ} のように書きます。'] : []),
    ...(bare ? [`「${bare}」に読みがながありません。`] : []),
    ...(reading ? [`${reading} の読みは、ひらがなで書きます。`] : []),
    ...(long ? [`一文は${LONGEST}字までです：「${long.slice(0, 15)}…」`] : []),
    ...(/\p{Extended_Pictographic}|[!！]/u.test(text) ? ['絵文字と感嘆符は使いません。'] : []),
  ];
}
