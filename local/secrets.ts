import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a real deployment gets from LINE, Turso and its operator; here made up once per folder. */
export interface Secrets {
  databaseToken: string;
  channelId: string;
  channelSecret: string;
  channelAccessToken: string;
  loginChannelId: string;
  liffId: string;
  sessionSecret: string;
  bootstrapCode: string;
  /** Opens the shim's `/_local` orders. */
  localSecret: string;
}

/** Reads the folder's secrets, or makes them up on the first start; only the owner may read the file. */
export function secretsOf(path: string): Secrets {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Secrets;
  const secrets = makeUp();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

function makeUp(): Secrets {
  const loginChannelId = digits(10);
  return {
    databaseToken: token(),
    channelId: digits(10),
    channelSecret: randomBytes(16).toString('hex'),
    channelAccessToken: token(),
    loginChannelId,
    liffId: `${loginChannelId}-${randomBytes(4).toString('hex')}`,
    sessionSecret: token(),
    bootstrapCode: randomBytes(9).toString('base64url'),
    localSecret: token(),
  };
}

const token = () => randomBytes(32).toString('base64url');
const digits = (length: number) => `2${Array.from({ length: length - 1 }, () => randomInt(10)).join('')}`;
