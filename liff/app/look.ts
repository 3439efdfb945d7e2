import { tapAnswered } from '../parts/answer-first.ts';

/** How a person likes to read: readings on or off, and the size of the letters. Kept on the device. */
export interface Look {
  furi: 'on' | 'off';
  size: 'm' | 'l' | 'xl';
  /** Which form of the usage rules is read; see easy-text.ts. */
  text?: 'easy' | 'plain';
}

class Looks extends EventTarget {
  get current(): Look {
    const { furi, size } = document.documentElement.dataset;
    return { furi: furi === 'off' ? 'off' : 'on', size: size === 'l' || size === 'xl' ? size : 'm' };
  }

  /** Puts the look of the last visit on before anything is drawn. */
  restore(): void {
    try {
      Object.assign(
        document.documentElement.dataset,
        asLook(localStorage.getItem('furi'), localStorage.getItem('size')),
      );
    } catch {
      Object.assign(document.documentElement.dataset, asLook(null, null));
    }
  }

  async choose(look: Partial<Look>): Promise<void> {
    await tapAnswered();
    Object.assign(document.documentElement.dataset, look);
    try {
      for (const [key, value] of Object.entries(look)) localStorage.setItem(key, value);
    } catch {
      // It holds for this visit.
    }
    this.dispatchEvent(new Event('chosen'));
  }
}

export const looks = new Looks();

function asLook(furi: string | null, size: string | null): Look {
  return { furi: furi === 'off' ? 'off' : 'on', size: size === 'l' || size === 'xl' ? size : 'm' };
}
