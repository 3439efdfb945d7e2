// The main module of the local Worker. It must come first: the bundle sees the moved clock from its first line.
import { moveClock } from './clock.js';
import bundle from './index.js';

/** The newest invitation that a console showed: the phone in the studio can't see the screen beside it. */
let invitation = null;

export default {
  async fetch(request, env, ctx) {
    const url = new URL(request.url);
    if (url.pathname === '/_local/phone.js') return phoneScript();
    if (url.pathname.startsWith('/_local/') && isRunner(request, env)) return obey(url, request, env, ctx);
    // As on Cloudflare, hashed files don't pass through the Worker (wrangler.toml, `run_worker_first`).
    if (url.pathname.startsWith('/assets/')) return compressed(request, await env.ASSETS.fetch(request));
    const response = await bundle.fetch(request, env, ctx);
    if (/^\/api\/console\/clients\/[^/]+\/invitations$/.test(url.pathname) && response.ok) {
      invitation = (await response.clone().json()).url;
    }
    return compressed(request, isPage(response) ? forThisMachine(request, response, env) : response);
  },
};

function isRunner(request, env) {
  return request.method === 'POST' && request.headers.get('x-local-secret') === env.LOCAL_SECRET;
}

async function obey(url, request, env, ctx) {
  const order = await request.json();
  switch (url.pathname) {
    case '/_local/clock':
      moveClock(order.offset);
      return Response.json({ now: Date.now() });
    case '/_local/scheduled':
      return Response.json(await runScheduled(order, env, ctx));
    case '/_local/invitation':
      if (order.forget) invitation = null;
      return Response.json({ url: invitation });
    default:
      return new Response(null, { status: 404 });
  }
}

/** Runs the cron entry to its end, with everything it left to `waitUntil`. */
async function runScheduled(order, env, ctx) {
  const left = [];
  const own = { waitUntil: (promise) => left.push(promise), passThroughOnException: () => {} };
  const controller = { cron: order.cron, scheduledTime: order.scheduledTime, noRetry: () => {} };
  try {
    await bundle.scheduled(controller, env, Object.assign(Object.create(ctx), own));
    // A task may leave another one while it is waited for.
    for (let i = 0; i < left.length; i += 1) await left[i];
    return { ok: true };
  } catch (error) {
    return { ok: false, error: String(error) };
  }
}

function isPage(response) {
  return response.headers.get('content-type')?.startsWith('text/html') === true && response.body !== null;
}

/** Cloudflare's edge compresses texts for whoever takes them so; the runtime does where the header says it. */
function compressed(request, response) {
  const text = /^(text\/(html|css|javascript)|application\/(problem\+)?json|image\/svg)/;
  const takes = request.headers.get('accept-encoding')?.includes('gzip');
  if (!takes || !response.body || !text.test(response.headers.get('content-type') ?? '')) return response;
  const headers = new Headers(response.headers);
  headers.set('content-encoding', 'gzip');
  headers.append('vary', 'accept-encoding');
  headers.delete('content-length');
  return new Response(response.body, { status: response.status, headers });
}

/** Tells the local build of the pages where LINE is, and lets the studio's phone, a frame, look like LINE. */
function forThisMachine(request, response, env) {
  const framed = request.headers.get('sec-fetch-dest') === 'iframe';
  const told = new HTMLRewriter().on('html', {
    element: (html) => html.setAttribute('data-line-origin', env.LOCAL_LINE_ORIGIN),
  });
  if (framed) {
    told.on('head', {
      element: (head) => head.prepend('<script defer src="/_local/phone.js"></script>', { html: true }),
    });
  }
  return told.transform(response);
}

/**
 * In the studio's phone (a frame of that name) a page is inside the LINE app, as far as the LIFF SDK can see,
 * and each person's phone keeps its own storage. Both of the studio's frames look again when it says so.
 */
function phoneScript() {
  const script = `if (window.name.startsWith('phone')) {
  const agent = navigator.userAgent + ' Safari Line/15.0.0 LIFF';
  Object.defineProperty(navigator, 'userAgent', { get: () => agent });
  window._liff = { features: [], postMessage: (...words) => parent.postMessage({ liff: words }, '*') };
  for (const verb of ['getItem', 'setItem', 'removeItem']) {
    const real = Storage.prototype[verb];
    Storage.prototype[verb] = function (key, ...rest) {
      return real.call(this, window.name + ':' + key, ...rest);
    };
  }
}
if (window.parent !== window) {
  addEventListener('message', (event) => {
    if (event.data === 'studio:look-again') dispatchEvent(new Event('focus'));
  });
}
`;
  const headers = { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' };
  return new Response(script, { headers });
}
