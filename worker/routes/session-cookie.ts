import type { Context } from 'hono';
import { getCookie, setSignedCookie } from 'hono/cookie';
import { createMiddleware } from 'hono/factory';
import type { Ctx } from '../context.ts';
import { isSignedWith } from '../hmac.ts';
import { ProblemError, refused } from '../problem.ts';
import {
  guardDatabase,
  type Requirement,
  type SessionClaim,
  type SessionRow,
} from '../services/session/guard.ts';
import type { World } from '../world.ts';

/** What handlers find on the Hono context. */
export interface Vars {
  world: World;
}
export interface SignedInVars extends Vars {
  ctx: Ctx;
  /** Filled by the first read. */
  session: () => SessionRow;
  claim: SessionClaim;
}

export const USER_HOURS = 12;
export const STAFF_HOURS = 8;

const encoder = new TextEncoder();

/** Sets `__Host-user` or `__Host-staff`: HttpOnly, signed, gone when the session ends. */
export async function setSessionCookie(
  c: Context,
  secret: string,
  kind: 'user' | 'staff',
  claim: SessionClaim,
): Promise<void> {
  const value = [claim.sessionId, claim.lineUserId, claim.staffId ?? ''].join('.');
  await setSignedCookie(c, kind, value, secret, {
    prefix: 'host',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: (kind === 'user' ? USER_HOURS : STAFF_HOURS) * 3600,
  });
}

/** What this request's cookie claims; null when there is none or it was not signed by us. */
export async function readClaim(
  c: Context,
  secret: string,
  kind: 'user' | 'staff',
): Promise<SessionClaim | null> {
  const cookie = getCookie(c, kind, 'host') ?? '';
  const end = cookie.lastIndexOf('.');
  if (end < 0) return null;
  const value = cookie.slice(0, end);
  if (!(await isSignedWith(secret, encoder.encode(value), cookie.slice(end + 1)))) return null;
  const [sessionId, lineUserId, staffId] = value.split('.');
  return sessionId && lineUserId ? { sessionId, lineUserId, staffId: staffId || null } : null;
}

/** Lets in only who meets `requirement`; the check itself rides on the handler's first read. */
export function signedIn(requirement: Requirement) {
  const kind = requirement === 'staff' || requirement === 'manager' ? 'staff' : 'user';
  return createMiddleware<{ Variables: SignedInVars }>(async (c, next) => {
    const { world } = c.var;
    const claim = await readClaim(c, world.config.sessionSecret, kind);
    if (!claim) throw new ProblemError(refused('signed-out'));
    const now = world.now();
    let row: SessionRow | null = null;
    const session = () => {
      if (!row) throw new Error('the session is known only after the first read');
      return row;
    };
    const db = guardDatabase(world.db, claim, requirement, now, (found) => {
      row = found;
    });
    c.set('claim', claim);
    c.set('session', session);
    c.set('ctx', {
      db,
      now,
      newId: world.newId,
      get actor() {
        const { staffId, contactId } = session();
        if (staffId) return { kind: 'staff' as const, id: staffId };
        if (contactId) return { kind: 'contact' as const, id: contactId };
        throw new Error('a LINE user whom the office does not know cannot act');
      },
    });
    await next();
  });
}
