import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../local/line/json.ts';
import { drawnFrom } from '../../local/richmenu/draw-menu.ts';
import { DRAWN, pictureOf, sizeOf } from '../../local/richmenu/pictures.ts';
import { type SetMenus, setMenus } from '../../local/richmenu/set-menus.ts';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { createRichMenuClient, RichMenuRefused } from '../../worker/line/rich-menu-client.ts';
import { kindOfMenu, MENUS, STAFF_MENU, USER_MENU } from '../../worker/line/rich-menus.ts';
import { linkStaffMenus } from '../../worker/services/staff/link-menus.ts';
import { insert, rows } from '../jobs/delivery-world.ts';
import { type LineOffice, lineOffice } from '../jobs/line-office.ts';

let office: LineOffice;
let said: string[];
beforeEach(async () => {
  office = await lineOffice();
  said = [];
});
afterEach(() => office.close());

const client = () => {
  const { lineApiUrl: apiUrl, lineChannelAccessToken: channelAccessToken } = office.world.config;
  return createRichMenuClient({ apiUrl, channelAccessToken });
};
const set = (more: Partial<SetMenus> = {}) =>
  setMenus({
    menus: client(),
    place: { liffId: '1650000000-abcdefgh', liffBaseUrl: 'https://liff.line.me' },
    dryRun: false,
    linkStaff: null,
    say: (line) => said.push(line),
    ...more,
  });
const list = async () =>
  (await client().list()) as unknown as (JsonObject & { richMenuId: string; name: string })[];
async function member(id: string, friend = true): Promise<string> {
  const { userId } = office.line.createUser({ displayName: 'x', friend });
  await insert(office.world, 'line_accounts', { line_user_id: userId, seen_at: 0 });
  const row = { id, name: id, role: 'counselor', line_user_id: userId, active: 1, created_at: 0 };
  await insert(office.world, 'staff', row);
  return userId;
}
const menuOf = async (userId: string) => {
  const id = office.line.richMenuOf(userId);
  const found = (await list()).find((menu) => menu.richMenuId === id);
  return found ? kindOfMenu(found.name) : null;
};
const writes = () =>
  office.line.calls().filter((call) => call.method !== 'GET' && !call.path.endsWith('/validate'));

/** A tick has room for some rounds only. */
async function ticks(): Promise<void> {
  for (let n = 0; n < 4; n += 1) {
    await runCron(office.world);
    office.world.clock.now += 300_000;
  }
}

describe('the menus', () => {
  it('have pictures of LINE’s size, drawn from what the code says today', () => {
    const drawn = JSON.parse(readFileSync(DRAWN, 'utf8')) as Record<string, string>;
    for (const menu of MENUS) {
      expect(sizeOf(pictureOf(menu.kind))).toEqual({ width: menu.width, height: menu.height });
      expect(pictureOf(menu.kind).length).toBeLessThan(1_000_000);
      expect(drawn[menu.kind]).toBe(drawnFrom(menu));
    }
  });

  it('lead users into the mini-app and never into a chat', () => {
    expect(USER_MENU.fields.every((field) => 'open' in field.does)).toBe(true);
    expect(STAFF_MENU.fields.every((field) => 'say' in field.does)).toBe(true);
  });

  it('are set once: the users’ for everybody, the staff’s for staff', async () => {
    const sato = await member('sato');
    const { userId } = office.line.createUser({ displayName: 'x', friend: true });
    const ctx = { db: office.world.db, now: office.world.clock.now };
    const linkStaff = async (menu: string) => JSON.stringify(await linkStaffMenus(ctx, client(), menu, 50));
    await set({ linkStaff });
    expect([await menuOf(sato), await menuOf(userId)]).toEqual(['staff', 'users']);
    const made = writes().length;
    await set({ linkStaff });
    expect(writes()).toHaveLength(made);
    expect(await list()).toHaveLength(2);
    expect(said.join()).toContain('もう作られています');
    const users = (await list()).find((menu) => kindOfMenu(menu.name) === 'users');
    expect(JSON.stringify(users)).toContain('https://liff.line.me/1650000000-abcdefgh/contact/call');
  });

  it('are replaced when they change, and others’ are let be', async () => {
    await set();
    const other = { ...(await list())[0], name: 'だれかのメニュー' } as Record<string, unknown>;
    delete other.richMenuId;
    await client().create(other as never);
    await set({ place: { liffId: '1650000000-zzzzzzzz', liffBaseUrl: 'https://liff.line.me' } });
    const names = (await list()).map((menu) => kindOfMenu(menu.name));
    expect(names.sort()).toEqual([null, 'staff', 'users'].sort());
    const { userId } = office.line.createUser({ displayName: 'x', friend: true });
    expect(await menuOf(userId)).toBe('users');
    expect(said.join()).toContain('古いメニュー');
  });

  it('are made anew when a run was cut off before the picture', async () => {
    const setImage = () => Promise.reject(new RichMenuRefused(500, ''));
    await expect(set({ menus: { ...client(), setImage } })).rejects.toThrow('時間をおいて');
    expect(await list()).toHaveLength(1);
    await set();
    expect(await list()).toHaveLength(2);
    for (const { richMenuId } of await list()) expect(await client().hasImage(richMenuId)).toBe(true);
  });

  it('change nothing in a dry run', async () => {
    await set({ dryRun: true });
    expect(writes()).toEqual([]);
    expect(said.at(-1)).toContain('何も変えていません');
  });

  it('say what to mend when LINE says no', async () => {
    const { lineApiUrl: apiUrl } = office.world.config;
    const wrong = createRichMenuClient({ apiUrl, channelAccessToken: 'wrong' });
    await expect(set({ menus: wrong })).rejects.toThrow('LINE_CHANNEL_ACCESS_TOKEN');
    const nowhere = createRichMenuClient({ apiUrl: 'http://127.0.0.1:1', channelAccessToken: 'x' });
    await expect(set({ menus: nowhere })).rejects.toThrow('つながりません');
    const small = pictureOf('staff');
    await expect(set({ pictures: () => small })).rejects.toThrow('npm run richmenu:draw');
  });
});

describe('cron', () => {
  it('links staff who came later, and takes the menu from who has left', async () => {
    await set();
    const sato = await member('sato');
    await ticks();
    expect(await menuOf(sato)).toBe('staff');
    await insert(office.world, 'staff', { id: 'm', name: 'm', role: 'manager', active: 1, created_at: 0 });
    await office.world.client.execute("update staff set active = 0 where id = 'sato'");
    office.world.clock.now += 3_600_000;
    await ticks();
    expect(await menuOf(sato)).toBe('users');
    expect(await rows(office.world, 'select * from staff_menus')).toEqual([]);
  });

  it('asks LINE for nothing more when all are linked, or no menu is set', async () => {
    await member('sato');
    await ticks();
    expect(writes().filter((call) => call.path.includes('richmenu'))).toEqual([]);
    await set();
    office.world.clock.now += 3_600_000;
    await ticks();
    const made = writes().length;
    office.world.clock.now += 3_600_000;
    await ticks();
    expect(writes()).toHaveLength(made);
  });
});
