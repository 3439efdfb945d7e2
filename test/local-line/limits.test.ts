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
