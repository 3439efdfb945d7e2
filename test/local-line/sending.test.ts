import { randomUUID } from 'node:crypto';
import type { messagingApi } from '@line/bot-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LineWorld, lineWorld, refusal, text } from './line-world.ts';

let world: LineWorld;
let taro: string;
beforeEach(async () => {
  world = await lineWorld();
  taro = world.line.control.createUser({ displayName: '太郎' }).userId;
});
afterEach(() => world.close());

describe('push', () => {
  it('puts the message into the chat and names it', async () => {
    const answer = await world.client.pushMessageWithHttpInfo({ to: taro, messages: [text('こんにちは')] });
    expect(answer.httpResponse.headers.get('x-line-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    const [item] = world.line.control.chat(taro);
    expect(item).toMatchObject({ from: 'account', message: { type: 'text', text: 'こんにちは' } });
    expect(answer.body.sentMessages[0]).toEqual({ id: item?.id, quoteToken: item?.quoteToken });
  });

  it('refuses a wrong access token', async () => {
    const response = await fetch(`${world.line.url}/api.line.me/v2/bot/message/push`, {
      method: 'POST',
      headers: { authorization: 'Bearer wrong' },
      body: '{}',
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      message: expect.stringMatching(/^Authentication failed due to the following reason: /),
    });
  });

  it('answers an unknown user with 400, and a blocked one or no friend with 200 and silence', async () => {
    const { control } = world.line;
    const stranger = control.createUser({ displayName: '他人', friend: false }).userId;
    await control.block(taro);
    const unknown = await refusal(
      world.client.pushMessage({ to: `U${'0'.repeat(32)}`, messages: [text('a')] }),
    );
    expect(unknown).toMatchObject({ status: 400, body: { message: 'Failed to send messages' } });
    await world.client.pushMessage({ to: taro, messages: [text('b')] });
    await world.client.pushMessage({ to: stranger, messages: [text('c')] });
    expect(control.deliveries().map((one) => one.reason)).toEqual(['blocked', 'not-friend']);
    expect(control.chat(taro)).toEqual([]);
    expect(control.quota().used).toBe(0);
  });

  it('refuses a body over 2 MB', async () => {
    const huge = { to: taro, messages: [{ ...text('x'), note: 'y'.repeat(2 * 1024 * 1024) }] };
    expect((await refusal(world.client.pushMessage(huge as messagingApi.PushMessageRequest))).status).toBe(
      413,
    );
  });
});

describe('retry key', () => {
  it('is answered 409 with the first answer until 24 hours have passed', async () => {
    const { control } = world.line;
    const key = randomUUID();
    const request = { to: taro, messages: [text('一度だけ')] };
    const first = await world.client.pushMessageWithHttpInfo(request, key);
    const again = await refusal(world.client.pushMessage(request, key));
    expect(again.status).toBe(409);
    expect(again.body).toEqual({
      message: 'The retry key is already accepted',
      sentMessages: first.body.sentMessages,
    });
    expect(again.headers.get('x-line-accepted-request-id')).toBe(
      first.httpResponse.headers.get('x-line-request-id'),
    );
    expect(again.headers.get('x-line-request-id')).not.toBe(
      first.httpResponse.headers.get('x-line-request-id'),
    );
    control.advanceClock(24 * 3_600_000 - 1);
    expect((await refusal(world.client.pushMessage(request, key))).status).toBe(409);
    control.advanceClock(1);
    await world.client.pushMessage(request, key);
    expect(control.deliveries()).toHaveLength(2);
  });

  it('guards a multicast as well, whose 409 names no messages', async () => {
    const key = randomUUID();
    const request = { to: [taro], messages: [text('一度だけ')] };
    await world.client.multicast(request, key);
    expect(await refusal(world.client.multicast(request, key))).toMatchObject({ status: 409 });
    expect((await refusal(world.client.multicast(request, key))).body).toEqual({
      message: 'The retry key is already accepted',
    });
    expect(world.line.control.deliveries()).toMatchObject([
      { api: 'multicast', retryKey: key, delivered: true },
    ]);
  });

  it('is not used up by a refused request', async () => {
    const key = randomUUID();
    await refusal(world.client.pushMessage({ to: taro, messages: [] }, key));
    await world.client.pushMessage({ to: taro, messages: [text('今度は')] }, key);
  });

  it('must be a UUID, and is refused on a reply', async () => {
    expect((await refusal(world.client.pushMessage({ to: taro, messages: [text('a')] }, 'abc'))).status).toBe(
      400,
    );
    const { event } = await world.line.control.sendText(taro, 'はい');
    const response = await fetch(`${world.line.url}/api.line.me/v2/bot/message/reply`, {
      method: 'POST',
      headers: { authorization: 'Bearer test-channel-access-token', 'x-line-retry-key': randomUUID() },
      body: JSON.stringify({ replyToken: event.replyToken, messages: [text('a')] }),
    });
    expect(response.status).toBe(400);
  });
});

describe('reply', () => {
  it('works once per token and is free', async () => {
    const { control } = world.line;
    const { event } = await control.sendText(taro, 'はい');
    const request = { replyToken: event.replyToken ?? '', messages: [text('承りました')] };
    await world.client.replyMessage(request);
    expect(await refusal(world.client.replyMessage(request))).toMatchObject({
      status: 400,
      body: { message: 'Invalid reply token' },
    });
    expect(control.quota().used).toBe(0);
    expect(control.chat(taro).map((item) => item.from)).toEqual(['user', 'account']);
  });

  it('ends a minute after receipt, not after the happening', async () => {
    const { control } = world.line;
    control.setWebhookMode({ hold: true });
    const early = await control.sendText(taro, '1');
    const late = await control.sendText(taro, '2');
    control.advanceClock(300_000);
    await control.releaseEvents();
    control.advanceClock(60_000);
    await world.client.replyMessage({
      replyToken: early.event.replyToken ?? '',
      messages: [text('まだ間に合う')],
    });
    control.advanceClock(1);
    const tooLate = await refusal(
      world.client.replyMessage({ replyToken: late.event.replyToken ?? '', messages: [text('遅い')] }),
    );
    expect(tooLate.body).toEqual({ message: 'Invalid reply token' });
  });
});

describe('quota', () => {
  it('counts recipients, not messages, and stops at the limit', async () => {
    const { control } = world.line;
    const hanako = control.createUser({ displayName: '花子' }).userId;
    const gone = control.createUser({ displayName: '不在', blocked: true }).userId;
    await world.client.multicast({ to: [taro, hanako, gone], messages: [text('a'), text('b')] });
    expect(await world.client.getMessageQuotaConsumption()).toEqual({ totalUsage: 2 });
    control.setQuota({ plan: { type: 'limited', value: 3 } });
    expect(await world.client.getMessageQuota()).toEqual({ type: 'limited', value: 3 });
    const over = await refusal(world.client.multicast({ to: [taro, hanako], messages: [text('c')] }));
    expect(over).toMatchObject({ status: 429, body: { message: 'You have reached your monthly limit.' } });
    await world.client.pushMessage({ to: taro, messages: [text('d')] });
    control.setQuota({ plan: { type: 'none' } });
    expect(await world.client.getMessageQuota()).toEqual({ type: 'none' });
    await world.client.pushMessage({ to: taro, messages: [text('e')] });
    expect(control.quota()).toMatchObject({ used: 4, month: '2026-04' });
  });

  it('begins anew with each month in Japan', async () => {
    const { control } = world.line;
    await world.client.pushMessage({ to: taro, messages: [text('四月')] });
    control.setClock(Date.UTC(2026, 3, 30, 14, 59, 59, 999));
    expect(control.quota()).toMatchObject({ used: 1, month: '2026-04' });
    control.advanceClock(1);
    expect(control.quota()).toMatchObject({ used: 0, month: '2026-05' });
  });
});
