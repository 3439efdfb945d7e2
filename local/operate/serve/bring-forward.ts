import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Client, createClient } from '@libsql/client';
import { putFirstTexts } from '../../../db/first-texts.ts';
import { migrateDatabase, migrations } from '../../../db/migrate.ts';
import { Refusal } from '../../prepare/refusal.mjs';

/**
 * Brings the office's file up to the newest schema; before anything is applied to data, a copy is laid beside it.
 * @returns the copy's name, null when none was needed
 * @throws Refusal when the file is from a newer version, or can't be read
 */
export async function bringForward(folder: string, now: number): Promise<string | null> {
  const path = join(folder, 'office.db');
  const there = existsSync(path);
  const client = createClient({ url: `file:${path}` });
  try {
    const missing = there ? await missingFrom(client) : [];
    const copy = there && missing.length > 0 ? join(folder, copyName(now)) : null;
    if (copy) await client.execute({ sql: 'vacuum into ?', args: [copy] });
    await migrateDatabase(client);
    await putFirstTexts(client);
    return copy;
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(
      `データベース ${path} を新しくできません（${innermost(error)}）。`,
      'もとのままです。バックアップから戻す（npm run restore）か、前の版のプログラムで動かしてください。',
    );
  } finally {
    client.close();
  }
}

/** The migrations that a file has still to live through. */
async function missingFrom(client: Client): Promise<string[]> {
  const { rows: named } = await client.execute(
    "select 1 from sqlite_master where name = '__drizzle_migrations'",
  );
  if (named.length === 0) return [];
  const { rows } = await client.execute('select created_at from __drizzle_migrations');
  const done = new Set(rows.map((row) => Number(row.created_at)));
  const known = migrations();
  if ([...done].some((when) => !known.some((each) => each.when === when)))
    throw new Refusal(
      'データベースが、このプログラムより新しくなっています。',
      '新しい版のプログラムを使ってください。古い版で動かすと、記録を損なうことがあります。',
    );
  return known.filter(({ when }) => !done.has(when)).map(({ tag }) => tag);
}

function copyName(now: number): string {
  return `office-before-${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}.db`;
}

function innermost(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  return (deepest instanceof Error ? deepest.message : String(deepest)).split('\n')[0] ?? '';
}
