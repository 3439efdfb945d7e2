import { type Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { officeSettings } from '../../db/schema/office.ts';
import { ProblemError, refused } from '../problem.ts';
import { DEFAULT_PROFILE, officeProfile } from '../services/office/profile.ts';
import type { OfficeProfile } from '../views/shared.ts';
import type { World } from '../world.ts';
import { nameFirstFiles } from './first-files.ts';
import type { Vars } from './session-cookie.ts';

const PROFILE_MS = 60_000;
let cached: { profile: OfficeProfile; until: number } | null = null;

/** The two pages: every path below them is theirs to route. What they need before signing in is filled in. */
export const pageRoutes = new Hono<{ Variables: Vars }>()
  .get('/', (c) => c.redirect('/console'))
  .get('/app', (c) => miniApp(c))
  .get('/app/*', (c) => miniApp(c))
  .get('/console', (c) => page(c.var.world, c.req.raw, 'console.html'))
  .get('/console/*', (c) => page(c.var.world, c.req.raw, 'console.html'))
  .get('/assets/*', (c) => file(c.var.world, c.req.raw));

function miniApp(c: Context<{ Variables: Vars }>): Promise<Response> {
  const signedIn = getCookie(c, 'user', 'host') !== undefined;
  return page(c.var.world, c.req.raw, 'index.html', (html) =>
    nameFirstFiles(html, new URL(c.req.url), signedIn),
  );
}

async function page(
  world: World,
  request: Request,
  name: string,
  fill: (html: string) => string = (html) => html,
): Promise<Response> {
  const found = await file(world, new Request(new URL(`/${name}`, request.url)));
  const office = await knownProfile(world);
  const html = fill(await found.text())
    .replace('%LIFF_ID%', attribute(world.config.liffId))
    .replace('%OFFICE%', attribute(JSON.stringify(office)))
    .replace('%OFFICE_NAME%', attribute(office.name));
  return new Response(html, {
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' },
  });
}

async function file(world: World, request: Request): Promise<Response> {
  const found = await world.assets?.fetch(request);
  if (!found?.ok && found?.status !== 304) throw new ProblemError(refused('not-found'));
  return new Response(found.body, found);
}

/** The office's name and phone; they rarely change and must stand even while the database is away. */
async function knownProfile(world: World): Promise<OfficeProfile> {
  const now = world.now();
  if (cached && cached.until > now) return cached.profile;
  try {
    const [rows] = await world.db.read([world.db.q.select().from(officeSettings)]);
    cached = { profile: officeProfile(rows), until: now + PROFILE_MS };
    return cached.profile;
  } catch {
    world.log({ event: 'profile-unread' });
    return cached?.profile ?? DEFAULT_PROFILE;
  }
}

function attribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('$', '&#36;');
}
