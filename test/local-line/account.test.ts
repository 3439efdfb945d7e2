import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { messagingApi } from '@line/bot-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LineWorld, lineWorld, refusal, text } from './line-world.ts';

let world: LineWorld;
let taro: string;
beforeEach(async () => {
  world = await lineWorld();
  taro = world.line.control.createUser({ displayName: '太郎', pictureUrl: 'https://p.example/t' }).userId;
});
afterEach(() => world.close());

it('shows a profile until the person blocks the account', async () => {
  expect(await world.client.getProfile(taro)).toMatchObject({ userId: taro, displayName: '太郎' });
  await world.line.control.block(taro);
  expect(await refusal(world.client.getProfile(taro))).toMatchObject({
    status: 404,
    body: { message: 'Not found' },
  });
});

it('tells about the account', async () => {
  const { userId } = await world.client.getBotInfo();
  await world.line.control.sendText(taro, 'はい');
  expect(JSON.parse(world.received[0]?.body ?? '')).toMatchObject({ destination: userId });
});

it('shows the loading sign', async () => {
  await world.client.showLoadingAnimation({ chatId: taro, loadingSeconds: 5 });
  const bad = await refusal(world.client.showLoadingAnimation({ chatId: taro, loadingSeconds: 7 }));
  expect(bad.body).toMatchObject({ details: [{ property: 'loadingSeconds' }] });
});

it('marks a message and all earlier ones as read', async () => {
  const { control } = world.line;
  for (const value of ['1', '2', '3']) await control.sendText(taro, value);
  const second = world.received[1]?.events[0]?.message as { markAsReadToken: string };
  await world.client.markMessagesAsReadByToken({ markAsReadToken: second.markAsReadToken });
  expect(control.chat(taro).map((item) => item.read ?? false)).toEqual([true, true, false]);
  expect((await refusal(world.client.markMessagesAsReadByToken({ markAsReadToken: 'x' }))).status).toBe(400);
});

it('answers an unknown path with 404 and broken JSON with 400', async () => {
  const headers = { authorization: 'Bearer test-channel-access-token' };
  const unknown = await fetch(`${world.line.url}/api.line.me/v2/bot/nothing`, { headers });
  expect([unknown.status, await unknown.json()]).toEqual([404, { message: 'Not found' }]);
  const broken = await fetch(`${world.line.url}/api.line.me/v2/bot/message/push`, {
    method: 'POST',
    headers,
    body: '{',
  });
  expect(broken.status).toBe(400);
});

it('keeps rich menus', async () => {
  const menu: messagingApi.RichMenuRequest = {
    size: { width: 2500, height: 843 },
    selected: true,
    name: '基本',
    chatBarText: 'メニュー',
    areas: [
      { bounds: { x: 0, y: 0, width: 2500, height: 843 }, action: { type: 'postback', data: 'menu=1' } },
    ],
  };
  const bad = await refusal(world.client.createRichMenu({ ...menu, chatBarText: 'あ'.repeat(15) }));
  expect(bad.body).toMatchObject({ details: [{ property: 'chatBarText' }] });
  const { richMenuId } = await world.client.createRichMenu(menu);
  expect((await refusal(world.client.setDefaultRichMenu(richMenuId))).status).toBe(400);
  const png = new Blob([new Uint8Array([0x89, 0x50, 0xff, 0x00])], { type: 'image/png' });
  await world.blob.setRichMenuImage(richMenuId, png);
  const chunks: Buffer[] = [];
  for await (const chunk of await world.blob.getRichMenuImage(richMenuId)) chunks.push(chunk as Buffer);
  expect([...Buffer.concat(chunks)]).toEqual([0x89, 0x50, 0xff, 0x00]);
  await world.client.setDefaultRichMenu(richMenuId);
  expect(await world.client.getDefaultRichMenuId()).toEqual({ richMenuId });
  await world.client.linkRichMenuIdToUser(taro, richMenuId);
  expect(world.line.control.richMenuOf(taro)).toBe(richMenuId);
  expect((await world.client.getRichMenuList()).richmenus).toMatchObject([{ richMenuId, name: '基本' }]);
  await world.client.deleteRichMenu(richMenuId);
  expect(world.line.control.richMenuOf(taro)).toBeNull();
});

