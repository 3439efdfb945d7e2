import type { TemplateResult } from 'lit';
import { looks } from './look.ts';
import { segment } from './look-choice.ts';

/** Whether the usage rules are read in easy words; kept on the device. */
export function easyText(): boolean {
  const shown = document.documentElement.dataset.text ?? kept();
  return shown !== 'plain';
}

/** やさしい or くわしい; `place` keeps the groups of several pages apart. */
export function textChoice(place: string): TemplateResult {
  return segment<'easy' | 'plain'>(
    `text-${place}`,
    '{文章|ぶんしょう}',
    easyText() ? 'easy' : 'plain',
    (value) => looks.choose({ text: value }),
    [
      ['easy', 'やさしい'],
      ['plain', 'くわしい'],
    ],
  );
}

function kept(): string | null {
  try {
    return localStorage.getItem('text');
  } catch {
    return null;
  }
}
