import type { Json } from './bubble.ts';
import { ask, byId, make } from './dom.ts';

interface Seen {
  richMenuId: string;
  definition: {
    size: { width: number; height: number };
    areas: { bounds: { x: number; y: number; width: number; height: number }; action: Json }[];
  };
}

/** The menu below the chat, as LINE shows it: a picture whose fields can be tapped. */
export class MenuBelow {
  #shown = '';
  readonly #tap: (action: Json) => void;

  constructor(tap: (action: Json) => void) {
    this.#tap = tap;
    byId('toggle-menu').addEventListener('click', () => this.#open(byId('menu').hidden === true));
  }

  /** The menu that this person sees; nobody, or none: nothing to open. */
  async show(control: string, userId: string | null): Promise<void> {
    const seen = userId === null ? null : await ask<Seen | null>(`${control}/users/${userId}/menu`);
    byId('toggle-menu').hidden = seen === null;
    if (seen === null) this.#open(false);
    if (seen === null || seen.richMenuId === this.#shown) return;
    this.#shown = seen.richMenuId;
    const { size, areas } = seen.definition;
    const picture = make('img', { alt: '', src: `${control}/menu-pictures/${seen.richMenuId}` });
    const fields = areas.map(({ bounds, action }) => {
      const field = make('button', { type: 'button', 'aria-label': String(action.label ?? '') });
      for (const [side, part] of [
        ['left', bounds.x / size.width],
        ['top', bounds.y / size.height],
        ['width', bounds.width / size.width],
        ['height', bounds.height / size.height],
      ] as const)
        field.style[side] = `${100 * part}%`;
      field.addEventListener('click', () => this.#tap(action));
      return field;
    });
    byId('menu').replaceChildren(picture, ...fields);
  }

  #open(open: boolean): void {
    byId('menu').hidden = !open;
    byId('talk').scrollTop = byId('talk').scrollHeight;
    byId('toggle-menu').setAttribute('aria-expanded', String(open));
  }
}
