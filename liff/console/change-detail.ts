import { html, nothing, type TemplateResult } from 'lit';
import type { ChangeRow } from '../../worker/views/office.ts';

const WORDS: Readonly<Record<string, string>> = {
  name: '名前',
  greeting: '一言',
  body: '本題',
  note: '理由',
};

interface Difference {
  where: string;
  before: string | null;
  after: string | null;
}

/** What a change was before and what it became, where the history has kept it. */
export function changeDetail(row: ChangeRow): TemplateResult | typeof nothing {
  const differences = differencesOf(row);
  if (differences.length === 0) return nothing;
  return html`<details><summary>変わったところ ${differences.length}か所</summary>${differenceList(differences)}</details>`;
}

/** Texts beside each other: what went is struck through, what came is underlined. */
export function differenceList(differences: readonly Difference[]): TemplateResult {
  return html`<dl class="diff">${differences.map(
    (each) =>
      html`<div><dt>${each.where}</dt><dd>${each.before === null ? html`<p class="s">なし</p>` : html`<del class="pre">${each.before}</del>`}${each.after === null ? html`<p class="s">なくなりました</p>` : html`<ins class="pre">${each.after}</ins>`}</dd></div>`,
  )}</dl>`;
}

function differencesOf({ area, detail }: ChangeRow): Difference[] {
  if (!isFields(detail)) return [];
  if (area === 'rules' && Array.isArray(detail.differences)) return detail.differences as Difference[];
  if (area !== 'template' || !isFields(detail.after)) return [];
  const before = isFields(detail.before) ? detail.before : {};
  const after = detail.after;
  return Object.keys(WORDS)
    .filter((name) => typeof after[name] === 'string' && after[name] !== '' && before[name] !== after[name])
    .map((name) => ({
      where: WORDS[name] ?? name,
      before: typeof before[name] === 'string' ? before[name] : null,
      after: String(after[name]),
    }));
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
