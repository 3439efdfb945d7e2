import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RULE_CASES } from '../test/manual/rule-cases.ts';
import type { RuleCase } from '../test/manual/rule-givens.ts';
import { ROW_OF, ROWS } from '../worker/manual/rows.ts';
import { RULES } from '../worker/manual/rules/all.ts';
import type { RuleId } from '../worker/manual/types.ts';

/** Where a person meets each rule. */
const SEEN: Readonly<Record<RuleId, string>> = {
  R0: '送信前の判定（まず電話）',
  R1: '説明の記録、招待、ミニアプリの承諾画面、送信前の判定',
  R2: '必要以上のLINEの検討カード',
  R3: '電話の記録、送信前の判定（あと何回か）',
  R4: '今日の一覧（折り返しがない方）、希望日時のお願い',
  R5: '相談記録、訂正の記録',
  R6: '送信欄の「はじめの一言」、ミニアプリの体調の3問',
  R7: 'モニタリングの計画と実施の記録',
  R8: 'モニタリング・会議の計画と実施の記録',
  R9: '送信欄の印、添付の入口がないこと',
  R10: '送信欄の印、とりやめの画面（LINEは送られず電話の仕事になる）',
  R11: '送信前の判定（いつ送られるか）、送信待ちの一覧',
  R12: '今日の一覧（返信の期限）',
  R13: '送信欄の印',
  R14: '送信欄の印（理由を書けば送れる）',
  RX: '緊急の知らせ、ミニアプリの119・110の案内、夜間の一文の設定',
};

const OBJECTS: Readonly<Record<Exclude<RuleCase['says'], 'silent'>, string>> = {
  refuse: 'できない',
  hold: '待つ',
  warn: '注意',
  human: '確認',
};

/** The coverage page: every row of the office's text, its rules, their cases, and where a person sees them. */
export function coveragePage(): string {
  const rules = Object.values(RULES);
  const lines = [
    '# 手順書とソフトウェアの対応',
    '',
    'この表は `node_modules/.bin/node local/manual-coverage.ts` で作られます。手で書きかえず、規則と試験を直してください。',
    '',
    '| 手順書 | 規則 | 内容 | 試験（できない・待つ・注意・確認 / そのまま） | 人が見るところ |',
    '|---|---|---|---|---|',
    ...ROWS.flatMap((row) =>
      rules
        .filter((rule) => ROW_OF[rule.id] === row.row)
        .map((rule, index) => {
          const name = index === 0 ? `${row.row} ${row.name}` : `${row.row}`;
          return `| ${name} | ${rule.id} | ${rule.summary} | ${countsOf(RULE_CASES[rule.id])} | ${SEEN[rule.id]} |`;
        }),
    ),
  ];
  for (const row of ROWS) {
    lines.push('', `## 手順書 ${row.row} ${row.name}`, '', `> ${row.quote}`);
    for (const rule of rules.filter((each) => ROW_OF[each.id] === row.row)) {
      lines.push('', `### ${rule.id} ${rule.summary}`, '');
      for (const each of RULE_CASES[rule.id]) {
        lines.push(`- ${each.says === 'silent' ? 'そのまま' : OBJECTS[each.says]}: ${each.name}`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

function countsOf(cases: readonly RuleCase[]): string {
  const objecting = (Object.keys(OBJECTS) as (keyof typeof OBJECTS)[])
    .map((says) => ({ says, count: cases.filter((each) => each.says === says).length }))
    .filter((each) => each.count > 0)
    .map((each) => `${OBJECTS[each.says]} ${each.count}`);
  return `${objecting.join('・')} / ${cases.filter((each) => each.says === 'silent').length}`;
}

/** The page as it is kept in the repository. */
export const COVERAGE_FILE = fileURLToPath(new URL('../docs/manual-coverage.md', import.meta.url));

export function keptPage(): string {
  return readFileSync(COVERAGE_FILE, 'utf8');
}

if (import.meta.main) writeFileSync(COVERAGE_FILE, coveragePage());
