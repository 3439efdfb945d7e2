// The main module of an office's own machine, over the deployed bundle: what Cloudflare's edge does around a Worker.
import bundle from './index.js';

export default {
  fetch(request, env, ctx) {
    // As on Cloudflare, hashed files don't pass through the Worker (wrangler.toml, `run_worker_first`).
    if (new URL(request.url).pathname.startsWith('/assets/')) return env.ASSETS.fetch(request);
    return bundle.fetch(fromVisitor(request), env, ctx);
  },
};

/** Orders of the cron driver, on a socket of their own: runs the cron entry with everything it left to `waitUntil`. */
export const cron = {
  async fetch(request, env, ctx) {
    const { cron, scheduledTime } = await request.json();
    const left = [];
    const own = { waitUntil: (promise) => left.push(promise), passThroughOnException: () => {} };
    try {
      await bundle.scheduled(
        { cron, scheduledTime, noRetry: () => {} },
        env,
        Object.assign(Object.create(ctx), own),
      );
      // A task may leave another one while it is waited for.
      for (let i = 0; i < left.length; i += 1) await left[i];
      return Response.json({ ok: true });
    } catch (error) {
      return Response.json({ ok: false, error: String(error) });
    }
  },
};

/** The proxy's word for who asks, where a visitor's own word for it would slip past the limits. */
function fromVisitor(request) {
  const headers = new Headers(request.headers);
  const address = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  headers.delete('cf-connecting-ip');
  if (address) headers.set('cf-connecting-ip', address);
  return new Request(request, { headers });
}
