import { createHash } from 'node:crypto';
import type { LiffPlace } from '../../worker/line/build-message.ts';
import { type RichMenuClient, RichMenuRefused } from '../../worker/line/rich-menu-client.ts';
import { kindOfMenu, MENUS, type Menu, menuName, menuRequest } from '../../worker/line/rich-menus.ts';
import { Refusal } from '../prepare/refusal.mjs';
import { pictureOf, sizeOf } from './pictures.ts';

export interface SetMenus {
  menus: RichMenuClient;
  place: LiffPlace;
  /** Only checks and says what would be done. */
  dryRun: boolean;
  /** Gives staff their menu; null where the staff aren't known here: cron does it. */
  linkStaff: ((menuId: string) => Promise<string>) | null;
  say: (line: string) => void;
  pictures?: (kind: Menu['kind']) => Uint8Array<ArrayBuffer>;
}

/** LINE's own limit for a picture. */
const MOST_BYTES = 1_000_000;
const SAID: Readonly<Record<Menu['kind'], string>> = { users: '利用者のメニュー', staff: '職員のメニュー' };

/**
 * Sets both menus: checks them, makes what isn't there yet (known by name and hash of content and picture), shows the
 * users' to everybody and the staff's to staff, and takes away older ones of ours. Doing it again changes nothing.
 * @throws Refusal with what a person can mend
 */
export async function setMenus(options: SetMenus): Promise<void> {
  const { menus, dryRun, say } = options;
  const wanted = MENUS.map((menu) => prepared(menu, options));
  try {
    for (const { request } of wanted) await menus.validate(request);
    const there = await menus.list();
    const ids = new Map<Menu['kind'], string>();
    for (const each of wanted) {
      const found = there.find(({ name }) => name === each.request.name);
      const ready = found ? await menus.hasImage(found.richMenuId) : false;
      if (found && ready) {
        ids.set(each.menu.kind, found.richMenuId);
        say(`${SAID[each.menu.kind]}：もう作られています。`);
      } else if (dryRun) say(`${SAID[each.menu.kind]}：作ります。`);
      else {
        // Left by a run that was cut off before its picture.
        if (found) await menus.remove(found.richMenuId);
        const id = await menus.create(each.request);
        await menus.setImage(id, each.picture);
        ids.set(each.menu.kind, id);
        say(`${SAID[each.menu.kind]}：作りました。`);
      }
    }
    const old = there.filter(
      ({ name, richMenuId }) => kindOfMenu(name) !== null && ![...ids.values()].includes(richMenuId),
    );
    if (dryRun) {
      if (old.length > 0) say(`古いメニュー${old.length}つ：消します。`);
      say('確かめただけで、何も変えていません。');
      return;
    }
    await show(options, ids);
    const names = wanted.map(({ request }) => request.name);
    for (const { richMenuId, name } of old) {
      if (!names.includes(name)) await menus.remove(richMenuId);
    }
    if (old.length > 0) say(`古いメニュー${old.length}つを消しました。`);
  } catch (error) {
    if (error instanceof RichMenuRefused) throw new Refusal(whatOf(error), mendOf(error));
    throw error;
  }
}

async function show({ menus, linkStaff, say }: SetMenus, ids: Map<Menu['kind'], string>): Promise<void> {
  const [users, staff] = [ids.get('users') ?? '', ids.get('staff') ?? ''];
  if ((await menus.defaultId()) === users) say('利用者のメニュー：もう出ています。');
  else {
    await menus.setDefault(users);
    say('利用者のメニュー：みなさんのトークに出しました。');
  }
  say(
    linkStaff
      ? `職員のメニュー：${await linkStaff(staff)}`
      : '職員のメニュー：定時処理が、1時間以内に職員のトークに出します。',
  );
}

function prepared(menu: Menu, { place, pictures = pictureOf }: SetMenus) {
  const picture = pictures(menu.kind);
  const { width, height } = sizeOf(picture);
  if (picture.length > MOST_BYTES || width !== menu.width || height !== menu.height)
    throw new Refusal(
      `${SAID[menu.kind]}の画像が、${menu.width}×${menu.height}・1MB以内ではありません。`,
      'npm run richmenu:draw で画像を描き直してください。',
    );
  const content = JSON.stringify(menuRequest(menu, '', place));
  const version = createHash('sha256').update(content).update(picture).digest('hex').slice(0, 16);
  return { menu, picture, request: menuRequest(menu, menuName(menu.kind, version), place) };
}

function whatOf({ status, message }: RichMenuRefused): string {
  if (status === 0) return `LINEにつながりません（${message}）。`;
  return `LINEが受け付けませんでした（${status}${message ? `：${message}` : ''}）。`;
}

function mendOf({ status }: RichMenuRefused): string {
  if (status === 0) return 'ネットワークと LINE_API_URL を確かめて、もう一度実行してください。';
  if (status === 401 || status === 403)
    return 'LINE_CHANNEL_ACCESS_TOKEN が、このチャネルの長期のアクセストークンか確かめてください。';
  if (status === 429) return '少し待ってから、もう一度実行してください。続きから行います。';
  if (status >= 500) return 'LINEの障害かもしれません。時間をおいて、もう一度実行してください。';
  return 'LIFF_ID と LIFF_BASE_URL が正しいか確かめてください。';
}
