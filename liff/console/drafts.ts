const PREFIX = 'console-draft:';
const attached = new WeakMap<HTMLFormElement, string>();

/**
 * Keeps what is typed in a form until it is sent, through reloads and sign-ins; for lit's `ref`.
 * The form must not bind `.value`: the person's hand and this are its only writers.
 */
export function keepDraft(key: string): (form: Element | undefined) => void {
  return (form) => {
    if (!(form instanceof HTMLFormElement) || attached.get(form) === key) return;
    const known = attached.has(form);
    attached.set(form, key);
    // Fields that the template repeats are drawn after the form itself.
    queueMicrotask(() => restore(form, key));
    if (!known) form.addEventListener('input', () => save(form, attached.get(form) ?? key));
    if (!known) form.addEventListener('change', () => save(form, attached.get(form) ?? key));
  };
}

/** The thing was sent: the draft has served. */
export function dropDraft(key: string): void {
  unsent.delete(key);
  try {
    sessionStorage.removeItem(PREFIX + key);
  } catch {
    // A browser without storage keeps no drafts; nothing else depends on them.
  }
}

/** A draft that is not a form's. */
export function readDraft<T>(key: string): T | null {
  try {
    const text = sessionStorage.getItem(PREFIX + key);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

export function writeDraft(key: string, value: unknown): void {
  try {
    sessionStorage.setItem(PREFIX + key, JSON.stringify(value));
  } catch {
    // As above.
  }
}

/** Forms with something typed that was not sent: whoever closes the window is asked first. */
const unsent = new Set<string>();
window.addEventListener('beforeunload', (event) => {
  if (unsent.size > 0) event.preventDefault();
});

function save(form: HTMLFormElement, key: string): void {
  unsent.add(key);
  writeDraft(
    key,
    [...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

function restore(form: HTMLFormElement, key: string): void {
  const pairs = readDraft<[string, string][]>(key);
  if (!pairs) return;
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (
      !(
        field instanceof HTMLInputElement ||
        field instanceof HTMLTextAreaElement ||
        field instanceof HTMLSelectElement
      )
    )
      continue;
    if (field.name === '') continue;
    const kept = values.get(field.name) ?? [];
    if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')) {
      field.checked = kept.includes(field.value);
    } else if (kept[0] !== undefined) field.value = kept[0];
  }
}
