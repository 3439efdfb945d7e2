import { existsSync, rmSync } from 'node:fs';
import { createClient } from '@libsql/client';
import Database from 'libsql';
import { migrateDatabase, migrationMoments } from '../../db/migrate.ts';
import { Refusal } from '../prepare/refusal.mjs';
import type { Cell, End, Manifest, Row } from './backup.ts';
import { unseal } from './sealed-file.ts';
import { type Verified, verifyChains } from './verify-chain.ts';

export interface Restored {
  at: number;
  rows: End['rows'];
  verified: Verified;
}

/**
 * Puts a backup into a new database file: the schema it was taken with, its rows, then the newest schema.
 * Foreign keys, the file itself and every chain of 相談記録 are checked; a broken chain is reported, not hidden.
 *
 * @throws Refusal when the target exists, or the backup can't be read or is from a newer version
 */
export async function restore(backup: string, passphrase: string, target: string): Promise<Restored> {
  if (existsSync(target))
    throw new Refusal(
      `${target} は、もうあります。`,
      '空いている名前を --file で示してください。上書きはしません。',
    );
  try {
    return await fill(backup, passphrase, target);
  } catch (error) {
    for (const rest of ['', '-wal', '-shm']) rmSync(target + rest, { force: true });
    throw error;
  }
}

async function fill(backup: string, passphrase: string, target: string): Promise<Restored> {
  const lines = unseal(backup, passphrase);
  const manifest = JSON.parse((await lines.next()).value ?? '{}') as Manifest;
  if (!migrationMoments().includes(manifest.schema))
    throw new Refusal(
      'このバックアップは、いまより新しい版で作られました。',
      '作ったときと同じか、新しい版で戻してください。',
    );
  await migrated(target, manifest.schema);
  const rows = await load(target, manifest, lines);
  await migrated(target);
  const client = createClient({ url: `file:${target}` });
  try {
    return { at: manifest.at, rows, verified: await verifyChains(client) };
  } finally {
    client.close();
  }
}

async function migrated(target: string, until?: number): Promise<void> {
  const client = createClient({ url: `file:${target}` });
  try {
    await migrateDatabase(client, until);
  } finally {
    client.close();
  }
}

/** All rows in one transaction, with triggers away and foreign keys checked at its end: rows come table by table. */
async function load(target: string, manifest: Manifest, lines: AsyncIterable<string>): Promise<End['rows']> {
  const db = new Database(target);
  try {
    db.pragma('foreign_keys = off');
    const triggers = db.prepare("select name, sql from sqlite_master where type = 'trigger'").all() as {
      name: string;
      sql: string;
    }[];
    db.exec('begin');
    for (const { name } of triggers) db.exec(`drop trigger "${name}"`);
    const counted = await insertRows(db, manifest, lines);
    for (const { sql } of triggers) db.exec(sql);
    if (db.prepare('pragma foreign_key_check').all().length > 0) throw damaged();
    db.exec('commit');
    const [check] = db.prepare('pragma integrity_check').all() as { integrity_check: string }[];
    if (check?.integrity_check !== 'ok') throw damaged();
    return counted;
  } finally {
    db.close();
  }
}

async function insertRows(
  db: InstanceType<typeof Database>,
  { tables }: Manifest,
  lines: AsyncIterable<string>,
): Promise<End['rows']> {
  const inserts = new Map<string, ReturnType<typeof db.prepare>>();
  const counted: End['rows'] = {};
  for (const [table, columns] of Object.entries(tables)) {
    const named = columns.map((column) => `"${column}"`).join(', ');
    inserts.set(
      table,
      db.prepare(`insert into "${table}" (${named}) values (${columns.map(() => '?').join(', ')})`),
    );
    db.exec(`delete from "${table}"`);
    counted[table] = 0;
  }
  let end: End | undefined;
  for await (const line of lines) {
    const read = JSON.parse(line) as Row | End;
    if (!Array.isArray(read)) {
      end = read;
      continue;
    }
    const [table, ...cells] = read;
    inserts.get(table)?.run(cells.map(asBound));
    counted[table] = (counted[table] ?? 0) + 1;
  }
  if (JSON.stringify(end?.rows) !== JSON.stringify(counted)) throw damaged();
  return counted;
}

function asBound(cell: Cell): null | number | bigint | string | Buffer {
  if (typeof cell === 'number' && Number.isInteger(cell)) return BigInt(cell);
  return cell !== null && typeof cell === 'object' ? Buffer.from(cell.base64, 'base64') : cell;
}

function damaged(): Refusal {
  return new Refusal('バックアップの中身が、そろっていません。', '別のバックアップを使ってください。');
}
