import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { type Family, rows } from './delivery-world.ts';
import { type LineOffice, lineOffice } from './line-office.ts';
import { type Webhook, webhookOf } from './webhook-office.ts';

const MINUTE = 60_000;

let office: LineOffice;
let hook: Webhook;
let family: Family;
beforeEach(async () => {
  office = await lineOffice();
  hook = webhookOf(office.world);
  family = await office.friend();
});
afterEach(() => office.close());

async function shows(image: Parameters<typeof office.line.sendImages>[1] = {}): Promise<string> {
  const [sent] = await office.line.sendImages(family.lineUserId, image);
  if (!sent) throw new Error('no image was sent');
  await hook.deliver([sent.event]);
  await hook.settled();
  return String((sent.event.message as { id: string }).id);
}
const tick = async (minutes = 0) => {
  office.world.clock.now += minutes * MINUTE;
  await runCron(office.world);
};
const kept = () =>
  rows(office.world, 'select status, why, content_type, length(bytes) as size, tries from contents');
const fetches = () => office.line.calls().filter((call) => call.path.endsWith('/content')).length;

describe('an image', () => {
  it('is fetched by cron into our own store, once', async () => {
    await shows();
    expect(await kept()).toMatchObject([{ status: 'due' }]);
    await tick();
    await tick(60);
    expect(await kept()).toMatchObject([{ status: 'kept', content_type: 'image/png', size: 70 }]);
    expect(fetches()).toBe(1);
  });

  it('that LINE still prepares is fetched later, however often', async () => {
    const id = await shows({ preparing: true });
    for (let n = 0; n < 5; n += 1) await tick(10);
    expect(await kept()).toMatchObject([{ status: 'due', tries: 0 }]);
    office.line.finishContent(id);
    await tick(10);
    expect(await kept()).toMatchObject([{ status: 'kept' }]);
  });

  it('that LINE has no more is noted as not kept', async () => {
    await hook.deliver([hook.text(family.lineUserId, '', { message: { id: 'nowhere', type: 'image' } })]);
    await hook.settled();
    await tick();
    expect(await kept()).toMatchObject([{ status: 'not-kept', why: 'gone' }]);
  });

  it('that cannot be fetched is given up after three tries', async () => {
    await shows();
    office.line.addFault({ kind: '500-before', path: '/v2/bot/message/x/content' });
    const { fetchLine } = office.world;
    office.world.fetchLine = async (input, init) =>
      String(input).endsWith('/content') ? new Response('', { status: 500 }) : fetchLine(input, init);
    for (let n = 0; n < 6; n += 1) await tick(20);
    expect(await kept()).toMatchObject([{ status: 'not-kept', why: 'failed', tries: 3 }]);
  });

  it.each([
    ['5 MB and a byte', 'image/jpeg', 5 * 1024 * 1024 + 1, 'too-large'],
    ['no image', 'text/html', 10, 'kind'],
  ])('of %s is not kept', async (_, contentType, size, why) => {
    await shows({ contentType, base64: Buffer.alloc(size).toString('base64') });
    await tick();
    expect(await kept()).toMatchObject([{ status: 'not-kept', why, size: null }]);
  });

  it('that was unsent is taken out again', async () => {
    const id = await shows();
    await tick();
    const { event } = await office.line.unsend(family.lineUserId, id);
    await hook.deliver([event]);
    await hook.settled();
    expect(await kept()).toMatchObject([{ status: 'not-kept', why: 'unsent', size: null }]);
  });

  it('does not keep the others waiting when one hangs in claim: each is claimed for two minutes', async () => {
    await shows();
    await shows();
    await Promise.all([runCron(office.world), runCron(office.world)]);
    expect((await kept()).map((row) => row.status)).toEqual(['kept', 'kept']);
    expect(fetches()).toBe(2);
  });
});

it('of other kinds is noted as not kept, the message itself stands', async () => {
  const { event } = await office.line.sendFile(family.lineUserId, { fileName: 'a.pdf', base64: 'AAAA' });
  await hook.deliver([event]);
  await hook.settled();
  await tick();
  expect(await kept()).toMatchObject([{ status: 'not-kept', why: 'kind' }]);
  expect(fetches()).toBe(0);
  expect(await rows(office.world, 'select kind from inbound_messages')).toEqual([{ kind: 'file' }]);
});
