import { createHmac } from 'node:crypto';
import { validateSignature } from '@line/bot-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sign } from '../../local/line/webhooks.ts';
import { type LineWorld, lineWorld, refusal, secret, start, text } from './line-world.ts';

let world: LineWorld;
let taro: string;
beforeEach(async () => {
  world = await lineWorld();
  taro = world.line.control.createUser({ displayName: '太郎' }).userId;
});
afterEach(() => world.close());

const events = () => world.received.flatMap((one) => one.events);
const texts = () => events().map((event) => (event.message as { text: string }).text);

describe('signature', () => {
  it("is LINE's official example", () => {
    const body = '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}';
    expect(sign(secret, body)).toBe('GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=');
  });

  it('covers the bytes that were sent', async () => {
    await world.line.control.sendText(taro, '折り返しお願いします');
    const [got] = world.received;
    expect(validateSignature(got?.body ?? '', secret, got?.signature ?? '')).toBe(true);
  });

  it('can be forged on purpose', async () => {
    await world.line.control.postRawWebhook({ body: '{"destination":"U","events":[]}', signature: 'bm8=' });
    expect(world.received[0]?.signature).toBe('bm8=');
    await world.line.control.postRawWebhook({ body: '{"events":[]}' });
    const expected = createHmac('sha256', secret).update('{"events":[]}').digest('base64');
    expect(world.received[1]?.signature).toBe(expected);
  });
});

describe('events', () => {
  it('carry the envelope exactly', async () => {
    await world.line.control.sendText(taro, 'こんにちは');
    const body = JSON.parse(world.received[0]?.body ?? '') as { destination: string };
    expect(Object.keys(body)).toEqual(['destination', 'events']);
    expect(body.destination).toMatch(/^U[0-9a-f]{32}$/);
    expect(events()[0]).toEqual({
      type: 'message',
      message: {
        type: 'text',
        text: 'こんにちは',
        id: expect.stringMatching(/^\d{18}$/),
        quoteToken: expect.any(String),
        markAsReadToken: expect.any(String),
      },
      webhookEventId: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
      deliveryContext: { isRedelivery: false },
      timestamp: start,
      source: { type: 'user', userId: taro },
      replyToken: expect.stringMatching(/^[0-9a-f]{32}$/),
      mode: 'active',
    });
  });

  it('tell following and unfollowing', async () => {
    const { control } = world.line;
    const stranger = control.createUser({ displayName: '新人', friend: false }).userId;
    await control.addFriend(stranger);
    await control.block(stranger);
    await control.unblock(stranger);
    expect(await control.addFriend(stranger)).toBeNull();
    expect(events().map(({ type, follow }) => [type, follow])).toEqual([
      ['follow', { isUnblocked: false }],
      ['unfollow', undefined],
      ['follow', { isUnblocked: true }],
    ]);
    expect(events().map((event) => 'replyToken' in event)).toEqual([true, false, true]);
  });

  it('tell postbacks with the picked date, time or both', async () => {
    const { control } = world.line;
    const picker = (mode: string) => ({ type: 'datetimepicker', label: '選ぶ', data: 'd', mode });
    await control.tap({ userId: taro, action: picker('date'), value: '2026-04-10' });
    await control.tap({ userId: taro, action: picker('time'), value: '13:30' });
    await control.tap({ userId: taro, action: picker('datetime'), value: '2026-04-10T13:30' });
    expect(events().map((event) => event.postback)).toEqual([
      { data: 'd', params: { date: '2026-04-10' } },
      { data: 'd', params: { time: '13:30' } },
      { data: 'd', params: { datetime: '2026-04-10T13:30' } },
    ]);
  });

  it('follow from tapping a button that was sent', async () => {
    const { control } = world.line;
    const actions = [
      {
        type: 'postback' as const,
        label: '電話してほしい',
        data: 'call=1',
        displayText: '電話をお願いします',
      },
      { type: 'uri' as const, label: '開く', uri: 'https://liff.line.me/x/dates' },
    ];
    const template = { type: 'buttons' as const, text: 'どうしますか', actions };
    await world.client.pushMessage({ to: taro, messages: [{ type: 'template', altText: '確認', template }] });
    await control.tap({ userId: taro, label: '電話してほしい' });
    expect(events()[0]).toMatchObject({ type: 'postback', postback: { data: 'call=1' } });
    expect(control.chat(taro).at(-1)?.message).toEqual({ type: 'text', text: '電話をお願いします' });
    expect(await control.tap({ userId: taro, label: '開く' })).toEqual({
      open: 'https://liff.line.me/x/dates',
    });
    await expect(control.tap({ userId: taro, label: 'ない' })).rejects.toThrow('no button');
  });

  it('send several images as several webhooks of one set', async () => {
    await world.line.control.sendImages(taro, { count: 3 });
    const sets = events().map(
      (event) => (event.message as { imageSet: { id: string; index: number } }).imageSet,
    );
    expect(sets.map((set) => set.index)).toEqual([1, 2, 3]);
    expect(new Set(sets.map((set) => set.id)).size).toBe(1);
    expect(world.received).toHaveLength(3);
  });

  it('may be of any kind', async () => {
    await world.line.control.emitEvent(taro, { type: 'somethingNew', somethingNew: { a: 1 } }, false);
    expect(events()[0]).toMatchObject({ type: 'somethingNew', source: { userId: taro } });
    expect(events()[0]).not.toHaveProperty('replyToken');
  });
});

