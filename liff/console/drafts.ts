import { contested } from './draft-contest.ts';

const PREFIX = 'console-draft:';
const OWNER = 'console-draft-owner';
const LIFE = 7 * 24 * 3_600_000;
/** This window, as long as its page stands. */
const WINDOW = crypto.randomUUID();

interface Kept {
  at: number;
  window: string;
  value: unknown;
}

/** Until when this window knows what others have written, for each draft. */
const known = new Map<string, number>();
const attached = new WeakMap<HTMLFormElement, string>();
/** Forms with something typed that was not sent: whoever closes the window is asked first. */
const unsent = new Set<string>();
const forms = new Map<string, WeakRef<HTMLFormElement>>();

/**
 * Keeps what is typed in a form until it is sent, for this member of staff, over windows, reloads and sign-ins; for
 * lit's `ref`. The form must not bind `.value`: the person's hand and this are its only writers.
 */
export function keepDraft(key: string): (form: Element | undefined) => void {
  return (form) => {
    if (!(form instanceof HTMLFormElement) || attached.get(form) === key) return;
    const again = attached.has(form);
    attached.set(form, key);
    forms.set(key, new WeakRef(form));
    // Fields that the template repeats are drawn after the form itself.
    queueMicrotask(() => restore(form, key));
    if (!again) form.addEventListener('input', () => save(form, attached.get(form) ?? key));
    if (!again) form.addEventListener('change', () => save(form, attached.get(form) ?? key));
  };
}

/** The thing was sent: the draft has served. */
export function dropDraft(key: string): void {
  unsent.delete(key);
  known.delete(key);
  quietly(() => {
    localStorage.removeItem(addressOf(key));
    sessionStorage.removeItem(addressOf(key));
  });
}

/** A draft that is not a form's. What this window alone holds comes before what another wrote. */
export function readDraft<T>(key: string): T | null {
  const apart = stored(sessionStorage, key);
  const kept = apart ?? stored(localStorage, key);
  if (!kept) return null;
  // Words that were kept apart know nothing of the others': typing on asks again.
  if (!known.has(key)) known.set(key, apart ? 0 : kept.at);
  return kept.value as T;
}

/** Keeps it; what another window wrote meanwhile stays, and this one's is kept beside it. False then. */
export function writeDraft(key: string, value: unknown): boolean {
  const kept: Kept = { at: Date.now(), window: WINDOW, value };
  const others = stored(localStorage, key);
  const free = !others || others.window === WINDOW || others.at <= (known.get(key) ?? 0);
  quietly(() => {
    if (free) sessionStorage.removeItem(addressOf(key));
    (free ? localStorage : sessionStorage).setItem(addressOf(key), JSON.stringify(kept));
  });
  return free;
}

/** Whose drafts are read and written from now on; very old ones are forgotten. */
export function keepDraftsOf(staffId: string): void {
  quietly(() => {
    localStorage.setItem(OWNER, staffId);
    for (const address of Object.keys(localStorage)) {
      if (!address.startsWith(PREFIX)) continue;
      const { at } = JSON.parse(localStorage.getItem(address) ?? '{}') as Partial<Kept>;
      if (!(at && Date.now() - at < LIFE)) localStorage.removeItem(address);
    }
  });
}

/** Somebody signed out by hand: nothing of theirs stays on this device. */
export function forgetDrafts(): void {
  unsent.clear();
  known.clear();
  quietly(() => {
    const mine = addressOf('');
    for (const store of [localStorage, sessionStorage])
      for (const address of Object.keys(store)) if (address.startsWith(mine)) store.removeItem(address);
  });
}

window.addEventListener('beforeunload', (event) => {
  if (unsent.size > 0) event.preventDefault();
});

// Another window wrote: a form that nobody touched here follows; one that was touched keeps its words, and says so.
window.addEventListener('storage', ({ key: address, newValue }) => {
  const mine = addressOf('');
  if (!address?.startsWith(mine) || newValue === null) return;
  const key = address.slice(mine.length);
  const form = forms.get(key)?.deref();
  if (!form?.isConnected || attached.get(form) !== key) return;
  if (unsent.has(key)) contest(form, key);
  else restore(form, key);
});

function save(form: HTMLFormElement, key: string): void {
  unsent.add(key);
  const pairs = [...new FormData(form)].filter(
    (pair): pair is [string, string] => typeof pair[1] === 'string',
  );
  if (!writeDraft(key, pairs)) contest(form, key);
}

/** Two windows hold different words for one thing: the person says which stand. */
function contest(form: HTMLFormElement, key: string): void {
  contested(form, (whose) => {
    known.set(key, stored(localStorage, key)?.at ?? 0);
    if (whose === 'mine') return save(form, key);
    quietly(() => sessionStorage.removeItem(addressOf(key)));
    unsent.delete(key);
    restore(form, key);
  });
}

function restore(form: HTMLFormElement, key: string): void {
  known.delete(key);
  const pairs = readDraft<[string, string][]>(key);
  if (!Array.isArray(pairs)) return;
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
  form.dispatchEvent(new Event('draft-restored'));
}

function addressOf(key: string): string {
  return `${PREFIX}${localStorage.getItem(OWNER) ?? ''}:${key}`;
}

function stored(store: Storage, key: string): Kept | null {
  try {
    return JSON.parse(store.getItem(addressOf(key)) ?? 'null') as Kept | null;
  } catch {
    return null;
  }
}

/** A browser without storage keeps no drafts; nothing else depends on them. */
function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // As above.
  }
}
