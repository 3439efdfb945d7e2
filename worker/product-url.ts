import type { World } from './world.ts';

type Told = Pick<World['config'], 'productOrigin'>;

/** An address of this deployment, as people are told it; what a request was sent to counts only where none is set. */
export function productUrl({ productOrigin }: Told, path: string, asked: string): string {
  return new URL(path, productOrigin ?? asked).href;
}

/** Where the console is; null when nobody has said. */
export function consoleUrlOf({ productOrigin }: Told): string | null {
  return productOrigin ? new URL('/console', productOrigin).href : null;
}
