import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@libsql/client';
import { Refusal } from '../prepare/refusal.mjs';

const DEMO = join(fileURLToPath(new URL('../..', import.meta.url)), '.local/office.db');

/**
 * The database an operator means: `--file`, else DATABASE_URL (with DATABASE_TOKEN), else the one of `npm start`.
 * @throws Refusal when the file isn't there
 */
export function openSource(
  file: string | undefined,
  env: Record<string, string | undefined>,
): { client: Client; name: string } {
  if (file === undefined && env.DATABASE_URL) {
    const client = createClient({ url: env.DATABASE_URL, authToken: env.DATABASE_TOKEN });
    return { client, name: new URL(env.DATABASE_URL).host || env.DATABASE_URL };
  }
  const path = file ?? DEMO;
  if (!existsSync(path))
    throw new Refusal(
      `データベースのファイル ${path} がありません。`,
      '--file でファイルを示すか、DATABASE_URL と DATABASE_TOKEN を設定してください。',
    );
  return { client: createClient({ url: `file:${path}` }), name: path };
}
