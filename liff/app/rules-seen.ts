const KEPT = 'rules-seen';

/** Up to which version this device has been shown what changed in the wording: told once, not each time. */
export const rulesSeen = {
  upTo(): number {
    try {
      return Number(localStorage.getItem(KEPT)) || 0;
    } catch {
      return 0;
    }
  },
  keep(version: number): void {
    try {
      localStorage.setItem(KEPT, String(version));
    } catch {
      // It is told again next time.
    }
  },
};