describe('the state file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'line-stand-in-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('brings people, chats, quota and sign-ins over a restart', async () => {
    const statePath = join(folder, 'line.json');
    const first = await lineWorld({ statePath });
    const { control } = first.line;
    const hanako = control.createUser({ displayName: '花子' }).userId;
    control.setCurrentUser(hanako);
    await control.sendText(hanako, 'はい');
    const key = randomUUID();
    const push = { to: hanako, messages: [text('承りました')] };
    await first.client.pushMessage(push, key);
    await control.block(hanako);
    const idToken = await control.issueIdToken({ userId: hanako });
    await first.close();

    const second = await lineWorld({ statePath });
    expect(second.line.control.users()).toMatchObject([{ userId: hanako, friend: true, blocked: true }]);
    expect(second.line.control.currentUser()?.userId).toBe(hanako);
    expect(second.line.control.chat(hanako)).toHaveLength(2);
    expect((await refusal(second.client.pushMessage(push, key))).status).toBe(409);
    expect(second.line.control.quota().used).toBe(1);
    const verified = await fetch(`${second.line.url}/api.line.me/oauth2/v2.1/verify`, {
      method: 'POST',
      body: new URLSearchParams({ id_token: idToken, client_id: '2000000001' }),
    });
    expect(verified.status).toBe(200);
    await second.close();
  });
});

it('names a state file that it cannot read', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'line-stand-in-'));
  const statePath = join(folder, 'line.json');
  await writeFile(statePath, '{');
  await expect(lineWorld({ statePath })).rejects.toThrow(statePath);
  await rm(folder, { recursive: true });
});

describe('the control plane over HTTP', () => {
  const call = (method: string, path: string, body?: unknown) =>
    fetch(`${world.line.url}/_control${path}`, {
      method,
      headers: { origin: 'http://localhost:3000' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  it('does what its methods do', async () => {
    const created = await call('POST', '/users', { displayName: '花子' });
    expect(created.status).toBe(201);
    expect(created.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    const { userId } = (await created.json()) as { userId: string };
    expect(await (await call('POST', `/users/${userId}/text`, { text: 'はい' })).json()).toMatchObject({
      held: false,
      event: { type: 'message' },
      attempts: [{ outcome: 'ok' }],
    });
    expect(await (await call('GET', `/users/${userId}/chat`)).json()).toHaveLength(1);
    await call('POST', '/faults', { kind: '500-before', times: 1 });
    expect(await (await call('GET', '/faults')).json()).toMatchObject([{ kind: '500-before', left: 1 }]);
    await call('DELETE', '/faults');
    expect(await (await call('GET', '/faults')).json()).toEqual([]);
    const before = (await (await call('GET', '/clock')).json()) as { now: number };
    expect(await (await call('POST', '/clock/advance', { ms: 1_000 })).json()).toEqual({
      now: before.now + 1_000,
    });
    expect((await call('POST', '/users/U0/text', { text: 'a' })).status).toBe(404);
    expect((await call('POST', '/users', { userId: 'taro', displayName: '太郎' })).status).toBe(400);
    expect((await call('POST', '/faults', { kind: 'nonsense' })).status).toBe(400);
  });

  it('is closed to pages from elsewhere', async () => {
    const answer = await fetch(`${world.line.url}/_control/users`, {
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('sends a browser on only within this world', async () => {
    const next = async (to: string) =>
      (
        await fetch(`${world.line.url}/_control/as?userId=${taro}&next=${encodeURIComponent(to)}`, {
          redirect: 'manual',
        })
      ).status;
    expect(await next('/liff.line.me/x/dates')).toBe(302);
    expect(await next('//evil.example')).toBe(400);
    expect(await next('https://evil.example')).toBe(400);
  });

  it('tells live what happens', async () => {
    const stop = new AbortController();
    const response = await fetch(`${world.line.url}/_control/events`, { signal: stop.signal });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let seen = (await reader.read()).value ?? '';
    expect(seen).toContain('event: ready');
    await world.line.control.sendText(taro, '見えますか');
    while (!seen.includes('event: webhook')) seen += (await reader.read()).value ?? '';
    expect(seen).toContain('event: chat');
    expect(seen).toContain('見えますか');
    stop.abort();
  });
});
