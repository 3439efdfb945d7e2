// What a person has begun, kept on this device until it is sent: a dead session or a reload loses nothing.
// Session storage: on a shared phone nothing is left behind when the mini-app is closed.

const PREFIX = 'draft:';
const OWNER = 'draft-owner';

/** The draft of this name; null where there is none or it can't be read. */
export function readDraft<T>(name: string): Partial<T> | null {
  try {
    const parsed: unknown = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? 'null');
    return typeof parsed === 'object' ? (parsed as Partial<T> | null) : null;
  } catch {
    return null;
  }
}

export function writeDraft<T extends object>(name: string, draft: T): void {
  try {
    sessionStorage.setItem(PREFIX + name, JSON.stringify(draft));
  } catch {
    // Storage is full or forbidden: the page still holds the draft while it is open.
  }
}

export function dropDraft(name: string): void {
  try {
    sessionStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing was kept.
  }
}

/** Another LINE account on the same phone must not find the drafts of the last one. */
export function keepDraftsOf(owner: string): void {
  try {
    if (sessionStorage.getItem(OWNER) === owner) return;
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
    }
    sessionStorage.setItem(OWNER, owner);
  } catch {
    // Nothing was kept.
  }
}
