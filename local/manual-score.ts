import { classifyInbound } from '../worker/manual/inbound.ts';
import { judgeDraft } from '../worker/manual/judge-draft.ts';
import { DEFAULT_SETTINGS, type Settings } from '../worker/manual/settings.ts';
import type { RuleId, Span } from '../worker/manual/types.ts';

/** A line of the labelled files: a draft by a counselor, or a text by a user. */
export interface LabelledMessage {
  id: string;
  dir: 'in' | 'out';
  text: string;
  kind?: string;
  partner?: string;
  expect?: { block: readonly string[]; warn: readonly string[] };
  labels?: readonly string[];
}

export type Answer =
  | { id: string; block: RuleId[]; warn: RuleId[]; spans: Span[] }
  | { id: string; labels: string[] };

/** What the content rules say of one line. A rule that blocks isn't repeated among the warnings. */
export function answer(message: LabelledMessage, settings: Settings = DEFAULT_SETTINGS): Answer {
  if (message.dir === 'in') return { id: message.id, labels: classifyInbound(message.text) };
  const findings = judgeDraft(
    {
      text: message.text,
      scheduling: message.kind === 'scheduling',
      toProvider: message.partner === 'provider',
    },
    settings,
  );
  const block = rulesOf(findings.filter((each) => each.severity === 'refuse'));
  const warn = rulesOf(findings).filter((rule) => !block.includes(rule));
  return { id: message.id, block, warn, spans: findings.flatMap((each) => each.spans) };
}

function rulesOf(findings: readonly { rule: RuleId }[]): RuleId[] {
  return [...new Set(findings.map((each) => each.rule))];
}

/** Right, missed and wrongly given, for one rule or label. */
export interface Score {
  name: string;
  right: number;
  missed: number;
  wrong: number;
  precision: number;
  recall: number;
  f1: number;
}

export interface Scored {
  scores: Score[];
  differences: { id: string; text: string; missed: string[]; wrong: string[] }[];
  messages: number;
}

/** Compares answers with labels: `block R9`, `warn R9`, `in urgent`, and the sums of each. */
export function score(messages: readonly LabelledMessage[], settings: Settings = DEFAULT_SETTINGS): Scored {
  const counts = new Map<string, { right: number; missed: number; wrong: number }>();
  const differences: Scored['differences'] = [];
  for (const message of messages) {
    const wanted = wantedOf(message);
    const given = givenOf(answer(message, settings));
    for (const name of new Set([...wanted, ...given])) {
      const kind = wanted.includes(name) ? (given.includes(name) ? 'right' : 'missed') : 'wrong';
      const sum = name.startsWith('in ')
        ? 'in (all)'
        : name.startsWith('block')
          ? 'block (all)'
          : 'warn (all)';
      for (const key of [name, sum]) {
        const count = counts.get(key) ?? { right: 0, missed: 0, wrong: 0 };
        count[kind] += 1;
        counts.set(key, count);
      }
    }
    const missed = wanted.filter((name) => !given.includes(name));
    const wrong = given.filter((name) => !wanted.includes(name));
    if (missed.length + wrong.length > 0)
      differences.push({ id: message.id, text: message.text, missed, wrong });
  }
  const scores = [...counts]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([name, count]) => ({ name, ...count, ...ratios(count) }));
  return { scores, differences, messages: messages.length };
}

function wantedOf(message: LabelledMessage): string[] {
  if (message.dir === 'in') return (message.labels ?? []).map((label) => `in ${label}`);
  return [
    ...(message.expect?.block ?? []).map((rule) => `block ${rule}`),
    ...(message.expect?.warn ?? []).map((rule) => `warn ${rule}`),
  ];
}

function givenOf(given: Answer): string[] {
  if ('labels' in given) return given.labels.map((label) => `in ${label}`);
  return [...given.block.map((rule) => `block ${rule}`), ...given.warn.map((rule) => `warn ${rule}`)];
}

function ratios(count: { right: number; missed: number; wrong: number }) {
  const precision = count.right + count.wrong === 0 ? 1 : count.right / (count.right + count.wrong);
  const recall = count.right + count.missed === 0 ? 1 : count.right / (count.right + count.missed);
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}
