import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@libsql/client';
import { drizzle } from 'drizzle-orm/libsql';
import { migrate } from 'drizzle-orm/libsql/migrator';

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));

interface Journal {
  entries: { when: number; tag: string }[];
}

/** A migration, by the moment that a database which has lived through it keeps, with the hash of its text. */
export interface Migration {
  when: number;
  tag: string;
  hash: string;
}

/** All migrations, oldest first. */
export function migrations(): Migration[] {
  return journalOf(MIGRATIONS).entries.map(({ when, tag }) => {
    const text = readFileSync(join(MIGRATIONS, `${tag}.sql`));
    return { when, tag, hash: createHash('sha256').update(text).digest('hex') };
  });
}

/** The moments by which migrations are known, oldest first. */
export function migrationMoments(): number[] {
  return migrations().map(({ when }) => when);
}

/**
 * Brings a database up to the newest schema, or to that of an earlier moment. Runs in Node, never in the Worker.
 * Each migration file is one transaction; an error is thrown as it is, with the statement that failed.
 */
export async function migrateDatabase(client: Client, until = Number.POSITIVE_INFINITY): Promise<void> {
  const folder = until === Number.POSITIVE_INFINITY ? MIGRATIONS : migrationsUntil(until);
  try {
    await migrate(drizzle(client), { migrationsFolder: folder });
  } finally {
    if (folder !== MIGRATIONS) rmSync(folder, { recursive: true });
  }
}

/** drizzle takes a folder, so an earlier schema is a folder whose journal ends earlier. */
function migrationsUntil(until: number): string {
  const folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  cpSync(MIGRATIONS, folder, { recursive: true });
  const journal = journalOf(folder);
  journal.entries = journal.entries.filter((entry) => entry.when <= until);
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify(journal));
  return folder;
}

function journalOf(folder: string): Journal {
  return JSON.parse(readFileSync(join(folder, 'meta/_journal.json'), 'utf8')) as Journal;
}
