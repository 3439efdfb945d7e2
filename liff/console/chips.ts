import { html, type TemplateResult } from 'lit';
import type { CaseStatus } from '../../worker/manual/types.ts';
import type { ClientRow } from '../../worker/views/clients.ts';
import type { Person } from '../../worker/views/shared.ts';
import { CASE_STATUS, CONSENT, rowTag, type Tone } from '../data/console-labels.ts';
import { type IconName, icon } from './icons.ts';

const DRAWING: Readonly<Record<Tone | 'acc', IconName>> = {
  ok: 'check',
  wait: 'wait',
  stop: 'x',
  plain: 'info',
  acc: 'house',
};

/** A state in colour, drawing and words. */
export function chip(tone: Tone | 'acc', words: string, drawing: IconName = DRAWING[tone]): TemplateResult {
  return html`<span class="chip ${tone}">${icon(drawing)}${words}</span>`;
}

export function consentChip(state: ClientRow['consent']): TemplateResult {
  const { words, tone } = CONSENT[state];
  return chip(tone, words);
}

/** Agreed, but no friend of the account yet: LINE drops what is pushed, without a word (R1). */
export function unfriendedChip(): TemplateResult {
  return chip('wait', 'まだ届きません（友だち追加待ち）', 'info');
}

export function caseChip(status: CaseStatus): TemplateResult {
  const tone = { open: 'wait', confirmed: 'ok', held: 'ok', cancelled: 'stop' } as const;
  return chip(tone[status], CASE_STATUS[status]);
}

/** 手順書 n: which row of the office's table says so. */
export function rule(row: number): TemplateResult {
  return html`<span class="rule">${rowTag(row)}</span>`;
}

/** A name with its reading, as a link where there is somewhere to go. */
export function who(person: Person, href: string | null): TemplateResult {
  const name = href ? html`<a href=${href}>${person.name}</a>` : html`<b>${person.name}</b>`;
  return html`<span class="who">${name}<small>${person.kana ?? ''}</small></span>`;
}

/** Failed calls so far and those still to make (R3). */
export function dots(failed: number, needed: number): TemplateResult {
  const label =
    failed === 0
      ? '電話 まだかけていません'
      : failed >= needed
        ? `電話 ${failed}回不通`
        : `電話 ${failed}回不通、次が${failed + 1}回目`;
  const shown = Math.max(needed, Math.min(failed, 5));
  return html`<span class="dots" role="img" aria-label=${label}>${Array.from({ length: shown }, (_, index) =>
    index < failed ? html`<i class="no">${icon('x')}</i>` : html`<i></i>`,
  )}</span>`;
}
