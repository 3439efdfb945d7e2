import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import { ProblemError, refused } from '../problem.ts';
import type { Vars } from './session-cookie.ts';

const MINUTE = 60_000;

/** Inside older LINE apps the LIFF SDK loads its bridge from here, and its own words from there. */
const LIFF_SCRIPTS = 'https://static.line-scdn.net';
const LIFF_WORDS = 'https://liffsdk.line-scdn.net';

/** No inline scripts or styles, nothing framed but where the deployment says so, no referrer. */
export const secure = createMiddleware<{ Variables: Vars }>((c, next) => {
  const { frameAncestors, cspConnect } = c.var.world.config;
  const known = made.get(`${frameAncestors} | ${cspConnect}`);
  if (known) return known(c, next);
  const connect = ["'self'", 'https://*.line.me', LIFF_WORDS, ...cspConnect.split(' ').filter(Boolean)];
  const headers = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", LIFF_SCRIPTS],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: connect,
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: frameAncestors ? frameAncestors.split(' ') : ["'none'"],
    },
    // frame-ancestors says it; the older header knows no list of origins.
    xFrameOptions: frameAncestors ? false : 'DENY',
    crossOriginResourcePolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
  });
  made.set(`${frameAncestors} | ${cspConnect}`, headers);
  return headers(c, next);
});

/** One deployment has one set of headers: they are put together once. */
const made = new Map<string, ReturnType<typeof secureHeaders>>();

const upTo = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new ProblemError(refused('too-large'));
    },
  });
const small = upTo(64 * 1024);
/** A table of 5,000 people, as JSON. */
const table = upTo(8 * 1024 * 1024);

/** JSON bodies are small; whatever is larger was not made by our pages. */
export const smallBody = createMiddleware((c, next) =>
  c.req.path.startsWith('/api/console/client-import') ? table(c, next) : small(c, next),
);

/**
 * A state-changing request must come from our own pages: browsers say so. Cookies are SameSite=Lax besides.
 */
export const sameOrigin = createMiddleware(async (c, next) => {
  const site = c.req.header('sec-fetch-site');
  const changes = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
  if (changes && site !== undefined && site !== 'same-origin') throw new ProblemError(refused('forbidden'));
  await next();
});

/** At most `limit` requests a minute from one address, within one isolate: guessing tokens is slow work. */
export function atMost(limit: number) {
  let minute = 0;
  const seen = new Map<string, number>();
  return createMiddleware<{ Variables: Vars }>(async (c, next) => {
    const now = Math.floor(c.var.world.now() / MINUTE);
    if (now !== minute) {
      minute = now;
      seen.clear();
    }
    const address = c.req.header('cf-connecting-ip') ?? 'local';
    const count = (seen.get(address) ?? 0) + 1;
    seen.set(address, count);
    if (address !== 'local' && count > limit) throw new ProblemError(refused('too-many'));
    await next();
  });
}
