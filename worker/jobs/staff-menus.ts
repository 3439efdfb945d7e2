import { createRichMenuClient } from '../line/rich-menu-client.ts';
import { kindOfMenu } from '../line/rich-menus.ts';
import { linkStaffMenus, type MenuLinks } from '../services/staff/link-menus.ts';
import type { World } from '../world.ts';
import type { Round } from './job.ts';

const AT_ONCE = 4;

/** Links the staff's menu to accounts that came since `npm run richmenu`, and takes it from who has left. */
export const staffMenus: Round = {
  name: 'staff-menus',
  cost: 3 + AT_ONCE,
  run: (world) => linkMenus(world),
};

/** The same for whoever has just joined. Nothing is done where `npm run richmenu` has set no menu. */
export async function linkMenus({ config, db, now, fetchLine }: World): Promise<MenuLinks> {
  const { lineApiUrl: apiUrl, lineChannelAccessToken: channelAccessToken } = config;
  const menus = createRichMenuClient({ apiUrl, channelAccessToken, fetch: fetchLine });
  const menu = (await menus.list()).find(({ name }) => kindOfMenu(name) === 'staff');
  if (!menu) return { linked: 0, unlinked: 0, refused: 0, more: false };
  return linkStaffMenus({ db, now: now() }, menus, menu.richMenuId, AT_ONCE);
}
