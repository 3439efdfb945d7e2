import { readFileSync } from 'node:fs';
import type { Menu } from '../../worker/line/rich-menus.ts';

const FOLDER = new URL('./images/', import.meta.url);

/** Where a menu's picture lies, drawn beforehand: whoever sets the menus needs no browser and no fonts. */
export function pictureFile(kind: Menu['kind']): URL {
  return new URL(`${kind}.png`, FOLDER);
}

/** The bytes of a menu's picture. */
export function pictureOf(kind: Menu['kind']): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(pictureFile(kind)));
}

/** What every picture was drawn from. */
export const DRAWN = new URL('drawn-from.json', FOLDER);

/** Width and height, out of the picture's own head. */
export function sizeOf(png: Uint8Array): { width: number; height: number } {
  const head = new DataView(png.buffer, png.byteOffset, 24);
  if (head.getUint32(0) !== 0x89504e47) throw new RangeError('no PNG');
  return { width: head.getUint32(16), height: head.getUint32(20) };
}
