import { createRichMenuClient } from '../../worker/line/rich-menu-client.ts';
import { setMenus } from './set-menus.ts';

/** What `npm run richmenu` does, for this machine's LINE: the demo begins with its menus. */
export function showMenus(line: { url: string }, secrets: { channelAccessToken: string; liffId: string }) {
  return setMenus({
    menus: createRichMenuClient({
      apiUrl: `${line.url}/api.line.me`,
      channelAccessToken: secrets.channelAccessToken,
    }),
    place: { liffId: secrets.liffId, liffBaseUrl: `${line.url}/liff.line.me` },
    dryRun: false,
    linkStaff: null,
    say: () => {},
  });
}
