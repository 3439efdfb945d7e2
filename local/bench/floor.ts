import { createClient } from '@libsql/client/web';
import { Hono } from 'hono';
import { decide } from '../../worker/manual/decide.ts';
import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';
import type { Action, Facts } from '../../worker/manual/types.ts';

interface Env {
  DATABASE_URL: string;
  DATABASE_TOKEN: string;
}

// The least that a Worker with this database can do: what the product's routes are compared with. One that reads, one
// that writes a row, one that does both as every act must, and the manual alone, so that its cost shows in the difference to doing nothing.
const app = new Hono<{ Bindings: Env }>()
  .post('/read', async (c) => {
    const client = createClient({ url: c.env.DATABASE_URL, authToken: c.env.DATABASE_TOKEN });
    await c.req.text();
    await client.execute('select 1');
    return c.json({});
  })
  .post('/write', async (c) => {
    const client = createClient({ url: c.env.DATABASE_URL, authToken: c.env.DATABASE_TOKEN });
    const raw = await c.req.text();
    await client.execute({
      sql: 'insert into floor (id, raw) values (?, ?)',
      args: [crypto.randomUUID(), raw],
    });
    return c.json({});
  })
  .post('/read-and-write', async (c) => {
    const client = createClient({ url: c.env.DATABASE_URL, authToken: c.env.DATABASE_TOKEN });
    const raw = await c.req.text();
    await client.execute('select 1');
    await client.execute({
      sql: 'insert into floor (id, raw) values (?, ?)',
      args: [crypto.randomUUID(), raw],
    });
    return c.json({});
  })
  .post('/decide/:what/:times', async (c) => {
    const times = Number(c.req.param('times'));
    const action = c.req.param('what') === 'structural' ? { ...ACTION, greeting: '', body: '' } : ACTION;
    let refused = 0;
    for (let n = 0; n < times; n += 1)
      if (decide(action, { ...FACTS, now: FACTS.now + n }, DEFAULT_SETTINGS).outcome === 'refuse')
        refused += 1;
    return c.json({ refused });
  });

// biome-ignore lint/style/noDefaultExport: workerd takes a Worker from the default export.
export default { fetch: app.fetch };

const NOW = Date.parse('2026-12-08T10:00:00+09:00');
const ACTION: Action = {
  do: 'send',
  purpose: 'date-request',
  origin: 'staff',
  greeting: 'こんにちは。サンクスシェアの中村です。\n体調はいかがですか。',
  // Two hundred characters with the greeting: the most that passes without a warning (R14).
  body: 'モニタリングの日程を決めるため、ご都合のよい日を教えてください。下のボタンから、三つまでお選びいただけます。お電話でもうかがいますので、ご都合のよい時間をお知らせください。訪問はご自宅で一時間ほどを考えております。ご家族にも加わっていただけますと、これからのことを一緒に話しやすくなります。どうぞよろしくお願いいたします。',
  attachments: 0,
};
const FACTS: Facts = {
  now: NOW,
  partner: { kind: 'person', hours: null, suspended: false, name: '大野 みのり' },
  client: { name: '大野 みのり', attendsProgram: true, birthDate: '1990-04-01' },
  consent: { choice: 'yes', version: 1, at: NOW - 86_400_000, by: 'person' },
  consentVersionNeeded: 1,
  calls: [3, 5, 7].map((hours) => ({ at: NOW - hours * 3_600_000, outcome: 'no-answer' as const })),
  lastTalkAt: null,
  circumstance: null,
  case: {
    kind: 'monitoring',
    status: 'open',
    openedAt: NOW - 2 * 86_400_000,
    callbackRequestedAt: null,
    calledBackAt: null,
    meetingStartsAt: null,
  },
  conversation: { lastInboundAt: null, lastOutboundAt: null, lastGreetingAt: null },
  meetings: [],
  lineMeeting: null,
  closures: [],
};
