import { Agent, request } from 'node:http';
import { sign } from '../line/webhooks.ts';

/** What a process of its own asks of a Worker for a while, so that asking costs the Worker nothing. */
export interface LoadOrder {
  port: number;
  ms: number;
  connections: number;
  what:
    | { kind: 'plain'; path: string; body: string }
    | { kind: 'webhook'; secret: string; users: string[] }
    | { kind: 'answers'; by: { path: string; cookie: string; slots: string[] }[] };
}

export interface LoadResult {
  perSecond: number;
  p50: number;
  p99: number;
  /** By status; 0: no answer at all. */
  failed: Record<string, number>;
}

process.once('message', (order: LoadOrder) => {
  load(order).then((result) => process.send?.(result, () => process.disconnect()));
});

async function load(order: LoadOrder): Promise<LoadResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.connections });
  const times: number[] = [];
  const failed: Record<string, number> = {};
  let serial = 0;
  const began = performance.now();
  const until = began + order.ms;
  const work = async () => {
    while (performance.now() < until) {
      serial += 1;
      const start = performance.now();
      const status = await ask(agent, order, serial);
      if (status === 200) times.push(performance.now() - start);
      else failed[status] = (failed[status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: order.connections }, work));
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0;
  return { perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99), failed };
}

function ask(agent: Agent, order: LoadOrder, serial: number): Promise<number> {
  const { path, body, headers } = requestOf(order, serial);
  return new Promise((resolve) => {
    const asking = request(
      {
        agent,
        port: order.port,
        host: '127.0.0.1',
        method: 'POST',
        path,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
      },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      },
    );
    asking.once('error', () => resolve(0));
    asking.end(body);
  });
}

function requestOf(
  { what }: LoadOrder,
  serial: number,
): { path: string; body: string; headers: Record<string, string> } {
  const id = `${process.pid}-${String(serial).padStart(9, '0')}`;
  switch (what.kind) {
    case 'plain':
      return { path: what.path, body: what.body, headers: {} };
    case 'webhook': {
      const body = JSON.stringify({ destination: 'Ubench', events: [eventOf(id, what.users, serial)] });
      return { path: '/line/webhook', body, headers: { 'x-line-signature': sign(what.secret, body) } };
    }
    case 'answers': {
      const who = what.by[serial % what.by.length];
      const ranked = who?.slots.slice(0, 3) ?? [];
      const body = JSON.stringify({ submissionKey: id, choice: 'ranked', ranked, health: 'usual' });
      return { path: who?.path ?? '', body, headers: { cookie: who?.cookie ?? '' } };
    }
  }
}

function eventOf(id: string, users: readonly string[], serial: number) {
  return {
    type: 'message',
    mode: 'active',
    timestamp: Date.now(),
    source: { type: 'user', userId: users[serial % users.length] },
    webhookEventId: `01BENCH${id}`,
    deliveryContext: { isRedelivery: false },
    replyToken: `bench${id}`,
    message: {
      id: `bench${id}`,
      type: 'text',
      text: '来週の予定をききたいです',
      quoteToken: 'q',
      markAsReadToken: 'x',
    },
  };
}
