import type { Ctx } from '../context.ts';
import type { ButtonPad } from './buttons.ts';
import type { ConsoleLinks } from './console-links.ts';

/** What an answer is made with: whose question it is, the buttons they are given, and where pages are. */
export interface Desk {
  ctx: Ctx;
  staffId: string;
  buttons: ButtonPad;
  links: ConsoleLinks;
}
