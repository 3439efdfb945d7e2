import type { OfficeProfile } from '../../worker/views/shared.ts';

/** What is known of the office before anybody has signed in; the phone may still be missing. */
export type KnownOffice = Pick<OfficeProfile, 'name'> & Partial<OfficeProfile>;

const KEPT = 'office';

class Office extends EventTarget {
  private read: KnownOffice | undefined;

  /** From the page the Worker served (`data-office`: the profile as JSON, or a name), else from the last visit. */
  get known(): KnownOffice {
    this.read ??= { ...kept(), ...served(document.documentElement.dataset.office ?? '') };
    return this.read;
  }

  learn(profile: OfficeProfile): void {
    this.read = profile;
    try {
      localStorage.setItem(KEPT, JSON.stringify(profile));
    } catch {
      // Only a convenience for the next visit without a network.
    }
    this.dispatchEvent(new Event('learnt'));
  }
}

export const office = new Office();

function served(attribute: string): KnownOffice {
  if (attribute.startsWith('{')) {
    try {
      return JSON.parse(attribute) as KnownOffice;
    } catch {
      return { name: '' };
    }
  }
  return { name: attribute.startsWith('%') ? '' : attribute };
}

function kept(): Partial<KnownOffice> {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '{}') as Partial<KnownOffice>;
  } catch {
    return {};
  }
}
