import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import type { FaultRule, Faults } from './faults.ts';
import type { World } from './world.ts';

/** `outgoing` is absent when the app is called without a socket. */
export type ApiEnv = { Bindings: Partial<HttpBindings>; Variables: { requestId: string } };
export type ApiContext = Context<ApiEnv>;

/** Answers that are held back until the caller gives up or the stand-in lets go. */
export class Hangs {
  readonly #waiting = new Set<() => void>();

  async wait(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const go = () => {
        this.#waiting.delete(go);
        resolve();
      };
      this.#waiting.add(go);
      signal.addEventListener('abort', go);
    });
  }

  release(): void {
    for (const go of [...this.#waiting]) go();
  }
}

const maxBodyBytes = 2 * 1024 * 1024;
const maxImageBytes = 10 * 1024 * 1024;

/** Gives every API call its request id, its place in the call log, and the faults that are due. */
export function apiGate(init: { world: World; faults: Faults; hangs: Hangs }): MiddlewareHandler<ApiEnv> {
  const { world, faults, hangs } = init;
  return async (c, next) => {
    if (c.req.method === 'OPTIONS') return next();
    const requestId = world.ids.requestId();
    c.set('requestId', requestId);
    const path = pathOf(c);
    const bytes = await c.req.arrayBuffer();
    const binary = path.endsWith('/content');
    const call = { path, body: binary ? '' : new TextDecoder().decode(bytes) };
    const before = faults.takeBefore(call);
    if (before) c.res = refusal(c, before);
    else if (bytes.byteLength > (binary ? maxImageBytes : maxBodyBytes)) {
      c.res = c.json({ message: 'Request entity too large' }, 413);
    } else await next();
    const after = before === undefined && c.res.ok ? faults.takeAfter(call) : undefined;
    world.calls.push({
      at: world.clock.now(),
      method: c.req.method,
      path,
      status: c.res.status,
      requestId,
      ...(c.req.header('x-line-retry-key') ? { retryKey: c.req.header('x-line-retry-key') } : {}),
      ...((before ?? after) ? { fault: (before ?? after)?.kind } : {}),
    });
    if (after) await spoil(c, after, hangs);
    if (!c.env?.outgoing?.destroyed) c.res.headers.set('x-line-request-id', requestId);
  };
}

/** The path as LINE's host sees it, without the host prefix of the stand-in. */
export function pathOf(c: Context): string {
  return c.req.path.replace(/^\/(api|api-data|access|liff|miniapp)\.line\.me/, '');
}

function refusal(c: ApiContext, fault: FaultRule): Response {
  switch (fault.kind) {
    case '429-rate':
      return c.json({ message: 'The API rate limit has been exceeded. Try again later.' }, 429);
    case '429-monthly':
      return c.json({ message: 'You have reached your monthly limit.' }, 429);
    case '401':
      return c.json({ message: authenticationFailed('invalid token') }, 401);
    case '400':
      return c.json({ message: 'Failed to send messages' }, 400);
    default:
      return c.json({ message: 'Internal server error' }, 500);
  }
}

export function authenticationFailed(reason: string): string {
  return `Authentication failed due to the following reason: ${reason}. Confirm that the access token in the authorization header is valid.`;
}

async function spoil(c: ApiContext, fault: FaultRule, hangs: Hangs): Promise<void> {
  switch (fault.kind) {
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.ms ?? 3_000));
      return;
    case 'timeout-after-commit':
      await hangs.wait(c.req.raw.signal);
      cut(c);
      return;
    case 'cut-after-commit':
      cut(c);
      return;
    default:
      c.res = c.json({ message: 'Internal server error' }, 500);
  }
}

function cut(c: ApiContext): void {
  if (!c.env?.outgoing) throw new Error('a connection can only be cut over real HTTP');
  c.env.outgoing.socket?.destroy();
  c.env.outgoing.destroy();
  c.res = RESPONSE_ALREADY_SENT;
}
