import type { Page } from 'playwright-core';
import { APP_PICTURES } from './app-pictures.ts';
import { CONSOLE_PICTURES } from './console-pictures.ts';
import { LATER_PICTURES } from './later-pictures.ts';
import { README_PICTURES } from './readme-pictures.ts';
import type { Stage } from './stage.ts';

/** One picture of the handbook: who looks at which page, how wide, and what was done before. */
export interface Picture {
  /** The file's name, without `.png`. */
  name: string;
  /** Somebody of the demo, signed in; null: nobody. */
  as: string | null;
  /** In the console `/console/…`; in the mini-app what follows the LIFF address; a whole address for the studio. */
  path: (stage: Stage) => string | Promise<string>;
  width: 390 | 1280 | 1440;
  height?: number;
  /** What happens in the world first, through the product's own API. */
  world?: (stage: Stage) => Promise<void>;
  /** What is done on the page before it is taken. */
  before?: (page: Page, stage: Stage) => Promise<void>;
  /** What this picture does is needed by later ones, also where only those are taken. */
  stays?: true;
  /** So much later than the others, in milliseconds. */
  later?: number;
  /** Whether cron runs on the way to it. */
  ticks?: true;
  /** Only this part of the page. */
  part?: string;
  /** Below the project; `docs/handbook/pictures` when left out. */
  folder?: string;
}

/** Every picture of the documents, in the order in which they are taken. */
export const PICTURES: readonly Picture[] = [
  ...README_PICTURES,
  ...CONSOLE_PICTURES,
  ...APP_PICTURES,
  ...LATER_PICTURES,
];
