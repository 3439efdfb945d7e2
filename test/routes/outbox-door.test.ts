import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

function sources(folder: string): [string, string][] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [`${folder}/${name}`, readFileSync(join(ROOT, folder, name), 'utf8')]);
}

const where = (pattern: RegExp) =>
  sources('worker')
    .filter(([, text]) => pattern.test(text))
    .map(([name]) => name);

it('puts messages into the outbox in one place, which takes nothing without a permit', () => {
  expect(where(/\.insert\(messages\)|insert into (\$\{messages\}|messages)/i)).toEqual([
    'worker/services/message/enqueue.ts',
  ]);
  const door = readFileSync(join(ROOT, 'worker/services/message/enqueue.ts'), 'utf8');
  expect(door).toContain("permit: Permit<'send'>");
});

it('makes permits only in decide.ts', () => {
  expect(where(/as (unknown as )?Permit\b/)).toEqual(['worker/manual/decide.ts']);
});

it('replies by token only where staff wrote it or a manager turned it on, and tells many only of alerts', () => {
  const outside = (pattern: RegExp) => where(pattern).filter((name) => !name.startsWith('worker/line/'));
  expect(outside(/\bline\.reply\(/).sort()).toEqual([
    'worker/services/message/reply-by-token.ts',
    'worker/services/message/send-auto-replies.ts',
  ]);
  expect(outside(/\.multicast\(/)).toEqual(['worker/services/alert/push-alerts.ts']);
  expect(where(/insert\(autoReplies\)/)).toEqual(['worker/services/message/auto-reply.ts']);
});

it('pushes only from the dispatcher', () => {
  expect(
    where(/\.push\(\s*\{[^}]*retryKey|pushMessage/s).filter((name) => !name.startsWith('worker/line/')),
  ).toEqual(['worker/services/message/push-leased.ts']);
});
