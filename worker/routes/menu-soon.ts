import { linkMenus } from '../jobs/staff-menus.ts';
import type { World } from '../world.ts';

interface Answering {
  var: { world: World };
  executionCtx: { waitUntil: (left: Promise<unknown>) => void };
}

/** After a member of staff has joined: their LINE account gets the staff's menu. Cron does it otherwise. */
export function menuSoon(c: Answering): void {
  const { world } = c.var;
  c.executionCtx.waitUntil(
    linkMenus(world).catch((error: unknown) =>
      world.log({ event: 'menu-soon-failed', why: error instanceof Error ? error.name : 'unknown' }),
    ),
  );
}
