import { sayLongDate } from '../../worker/manual/say.ts';

const FIELDS = 'input[type=date], input[type=datetime-local]';

/**
 * Says beside every date field which day it holds, in Japanese: a browser in another language draws the field its own
 * way round. The words stand in an attribute of the field's box; the style sheet draws them.
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
  const date = /^\d{4}-\d{2}-\d{2}/.exec(field.value)?.[0];
  const words = date ? sayLongDate(date) : '';
  if ((box.dataset.date ?? '') === words) return;
  if (words) box.dataset.date = words;
  else delete box.dataset.date;
}
