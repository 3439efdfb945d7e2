import { byId } from './dom.ts';

/** Asks in a dialog of the page; null when the person stops. With a label it asks for a text. */
export function question(words: string, yes: string, label?: string): Promise<string | null> {
  const dialog = byId<HTMLDialogElement>('ask');
  const input = byId<HTMLInputElement>('ask-input');
  byId('ask-text').textContent = words;
  byId('ask-yes').textContent = yes;
  byId('ask-label').textContent = label ?? '';
  byId('ask-label').hidden = label === undefined;
  input.hidden = label === undefined;
  input.required = label !== undefined;
  input.value = '';
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      'close',
      () => resolve(dialog.returnValue === 'yes' ? input.value.trim() : null),
      {
        once: true,
      },
    );
  });
}
