import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Instant } from '../manual/types.ts';
import { lineUrl } from './client.ts';

const ISSUER = 'https://access.line.me';

export type IdTokenCheck =
  | { ok: true; lineUserId: string }
  | { ok: false; why: 'malformed' | 'algorithm' | 'signature' | 'issuer' | 'audience' | 'expired' }
  /** LINE's keys could not be read: not the token's fault, try again. */
  | { ok: false; why: 'unavailable' };

export interface IdTokenOptions {
  /** `https://api.line.me`, or the stand-in's. */
  apiUrl: string;
  loginChannelId: string;
  fetch?: typeof fetch;
}

/**
 * Checks an ID token against LINE's published keys. Only ES256, which LIFF signs with: HS256 would be checked
 * with the channel secret, `none` with nothing. Name, picture and nonce may be absent.
 */
export async function verifyIdToken(
  token: string,
  now: Instant,
  options: IdTokenOptions,
): Promise<IdTokenCheck> {
  try {
    const { payload } = await jwtVerify(token, keysOf(options), {
      algorithms: ['ES256'],
      issuer: ISSUER,
      audience: options.loginChannelId,
      requiredClaims: ['sub', 'exp'],
      currentDate: new Date(now),
    });
    return payload.sub ? { ok: true, lineUserId: payload.sub } : { ok: false, why: 'malformed' };
  } catch (error) {
    return { ok: false, why: whyOf(error) };
  }
}

const remotes = new Map<string, JWTVerifyGetKey>();

/** One key set per origin for the life of the isolate; it reads again when a token names an unknown key. */
function keysOf({ apiUrl, fetch: request }: IdTokenOptions): JWTVerifyGetKey {
  const url = lineUrl(apiUrl, '/oauth2/v2.1/certs');
  if (request) return createRemoteJWKSet(url, { [customFetch]: request, cooldownDuration: 0 });
  let keys = remotes.get(url.href);
  if (!keys) {
    keys = createRemoteJWKSet(url, { timeoutDuration: 5000, cooldownDuration: 10_000 });
    remotes.set(url.href, keys);
  }
  return keys;
}

type Why = Extract<IdTokenCheck, { ok: false }>['why'];

function whyOf(error: unknown): Why {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') return 'issuer';
    return error.claim === 'aud' ? 'audience' : 'malformed';
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported)
    return 'algorithm';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JWKSNoMatchingKey) return 'signature';
  if (error instanceof errors.JWTInvalid || error instanceof errors.JWSInvalid) return 'malformed';
  return 'unavailable';
}