describe('content', () => {
  it('is prepared, served, and gone after unsend', async () => {
    const { control } = world.line;
    await control.sendImages(taro, { base64: Buffer.from('bytes').toString('base64'), preparing: true });
    const { id } = events()[0]!.message as { id: string };
    const first = await world.blob.getMessageContentWithHttpInfo(id);
    expect(first.httpResponse.status).toBe(202);
    control.finishContent(id);
    const chunks: Buffer[] = [];
    for await (const chunk of await world.blob.getMessageContent(id)) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('bytes');
    await control.unsend(taro, id);
    expect(events()[1]).toMatchObject({ type: 'unsend', unsend: { messageId: id } });
    expect(events()[1]).not.toHaveProperty('replyToken');
    expect((await refusal(world.blob.getMessageContent(id))).status).toBe(410);
    expect((await refusal(world.blob.getMessageContent('1'))).status).toBe(404);
    expect(control.chat(taro)[0]).toMatchObject({ unsent: true, message: { type: 'image' } });
  });
});

describe('delivery', () => {
  it('records the outcome of every attempt', async () => {
    const { control } = world.line;
    world.answer((response) => void response.writeHead(503).end());
    await control.sendText(taro, '1');
    world.answer((response) => void response.writeHead(302, { location: '/elsewhere' }).end());
    await control.sendText(taro, '2');
    world.answer(() => {});
    await control.sendText(taro, '3');
    control.setWebhookMode({ url: 'http://127.0.0.1:9/' });
    await control.sendText(taro, '4');
    expect(control.webhookAttempts().map(({ outcome, status }) => [outcome, status])).toEqual([
      ['error_status_code', 503],
      ['error_status_code', 302],
      ['request_timeout', undefined],
      ['could_not_connect', undefined],
    ]);
    expect(control.webhookAttempts()[2]?.ms).toBeGreaterThanOrEqual(1_990);
  });

  it('sends again, when redelivery is on, the same event but for isRedelivery', async () => {
    const { control } = world.line;
    control.setWebhookMode({ redelivery: true });
    world.answer((response) => void response.writeHead(500).end());
    await control.sendText(taro, 'もう一度');
    expect(await control.redeliver()).toMatchObject([{ isRedelivery: true, outcome: 'error_status_code' }]);
    world.answer((response) => void response.writeHead(200).end());
    control.advanceClock(120_000);
    await control.redeliver();
    expect(await control.redeliver()).toEqual([]);
    const [first, ...again] = events();
    expect(again).toEqual(Array(2).fill({ ...first, deliveryContext: { isRedelivery: true } }));
    await world.client.replyMessage({
      replyToken: String(first?.replyToken),
      messages: [text('届きました')],
    });
  });

  it('redelivers by itself after the delay', async () => {
    const { control } = world.line;
    control.setWebhookMode({ redelivery: true, redeliveryDelayMs: 10 });
    world.answer((response) => void response.writeHead(500).end());
    await control.sendText(taro, 'もう一度');
    world.answer((response) => void response.writeHead(200).end());
    await expect
      .poll(() => control.webhookAttempts().at(-1))
      .toMatchObject({ isRedelivery: true, outcome: 'ok' });
  });

  it('does not redeliver when it is off', async () => {
    world.answer((response) => void response.writeHead(500).end());
    await world.line.control.sendText(taro, '一度だけ');
    expect(await world.line.control.redeliver()).toEqual([]);
  });

  it('can duplicate', async () => {
    world.line.control.setWebhookMode({ extraCopies: 2 });
    await world.line.control.sendText(taro, '三度');
    expect(world.received).toHaveLength(3);
    expect(new Set(world.received.map((one) => one.body)).size).toBe(1);
  });

  it('can be held back, reordered, and put together for several people', async () => {
    const { control } = world.line;
    const hanako = control.createUser({ displayName: '花子' }).userId;
    control.setWebhookMode({ hold: true });
    await control.sendText(taro, '1');
    await control.sendText(hanako, '2');
    await control.sendText(taro, '3');
    expect(world.received).toEqual([]);
    await control.releaseEvents({ order: [2, 0], batch: true });
    expect(world.received).toHaveLength(1);
    expect(texts()).toEqual(['3', '1', '2']);
    expect(new Set(events().map((event) => (event.source as { userId: string }).userId)).size).toBe(2);
    await control.sendText(taro, '4');
    await control.sendText(taro, '5');
    await control.releaseEvents({ order: 'reverse' });
    expect(world.received).toHaveLength(3);
    expect(texts().slice(3)).toEqual(['5', '4']);
  });

  it('can be switched off', async () => {
    world.line.control.setWebhookMode({ enabled: false });
    await world.line.control.sendText(taro, '届かない');
    expect(world.received).toEqual([]);
    expect(await world.client.getWebhookEndpoint()).toMatchObject({ active: false });
  });

  it('has a verify button and its API', async () => {
    expect(await world.line.control.verifyWebhook()).toMatchObject({ outcome: 'ok', status: 200 });
    expect(events()).toEqual([]);
    expect(validateSignature(world.received[0]?.body ?? '', secret, world.received[0]?.signature ?? '')).toBe(
      true,
    );
    expect(await world.client.testWebhookEndpoint({})).toMatchObject({ success: true, statusCode: 200 });
    await world.client.setWebhookEndpoint({ endpoint: 'http://127.0.0.1:9/' });
    expect(await world.client.testWebhookEndpoint({})).toMatchObject({ success: false });
  });
});

it('lets nobody write who blocks the account or never added it', async () => {
  const { control } = world.line;
  const stranger = control.createUser({ displayName: '他人', friend: false }).userId;
  await control.block(taro);
  expect(() => control.sendText(taro, 'あ')).toThrow('blocks the account');
  expect(() => control.sendText(stranger, 'あ')).toThrow('no friend');
});
