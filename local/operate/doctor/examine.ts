import type { Client } from '@libsql/client';
import type { Deployment } from '../deployment.ts';
import { VALUES } from '../values.ts';
import { asker } from './ask.ts';
import { checkDatabase } from './check-database.ts';
import { checkEnvironment, checkWranglerFile } from './check-environment.ts';
import { checkLiff } from './check-liff.ts';
import { checkLine } from './check-line.ts';
import { checkDeployed, checkTurns } from './check-running.ts';
import { AREAS, type Finding, Findings, withoutSecrets } from './finding.ts';

export interface Examination {
  deployment: Deployment;
  /** The database, and how it is called; null when nobody could say where it is. */
  database: { open: () => Client; name: string } | null;
  /** An embedded file of this machine: its cron is `npm run serve`, not Cloudflare's. */
  own: boolean;
  /** Nobody is asked: what stands in the files alone. */
  offline: boolean;
  now: () => number;
  send: typeof fetch;
}

/** Looks at everything a deployment hangs on; no finding holds a secret, and none keeps the next from being made. */
export async function examine(what: Examination): Promise<Finding[]> {
  const { deployment, own, offline, now } = what;
  const found = [
    ...checkEnvironment(deployment, { database: own }),
    ...(own ? [] : checkWranglerFile(deployment)),
  ];
  if (!offline) found.push(...(await askOutside(what, now)));
  const secrets = Object.entries(deployment.values).flatMap(([name, value]) =>
    VALUES[name]?.secret && !(own && name === 'DATABASE_URL') ? [value] : [],
  );
  return withoutSecrets(
    found.toSorted((a, b) => AREAS.indexOf(a.area) - AREAS.indexOf(b.area)),
    secrets,
  );
}

async function askOutside(
  { deployment, database, send }: Examination,
  now: () => number,
): Promise<Finding[]> {
  const ask = asker(send);
  const db = opened(database);
  try {
    const kept = db && database ? await checkDatabase(db, database.name) : unreachable(database?.name);
    const readable =
      db !== null && !kept.some(({ id, state }) => state === 'NG' && /^db-(reach|empty|older)$/.test(id));
    const known = readable ? db : null;
    return [
      ...(await checkDeployed(deployment, ask, now)),
      ...(await checkLine(deployment, ask, now)),
      ...(await checkLiff(deployment, ask, known)),
      ...kept,
      ...(known ? await checkTurns(known, now()) : []),
    ];
  } finally {
    db?.close();
  }
}

function opened(database: Examination['database']): Client | null {
  try {
    return database?.open() ?? null;
  } catch {
    return null;
  }
}

function unreachable(name: string | undefined): Finding[] {
  const found = new Findings('データベース');
  found.ng(
    'db-reach',
    name ? `データベース（${name}）が開けません。` : 'データベースのあるところが、わかりません。',
    'DATABASE_URL と DATABASE_TOKEN を入れる。ファイルなら --file で示す',
  );
  return found.list;
}
