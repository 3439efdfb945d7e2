const encoder = new TextEncoder();
const keys = new Map<string, CryptoKey>();

/**
 * Whether `signature` (base64) is the HMAC-SHA-256 of exactly these bytes under `secret`.
 * Compares inside WebCrypto, so the time it takes says nothing about the signature.
 */
export async function isSignedWith(
  secret: string,
  bytes: Uint8Array<ArrayBuffer>,
  signature: string | null | undefined,
): Promise<boolean> {
  const mac = signature ? fromBase64(signature) : null;
  if (mac?.length !== 32) return false;
  return crypto.subtle.verify('HMAC', await keyOf(secret), mac, bytes);
}

// The key is kept, not the promise of it: one request must not wait for what another one began.
async function keyOf(secret: string): Promise<CryptoKey> {
  const kept = keys.get(secret);
  if (kept) return kept;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['verify']);
  keys.set(secret, key);
  return key;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text)) return null;
  const raw = atob(text);
  const bytes = new Uint8Array(raw.length);
  for (let i = 0; i < raw.length; i += 1) bytes[i] = raw.charCodeAt(i);
  return bytes;
}
