import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { Refusal } from '../prepare/refusal.mjs';

// One file: a first line in plain JSON, then chunks of AES-256-GCM over the gzipped content. Each chunk's nonce is its
// number, and its additional data says whether it is the last one: nothing can be changed, moved, or cut off unseen.
const FORMAT = 'thanks-share-backup-1';
const CHUNK = 256 * 1024;
const TAG = 16;
const COST = { N: 2 ** 17, r: 8, p: 1 };
const MOST_MEMORY = 256 * 1024 * 1024;

interface Head {
  format: string;
  salt: string;
  N: number;
  r: number;
  p: number;
}

/** Writes these lines into a new file that only the passphrase opens (scrypt, AES-256-GCM). */
export async function seal(path: string, passphrase: string, lines: AsyncIterable<string>): Promise<void> {
  const salt = randomBytes(16);
  const head = `${JSON.stringify({ format: FORMAT, salt: salt.toString('base64'), ...COST } satisfies Head)}\n`;
  const key = scryptSync(passphrase.normalize('NFKC'), salt, 32, { ...COST, maxmem: MOST_MEMORY });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.write(head);
    await pipeline(lines, createGzip(), (content: AsyncIterable<Buffer>) =>
      writeChunks(file, key, head, content),
    );
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * The lines that {@link seal} wrote, one after another.
 * @throws Refusal when the file is no backup, the passphrase is another, or anything in it was changed
 */
export async function* unseal(path: string, passphrase: string): AsyncGenerator<string> {
  const file = await open(path, 'r');
  try {
    const gunzip = createGunzip();
    const done = pipeline(readChunks(file, passphrase), gunzip);
    done.catch(() => {});
    let rest = '';
    for await (const text of gunzip.setEncoding('utf8') as AsyncIterable<string>) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
    await done;
  } finally {
    await file.close();
  }
}

async function writeChunks(file: FileHandle, key: Buffer, head: string, content: AsyncIterable<Buffer>) {
  let number = 0;
  let waiting = Buffer.alloc(0);
  const write = async (chunk: Buffer, last: boolean) => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(number++)).setAAD(Buffer.from(`${head}${last}`));
    const sealed = Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
    await file.write(sealed);
  };
  for await (const part of content) {
    waiting = Buffer.concat([waiting, part]);
    while (waiting.length > CHUNK) {
      await write(waiting.subarray(0, CHUNK), false);
      waiting = waiting.subarray(CHUNK);
    }
  }
  await write(waiting, true);
}

async function* readChunks(file: FileHandle, passphrase: string): AsyncGenerator<Buffer> {
  const { size } = await file.stat();
  const head = await headOf(file);
  const { salt, N, r, p } = JSON.parse(head) as Head;
  const key = scryptSync(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, {
    ...{ N, r, p },
    maxmem: MOST_MEMORY,
  });
  let at = Buffer.byteLength(head);
  for (let number = 0; ; number += 1) {
    const last = size - at <= CHUNK + TAG;
    const sealed = Buffer.alloc(Math.min(size - at, CHUNK + TAG));
    await file.read(sealed, 0, sealed.length, at);
    at += sealed.length;
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(number)).setAAD(
      Buffer.from(`${head}${last}`),
    );
    try {
      decipher.setAuthTag(sealed.subarray(-TAG));
      yield Buffer.concat([decipher.update(sealed.subarray(0, -TAG)), decipher.final()]);
    } catch {
      throw new Refusal(
        number === 0 ? 'この合言葉では開けません。' : 'バックアップのファイルが壊れています。',
        number === 0 ? '合言葉を確かめてください。' : '別のバックアップを使ってください。',
      );
    }
    if (last) return;
  }
}

async function headOf(file: FileHandle): Promise<string> {
  const start = Buffer.alloc(1024);
  await file.read(start, 0, start.length, 0);
  const head = start.subarray(0, start.indexOf(0x0a) + 1).toString('utf8');
  try {
    const { format, N, r, p } = JSON.parse(head) as Head;
    if (format === FORMAT && N <= COST.N && r <= COST.r && p <= COST.p) return head;
  } catch {
    // Not even JSON: said below.
  }
  throw new Refusal(
    'このファイルは、バックアップではありません。',
    'npm run backup で作ったファイルを示してください。',
  );
}

function nonce(number: number): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32BE(number, 8);
  return bytes;
}
