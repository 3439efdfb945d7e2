import type { Client } from '@libsql/client';
import { drizzle } from 'drizzle-orm/libsql';
import { migrate } from 'drizzle-orm/libsql/migrator';

/**
 * Brings a database up to the newest schema. Runs in Node, never in the Worker.
 * Each migration file is one transaction; an error is thrown as it is, with the statement that failed.
 */
export async function migrateDatabase(client: Client): Promise<void> {
  await migrate(drizzle(client), {
    migrationsFolder: new URL('./migrations', import.meta.url).pathname,
  });
}
