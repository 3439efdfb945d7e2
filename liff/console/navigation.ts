/** Moves between pages; `console-app` listens and draws. */
class Navigation extends EventTarget {
  /** Whether a person has moved since the document was opened: only then does the focus follow. */
  moved = false;

  go(path: string, how: 'push' | 'replace' = 'push'): void {
    this.moved = true;
    if (how === 'push') history.pushState(null, '', path);
    else history.replaceState(null, '', path);
    this.dispatchEvent(new Event('moved'));
  }
}

export const navigation = new Navigation();
