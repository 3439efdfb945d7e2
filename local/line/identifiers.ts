import { randomBytes, randomUUID } from 'node:crypto';

/** Where every id and token of the stand-in comes from; tests may pass a predictable one. */
export interface Identifiers {
  userId(): string;
  messageId(now: number): string;
  eventId(now: number): string;
  requestId(): string;
  /** Lower-case hex, as reply tokens and rich menu ids have it. */
  hex(bytes: number): string;
  /** URL-safe text, as quote tokens and access tokens have it. */
  token(bytes: number): string;
}

/** Ids in LINE's shapes from the system's randomness. */
export function randomIdentifiers(): Identifiers {
  let sequence = randomBytes(2).readUInt16BE(0);
  return {
    userId: () => `U${randomBytes(16).toString('hex')}`,
    messageId: (now) => {
      sequence = (sequence + 1) % 100_000;
      return `${String(now).padStart(13, '0')}${String(sequence).padStart(5, '0')}`;
    },
    eventId: (now) => ulid(now, randomBytes(16)),
    requestId: () => randomUUID(),
    hex: (bytes) => randomBytes(bytes).toString('hex'),
    token: (bytes) => randomBytes(bytes).toString('base64url'),
  };
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function ulid(now: number, random: Uint8Array): string {
  let time = '';
  let rest = now;
  for (let i = 0; i < 10; i += 1) {
    time = `${crockford[rest % 32]}${time}`;
    rest = Math.floor(rest / 32);
  }
  return time + Array.from(random, (byte) => crockford[byte % 32]).join('');
}
