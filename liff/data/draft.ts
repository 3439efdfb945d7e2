// What a person has begun, kept on this device until it is sent or some days have passed: a dead session, a lost
// connection or a closed app loses nothing (docs/decisions).

const PREFIX = 'draft:';
const OWNER = 'draft-owner';
const LIFE = 3 * 24 * 3_600_000;

interface Kept {
  at: number;
  draft: unknown;
}

/** The draft of this name; null where there is none, it is too old or it can't be read. */
export function readDraft<T>(name: string): Partial<T> | null {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + name) ?? 'null') as Kept | null;
    const draft = kept && isFresh(kept) ? kept.draft : null;
    return typeof draft === 'object' ? (draft as Partial<T> | null) : null;
  } catch {
    return null;
  }
}

export function writeDraft<T extends object>(name: string, draft: T): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify({ at: Date.now(), draft } satisfies Kept));
  } catch {
    // Storage is full or forbidden: the page still holds the draft while it is open.
  }
}

export function dropDraft(name: string): void {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was kept.
  }
}

/** Another LINE account on the same phone must not find the drafts of the last one, nor anybody very old ones. */
export function keepDraftsOf(owner: string): void {
  try {
    const same = localStorage.getItem(OWNER) === owner;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && !(same && readDraft(key.slice(PREFIX.length))))
        localStorage.removeItem(key);
    }
    localStorage.setItem(OWNER, owner);
  } catch {
    // Nothing was kept.
  }
}

function isFresh({ at }: Kept): boolean {
  const age = Date.now() - at;
  return age >= 0 && age < LIFE;
}
