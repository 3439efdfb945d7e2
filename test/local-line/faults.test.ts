import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultKind } from '../../local/line/faults.ts';
import { accessToken, type LineWorld, lineWorld, refusal, text } from './line-world.ts';

let world: LineWorld;
let taro: string;
beforeEach(async () => {
  world = await lineWorld();
  taro = world.line.control.createUser({ displayName: '太郎' }).userId;
});
afterEach(() => world.close());

function push(key: string, value: string, signal?: AbortSignal): Promise<Response> {
  return fetch(`${world.line.url}/api.line.me/v2/bot/message/push`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'x-line-retry-key': key },
    body: JSON.stringify({ to: taro, messages: [text(value)] }),
    signal,
  });
}

/** A caller that gives up as soon as the stand-in has accepted the message. */
function givingUpOnceAccepted(): AbortSignal {
  const giveUp = new AbortController();
  world.line.control.subscribe((event) => {
    if (event.type === 'delivery') giveUp.abort();
  });
  return giveUp.signal;
}

const lost: [string, FaultKind, string][] = [
  ['an error', '500-after-commit', '500-after'],
  ['silence', 'timeout-after-commit', 'timeout-after'],
  ['a cut connection', 'cut-after-commit', 'cut-after'],
];

describe('accepted, but the answer is lost', () => {
  it.each(lost)('by %s (switch)', async (_, kind) => {
    world.line.control.addFault({ kind, path: 'push', times: 1 });
    await lostThenAccepted('大事なお知らせ');
  });

  it.each(lost)('by %s (sentinel)', async (_, __, name) => {
    await lostThenAccepted(`大事 [[fault:${name}]]`);
  });

  async function lostThenAccepted(value: string): Promise<void> {
    const key = randomUUID();
    const silent = /timeout/.test(value) || world.line.control.faults()[0]?.kind === 'timeout-after-commit';
    const first = await push(key, value, silent ? givingUpOnceAccepted() : undefined).catch(() => undefined);
    expect(first?.status ?? 'lost').not.toBe(200);
    const again = await push(key, value);
    expect(again.status).toBe(409);
    expect(world.line.control.deliveries({ userId: taro })).toHaveLength(1);
    expect(world.line.control.chat(taro)).toHaveLength(1);
  }
});

describe('refused before anything happens', () => {
  it.each<[FaultKind, number, string]>([
    ['500-before', 500, 'Internal server error'],
    ['429-rate', 429, 'The API rate limit has been exceeded. Try again later.'],
    ['429-monthly', 429, 'You have reached your monthly limit.'],
    ['401', 401, 'Authentication failed due to the following reason: '],
    ['400', 400, 'Failed to send messages'],
  ])('%s', async (kind, status, message) => {
    const { control } = world.line;
    control.addFault({ kind, times: 1 });
    const key = randomUUID();
    const refused = await push(key, 'あとで届く');
    expect(refused.status).toBe(status);
    expect(refused.headers.get('x-line-request-id')).toBeTruthy();
    expect(((await refused.json()) as { message: string }).message).toContain(message);
    expect(control.deliveries()).toEqual([]);
    expect((await push(key, 'あとで届く')).status).toBe(200);
    expect(control.calls().map((call) => call.fault)).toEqual([kind, undefined]);
  });

  it('strikes as often as the sentinel says', async () => {
    const key = randomUUID();
    const statuses = [];
    for (let i = 0; i < 3; i += 1) statuses.push((await push(key, '[[fault:500-before x2]]')).status);
    expect(statuses).toEqual([500, 500, 200]);
  });
});

it('answers slowly', async () => {
  const key = randomUUID();
  world.line.control.addFault({ kind: 'slow', ms: 60_000, times: 1 });
  await expect(push(key, 'ゆっくり', givingUpOnceAccepted())).rejects.toThrow();
  expect((await push(key, 'ゆっくり')).status).toBe(409);
});

it('strikes only the path and text it names, until it is cleared', async () => {
  const { control } = world.line;
  const rule = control.addFault({ kind: '500-before', path: '/v2/bot/message/push', contains: '花子' });
  expect((await push(randomUUID(), '太郎さん')).status).toBe(200);
  expect((await push(randomUUID(), '花子さん')).status).toBe(500);
  expect((await push(randomUUID(), '花子さん')).status).toBe(500);
  expect(await world.client.getMessageQuotaConsumption()).toEqual({ totalUsage: 1 });
  control.clearFaults(rule.id);
  expect((await push(randomUUID(), '花子さん')).status).toBe(200);
  expect(control.faults()).toEqual([]);
});

it('can take the key set away', async () => {
  world.line.control.addFault({ kind: '500-before', path: '/oauth2/v2.1/certs', times: 1 });
  const certs = `${world.line.url}/api.line.me/oauth2/v2.1/certs`;
  expect((await fetch(certs)).status).toBe(500);
  expect((await fetch(certs)).status).toBe(200);
});

it('is seen by the official client as its error', async () => {
  const answer = await refusal(
    world.client.pushMessage({ to: taro, messages: [text('[[fault:429-rate]]')] }),
  );
  expect(answer.status).toBe(429);
});
