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

const send = (messages: unknown[]) =>
  world.client.pushMessage({ to: taro, messages: messages as messagingApi.Message[] });

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

describe('limits name the property', () => {
  const action = (over: object) => ({ type: 'postback', label: 'はい', data: 'a=1', ...over });
  const quick = (items: unknown[]) => ({ ...text('どれ'), quickReply: { items } });
  const item = (over: object) => ({ type: 'action', action: action(over) });
  const buttons = (over: object) => ({
    type: 'template',
    altText: '確認',
    template: { type: 'buttons', text: '本文', actions: [action({})], ...over },
  });
  const types = 'text, textV2, sticker, image, video, audio, location, imagemap, template, flex';

  it.each<[string, unknown[], string, string]>([
    ['no messages', [], 'messages', 'Size must be between 1 and 5'],
    ['six messages', Array(6).fill(text('a')), 'messages', 'Size must be between 1 and 5'],
    ['empty text', [text('')], 'messages[0].text', 'May not be empty'],
    [
      'long text',
      [text('a'), text('あ'.repeat(5_001))],
      'messages[1].text',
      'Length must be between 0 and 5000',
    ],
    [
      'surrogates count twice',
      [text('𠮷'.repeat(2_501))],
      'messages[0].text',
      'Length must be between 0 and 5000',
    ],
    [
      'unknown type',
      [{ type: 'txt' }],
      'messages[0].type',
      `Must be one of the following values: [${types}]`,
    ],
    [
      '14 quick replies',
      [quick(Array(14).fill(item({})))],
      'messages[0].quickReply.items',
      'Size must be between 1 and 13',
    ],
    [
      'long label',
      [quick([item({}), item({ label: 'あ'.repeat(21) })])],
      'messages[0].quickReply.items[1].action.label',
      'Length must be between 0 and 20',
    ],
    [
      'long data',
      [quick([item({ data: 'a'.repeat(301) })])],
      'messages[0].quickReply.items[0].action.data',
      'Length must be between 0 and 300',
    ],
    [
      'long link',
      [buttons({ actions: [{ type: 'uri', label: '開く', uri: `https://a.example/${'a'.repeat(1_000)}` }] })],
      'messages[0].template.actions[0].uri',
      'Length must be between 0 and 1000',
    ],
    [
      'long altText',
      [{ ...buttons({}), altText: 'あ'.repeat(1_501) }],
      'messages[0].altText',
      'Length must be between 0 and 1500',
    ],
    [
      'five buttons',
      [buttons({ actions: Array(5).fill(action({})) })],
      'messages[0].template.actions',
      'Size must be between 1 and 4',
    ],
    [
      'one choice',
      [buttons({ type: 'confirm' })],
      'messages[0].template.actions',
      'Size must be between 2 and 2',
    ],
    [
      'bad picker',
      [quick([item({ type: 'datetimepicker', mode: 'week' })])],
      'messages[0].quickReply.items[0].action.mode',
      'Must be one of the following values: [date, time, datetime]',
    ],
    [
      'http image',
      [
        {
          type: 'image',
          originalContentUrl: 'http://a.example/a.png',
          previewImageUrl: 'https://a.example/a.png',
        },
      ],
      'messages[0].originalContentUrl',
      'Must be a valid HTTPS URL',
    ],
    [
      'flex without altText',
      [
        {
          type: 'flex',
          contents: { type: 'bubble', body: { type: 'box', layout: 'vertical', contents: [] } },
        },
      ],
      'messages[0].altText',
      'May not be empty',
    ],
  ])('%s', async (_, messages, property, message) => {
    const answer = await refusal(send(messages));
    expect(answer).toMatchObject({
      status: 400,
      body: { message: 'The request body has 1 error(s)', details: [{ property, message }] },
    });
    const checked = await refusal(
      world.client.validatePush({ messages: messages as messagingApi.Message[] }),
    );
    expect(checked.body).toEqual(answer.body);
    expect(world.line.control.deliveries()).toEqual([]);
  });

  it('lists every error', async () => {
    const answer = await refusal(send([text(''), { type: 'sticker', packageId: '1' }]));
    expect(answer.body).toEqual({
      message: 'The request body has 2 error(s)',
      details: [
        { property: 'messages[0].text', message: 'May not be empty' },
        { property: 'messages[1].stickerId', message: 'May not be empty' },
      ],
    });
  });

  const bubble = (over: object = {}) => ({
    type: 'bubble',
    body: { type: 'box', layout: 'vertical', contents: [{ type: 'text', text: 'a' }] },
    ...over,
  });
  const flex = (contents: unknown) => [text('前'), { type: 'flex', altText: '案内', contents }];
  const big = (length: number) =>
    bubble({
      footer: { type: 'box', layout: 'vertical', contents: [{ type: 'text', text: 'x'.repeat(length) }] },
    });
  const body = (contents: unknown[]) => bubble({ body: { type: 'box', layout: 'vertical', contents } });

  it.each<[string, unknown, string]>([
    ['an empty bubble', { type: 'bubble' }, '/'],
    ['a bubble over 30 KB', big(30 * 1_024), '/'],
    ['a carousel over 50 KB', { type: 'carousel', contents: [big(26_000), big(26_000)] }, '/'],
    ['13 bubbles', { type: 'carousel', contents: Array(13).fill(bubble()) }, '/contents'],
    ['an unknown component', body([{ type: 'text', text: 'a' }, { type: 'txt' }]), '/body/contents/1'],
    ['an empty text', body([{ type: 'text', text: '' }]), '/body/contents/0/text'],
    ['an http image', bubble({ hero: { type: 'image', url: 'http://a.example/a.png' } }), '/hero/url'],
    [
      'long data',
      body([{ type: 'button', action: action({ data: 'a'.repeat(301) }) }]),
      '/body/contents/0/action/data',
    ],
    [
      'a button without a label',
      body([{ type: 'button', action: action({ label: undefined }) }]),
      '/body/contents/0/action/label',
    ],
  ])('in a Flex container by JSON pointer: %s', async (_, contents, property) => {
    const answer = await refusal(send(flex(contents)));
    expect(answer).toMatchObject({
      status: 400,
      body: { message: 'A message (messages[1]) in the request body is invalid', details: [{ property }] },
    });
  });

  it('accepts what stays inside the limits', async () => {
    const choices = Array.from({ length: 13 }, () => item({ label: 'あ'.repeat(20), data: 'a'.repeat(300) }));
    await send([
      { ...text('あ'.repeat(5_000)), quickReply: { items: choices } },
      ...flex({ type: 'carousel', contents: Array(12).fill(bubble()) }),
      buttons({ actions: Array(4).fill(action({})) }),
      { type: 'sticker', packageId: '446', stickerId: '1988' },
    ]);
    expect(world.line.control.chat(taro)).toHaveLength(5);
  });

  it('takes 1 to 500 people in a multicast', async () => {
    const request = { to: Array(501).fill(taro), messages: [text('a')] };
    expect((await refusal(world.client.multicast(request))).body).toMatchObject({
      details: [{ property: 'to', message: 'Size must be between 1 and 500' }],
    });
    expect(await world.client.multicast({ to: [taro], messages: [text('a')] })).toEqual({});
  });
});
