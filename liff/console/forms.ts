/** What a form holds, trimmed; of several with one name the first that is set. */
export function fieldsOf(form: HTMLFormElement): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value === 'string' && !(name in fields)) fields[name] = value.trim();
  }
  return fields;
}

/** Every ticked value of a name. */
export function tickedOf(form: HTMLFormElement, name: string): string[] {
  return new FormData(form).getAll(name).filter((value): value is string => typeof value === 'string');
}

/** Says in words what is missing beside each field, and goes to the first. True when nothing is. */
export function complain(
  form: HTMLFormElement,
  missing: Record<string, string | false | undefined>,
): boolean {
  for (const note of form.querySelectorAll('[data-missing]')) {
    note.textContent = '';
    (note as HTMLElement).hidden = true;
  }
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  let first: HTMLElement | undefined;
  for (const [name, words] of Object.entries(missing)) {
    if (!words) continue;
    const note = form.querySelector<HTMLElement>(`[data-missing="${name}"]`);
    if (note) {
      note.textContent = words;
      note.hidden = false;
    }
    const field = form.querySelector<HTMLElement>(`[name="${name}"]`);
    field?.setAttribute('aria-invalid', 'true');
    first ??= field ?? note ?? undefined;
  }
  first?.focus();
  return first === undefined;
}
