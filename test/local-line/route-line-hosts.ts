import type { BrowserContext } from 'playwright-core';

/** Sends what a browser asks of LINE's hosts to the stand-in; returns the addresses it asked for. */
export async function routeLineHosts(context: BrowserContext, standInUrl: string): Promise<string[]> {
  const asked: string[] = [];
  await context.route(/^https:\/\/[a-z-]+\.line\.me\//, async (route) => {
    const url = new URL(route.request().url());
    asked.push(`${route.request().method()} ${url.hostname}${url.pathname}`);
    // A page that was closed meanwhile wants no answer.
    await route
      .fetch({ url: `${standInUrl}/${url.hostname}${url.pathname}${url.search}`, maxRedirects: 0 })
      .then((response) => route.fulfill({ response }))
      .catch(() => route.abort().catch(() => {}));
  });
  return asked;
}
