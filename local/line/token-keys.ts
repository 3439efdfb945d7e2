import { createLocalJWKSet, exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import type { JsonObject } from './json.ts';

export interface SigningKey {
  kid: string;
  privateJwk: JWK;
  publicJwk: JWK;
}

/** The ES256 keys behind LINE's ID tokens and the JWKS they are published in. */
export class TokenKeys {
  #keys: SigningKey[] = [];
  readonly #kid: () => string;

  constructor(kid: () => string) {
    this.#kid = kid;
  }

  /** Makes a new signing key; the old ones stay published unless `dropOld`. */
  async rotate(dropOld = false): Promise<string> {
    const pair = await generateKeyPair('ES256', { extractable: true });
    const kid = this.#kid();
    const published = { kid, alg: 'ES256', use: 'sig' };
    const key = {
      kid,
      privateJwk: await exportJWK(pair.privateKey),
      publicJwk: { ...(await exportJWK(pair.publicKey)), ...published },
    };
    this.#keys = dropOld ? [key] : [key, ...this.#keys];
    return kid;
  }

  jwks(): { keys: JWK[] } {
    return { keys: this.#keys.map((key) => key.publicJwk) };
  }

  async sign(payload: JsonObject): Promise<string> {
    const key = this.#keys[0];
    if (!key) throw new Error('no signing key yet');
    return new SignJWT(payload)
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid: key.kid })
      .sign(await importJWK(key.privateJwk, 'ES256'));
  }

  /** The payload when the signature is one of ours, whatever its claims; else undefined. */
  async open(token: string): Promise<JsonObject | undefined> {
    try {
      const { payload } = await jwtVerify(token, createLocalJWKSet(this.jwks()), {
        algorithms: ['ES256'],
        currentDate: new Date(0),
      });
      return { ...payload };
    } catch {
      return undefined;
    }
  }

  save(): SigningKey[] {
    return this.#keys;
  }

  restore(keys: SigningKey[]): void {
    this.#keys = keys;
  }
}
