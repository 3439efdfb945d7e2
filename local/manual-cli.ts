import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { explain, readCase } from './manual-case.ts';
import { answer, type LabelledMessage, score } from './manual-score.ts';

const USAGE = `npm run manual -- case.json                      explain a decision from facts
npm run -s manual -- --messages FILE.jsonl       one JSON line for each draft or inbound text
npm run -s manual -- --messages FILE.jsonl --score   compare with expect / labels
npm run manual -- case.json --json               the decision as JSON`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    messages: { type: 'string' },
    score: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

process.exitCode = run();

function run(): number {
  try {
    if (values.messages !== undefined) return judgeMessages(values.messages);
    const [file] = positionals;
    if (file === undefined || values.help) {
      console.log(USAGE);
      return values.help ? 0 : 2;
    }
    return explainCase(file);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
}

function explainCase(file: string): number {
  const read = readCase(JSON.parse(readFileSync(file, 'utf8')));
  if (!read.ok) {
    console.error(read.problems.join('\n'));
    return 2;
  }
  console.log(values.json ? JSON.stringify(read.case.decision, null, 2) : explain(read.case));
  return 0;
}

function judgeMessages(file: string): number {
  const messages: LabelledMessage[] = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
  if (!values.score) {
    for (const message of messages) console.log(JSON.stringify(answer(message)));
    return 0;
  }
  const { scores, differences } = score(messages);
  console.log('name'.padEnd(22), 'right missed wrong  precision  recall     F1');
  for (const each of scores) {
    const counts = [each.right, each.missed, each.wrong].map((count) => String(count).padStart(6)).join('');
    const ratios = [each.precision, each.recall, each.f1]
      .map((ratio) => ratio.toFixed(3).padStart(9))
      .join('');
    console.log(each.name.padEnd(20), counts, ratios);
  }
  for (const each of differences) {
    const parts = [...each.missed.map((name) => `-${name}`), ...each.wrong.map((name) => `+${name}`)];
    console.log(`${each.id}  ${parts.join(' ')}  ${each.text.replaceAll('\n', ' / ')}`);
  }
  return 0;
}
