/** Small choices of one person, kept on this device only; where nothing can be kept, they last as long as the page. */
class Remembered {
  private readonly passing = new Map<string, string>();

  get(name: string): string | null {
    try {
      return localStorage.getItem(`console-${name}`) ?? this.passing.get(name) ?? null;
    } catch {
      return this.passing.get(name) ?? null;
    }
  }

  set(name: string, value: string): void {
    this.passing.set(name, value);
    try {
      localStorage.setItem(`console-${name}`, value);
    } catch {
      // A full or forbidden store: the choice lasts as long as the page.
    }
  }
}

export const remembered = new Remembered();
