import { sayLongDate, sayTime } from '../../worker/manual/say.ts';
import { readClock } from '../data/clock.ts';

const FIELDS = 'input[type=date], input[type=time], input[data-clock]';

/**
 * Says below every field for a date or a time what it holds, in Japanese: a browser in another language draws the field
 * its own way round. The words stand in an attribute of the field's box; the style sheet draws them.
 */
export function sayDates(): void {
  let due = false;
  const soon = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      for (const field of document.querySelectorAll<HTMLInputElement>(FIELDS)) said(field);
    });
  };
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  for (const name of ['input', 'change', 'reset', 'draft-restored'])
    document.addEventListener(name, soon, true);
  soon();
}

function said(field: HTMLInputElement): void {
  const box = field.closest<HTMLElement>('.f');
  if (!box) return;
  const words = field.type === 'date' ? dateWords(field.value) : timeWords(field.value);
  if ((box.dataset.said ?? '') === words) return;
  if (words) box.dataset.said = words;
  else delete box.dataset.said;
}

function dateWords(value: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) ? sayLongDate(value) : '';
}

function timeWords(value: string): string {
  const time = readClock(value);
  return time ? sayTime(time) : '';
}
