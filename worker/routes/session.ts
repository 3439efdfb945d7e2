import { Hono } from 'hono';
import { deleteCookie } from 'hono/cookie';
import { z } from 'zod';
import { isRefused, ProblemError, refused } from '../problem.ts';
import { endSession, startStaffSession, startUserSession } from '../services/session/start-session.ts';
import { joinStaff } from '../services/staff/join-staff.ts';
import type { World } from '../world.ts';
import { menuSoon } from './menu-soon.ts';
import { body, query } from './parse.ts';
import { readClaim, STAFF_HOURS, setSessionCookie, USER_HOURS, type Vars } from './session-cookie.ts';

const token = z.string().min(1).max(4096);
const kind = z.enum(['user', 'staff']);

/** Exchange of a LINE ID token for our own session, and its end. */
export const sessionRoutes = new Hono<{ Variables: Vars }>()
  .post('/session', body(z.object({ idToken: token, kind })), async (c) => {
    const { world } = c.var;
    const input = c.req.valid('json');
    const lineUserId = await accountOf(world, input.idToken);
    const ctx = { db: world.db, now: world.now(), newId: world.newId };
    if (input.kind === 'user') {
      const { sessionId, linked } = await startUserSession(ctx, lineUserId, USER_HOURS);
      await setSessionCookie(c, world.config.sessionSecret, 'user', { sessionId, lineUserId, staffId: null });
      return c.json({ linked });
    }
    const started = await startStaffSession(
      ctx,
      lineUserId,
      STAFF_HOURS,
      deviceOf(c.req.header('user-agent')),
    );
    if (isRefused(started)) throw new ProblemError(started);
    await setSessionCookie(c, world.config.sessionSecret, 'staff', { ...started, lineUserId });
    return c.json({ linked: true });
  })
  .delete('/session', query(z.object({ kind })), async (c) => {
    const { world } = c.var;
    const { kind: which } = c.req.valid('query');
    const claim = await readClaim(c, world.config.sessionSecret, which);
    if (claim) await endSession({ db: world.db, now: world.now(), newId: world.newId }, claim.sessionId);
    deleteCookie(c, which, { prefix: 'host', path: '/', secure: true });
    return c.json({});
  })
  .post(
    '/staff/join',
    body(
      z.object({
        idToken: token,
        code: z.string().min(1).max(200),
        name: z.string().trim().min(1).max(60).optional(),
        kana: z.string().trim().min(1).max(60).optional(),
      }),
    ),
    async (c) => {
      const { world } = c.var;
      const input = c.req.valid('json');
      const lineUserId = await accountOf(world, input.idToken);
      const ctx = { db: world.db, now: world.now(), newId: world.newId };
      const joined = await joinStaff(ctx, {
        lineUserId,
        code: input.code,
        name: input.name,
        kana: input.kana,
        bootstrapCode: world.config.bootstrapCode,
      });
      if (isRefused(joined)) throw new ProblemError(joined);
      const started = await startStaffSession(
        ctx,
        lineUserId,
        STAFF_HOURS,
        deviceOf(c.req.header('user-agent')),
      );
      if (isRefused(started)) throw new ProblemError(started);
      await setSessionCookie(c, world.config.sessionSecret, 'staff', { ...started, lineUserId });
      menuSoon(c);
      return c.json({ linked: true });
    },
  );

async function accountOf(world: World, idToken: string): Promise<string> {
  const checked = await world.verifyIdToken(idToken, world.now());
  if (!checked.ok) throw new ProblemError(refused('token-invalid'));
  return checked.lineUserId;
}

/** Which of one's devices it was, in two words; nothing that tells more of a person. */
function deviceOf(agent: string | undefined): string | null {
  if (!agent) return null;
  const find = (names: readonly (readonly [RegExp, string])[]) =>
    names.find(([pattern]) => pattern.test(agent))?.[1];
  const system = find(SYSTEMS);
  const browser = find(BROWSERS);
  return [system, browser].filter(Boolean).join('・') || null;
}

const SYSTEMS = [
  [/iPhone|iPad/, 'iPhone・iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Macintosh/, 'Mac'],
  [/Linux|CrOS/, 'Linux'],
] as const;
const BROWSERS = [
  [/ Line\//, 'LINE'],
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;
