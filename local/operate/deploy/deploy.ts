import type { Client } from '@libsql/client';
import { putFirstTexts } from '../../../db/first-texts.ts';
import { migrateDatabase, migrations } from '../../../db/migrate.ts';
import { NEEDED_BINDINGS } from '../../../worker/bindings.ts';
import { tellingLine } from '../../prepare/command.mjs';
import { Refusal } from '../../prepare/refusal.mjs';
import { type Deployment, howToSet } from '../deployment.ts';
import { examine } from '../doctor/examine.ts';
import { VALUES } from '../values.ts';

export interface DeployOptions {
  deployment: Deployment;
  /** Says each step and changes nothing outside; asks nobody. */
  dryRun: boolean;
  /** The operator says that there is a backup from before the migrations. */
  backedUp: boolean;
  build: () => Promise<void>;
  wrangler: (args: string[]) => Promise<{ code: number; output: string }>;
  open: () => Client;
  now: () => number;
  say: (line: string) => void;
}

/**
 * Builds, looks at what is known, brings the database forward, and hands the bundle to Cloudflare. What is missing is
 * refused before anything is changed; a dry run goes through all steps and says what a real one would stop at.
 *
 * @returns how many things a real run would stop at
 * @throws Refusal with its mend, when something is missing or fails
 */
export async function deploy(options: DeployOptions): Promise<number> {
  const { deployment, dryRun, say } = options;
  const toEnv = deployment.env ? ` --env ${deployment.env}` : '';
  say(`1/5 値を調べます（${deployment.env ?? '本番'}、${deployment.secretsFile ?? '環境変数だけ'}）`);
  const wrong = await missing(options);
  say('2/5 組み立てます（ミニアプリとWorker）');
  await options.build();
  say(`3/5 秘密がCloudflareに入っているか見ます（wrangler secret list${toEnv}）`);
  if (dryRun) say('    ためしなので、たずねません。');
  else await checkSecrets(options);
  say('4/5 データベースを新しくします');
  await bringForward(options);
  say(`5/5 配置します（wrangler deploy${dryRun ? ' --dry-run' : ''}${toEnv}）`);
  await handOver(options);
  if (dryRun) say('ためしに終わりまで行きました。何も変えていません。');
  else say(`配置しました。次に: npm run doctor${deployment.env ? ` -- --env ${deployment.env}` : ''}`);
  if (wrong > 0) say(`本番では、足りないもの ${wrong}件 のために、1で止まります。`);
  return wrong;
}

async function missing({ deployment, dryRun, now, say }: DeployOptions): Promise<number> {
  const looked = { deployment, database: null, own: false, offline: true, now, send: fetch };
  const wrong = (await examine(looked)).flatMap((each) => (each.state === 'NG' ? [each] : []));
  const first = wrong[0];
  if (!first) return 0;
  if (!dryRun && wrong.length === 1) throw new Refusal(first.what, first.mend);
  for (const { what, mend } of wrong) say(`    NG ${what}\n       → ${mend}`);
  if (dryRun) return wrong.length;
  throw new Refusal(`足りないものが ${wrong.length}件 あります。`, '上から順に直して、もう一度。');
}

/** What was given here must be there, too: Cloudflare tells the names of secrets, not their values. */
async function checkSecrets({ deployment, wrangler }: DeployOptions): Promise<void> {
  const { code, output } = await wrangler(['secret', 'list', ...envOf(deployment)]);
  const absent = /does not exist|10007|not found/i.test(output);
  if (code !== 0 && !absent)
    throw new Refusal(
      `Cloudflareに、たずねられません（${tellingLine(output)}）。`,
      'npx wrangler login でログインする（自動で動かすときは CLOUDFLARE_API_TOKEN を入れる）',
    );
  const there = code === 0 ? [...output.matchAll(/"name":\s*"(\w+)"/g)].map(([, name]) => name) : [];
  const wanted = Object.keys(VALUES).filter(
    (name) =>
      VALUES[name]?.secret &&
      name !== 'LINE_LOGIN_CHANNEL_SECRET' &&
      ((NEEDED_BINDINGS as readonly string[]).includes(name) || deployment.values[name]),
  );
  const lacking = wanted.filter((name) => !there.includes(name));
  if (lacking.length === 0) return;
  throw new Refusal(
    `Cloudflareに入っていない秘密があります: ${lacking.join('、')}`,
    lacking
      .map(
        (name) =>
          `npx wrangler secret put ${name}${envOf(deployment)
            .map((word) => ` ${word}`)
            .join('')}`,
      )
      .join('、'),
  );
}

async function bringForward(options: DeployOptions): Promise<void> {
  const { deployment, dryRun, backedUp, open, say } = options;
  const newest = migrations().at(-1)?.tag;
  const host = URL.canParse(deployment.values.DATABASE_URL ?? '')
    ? new URL(deployment.values.DATABASE_URL ?? '').host
    : 'DATABASE_URL のデータベース';
  if (dryRun) return say(`    ${host} を ${newest} までにします。ためしなので、つなぎません。`);
  const db = open();
  try {
    const { done, staff } = await livedThrough(db);
    const known = migrations();
    if (done.some((when) => !known.some((each) => each.when === when)))
      throw new Refusal(
        `データベース（${host}）が、このプログラムより新しくなっています。`,
        '新しい版のプログラムを配置する',
      );
    const todo = known.filter(({ when }) => !done.includes(when)).map(({ tag }) => tag);
    if (todo.length === 0) return say(`    もう新しいものです（${newest}）。`);
    if (staff > 0 && !backedUp)
      throw new Refusal(
        `使っているデータベースの形を変えます（${todo.join('、')}）。`,
        '先に npm run backup でバックアップをとり、すんだら npm run deploy -- --backed-up',
      );
    await migrateDatabase(db);
    await putFirstTexts(db);
    say(`    ${todo.length}件の移行をしました（${newest} まで）。`);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(
      `データベース（${host}）を新しくできません（${innermost(error)}）。`,
      'DATABASE_URL と DATABASE_TOKEN を確かめる。配置はしていません',
    );
  } finally {
    db.close();
  }
}

async function livedThrough(db: Client): Promise<{ done: number[]; staff: number }> {
  const { rows: named } = await db.execute("select 1 from sqlite_master where name = '__drizzle_migrations'");
  if (named.length === 0) return { done: [], staff: 0 };
  const { rows } = await db.execute('select created_at from __drizzle_migrations');
  const staff = rows.length === 0 ? 0 : Number((await db.execute('select count(*) from staff')).rows[0]?.[0]);
  return { done: rows.map((row) => Number(row.created_at)), staff };
}

/** Values that aren't secret and stand elsewhere than in wrangler.toml go along on the command line. */
async function handOver({ deployment, dryRun, wrangler }: DeployOptions): Promise<void> {
  const { values, wrangler: file } = deployment;
  const vars = Object.keys(VALUES)
    .filter((name) => !VALUES[name]?.secret && values[name] && values[name] !== file.vars[name])
    .flatMap((name) => ['--var', `${name}:${values[name]}`]);
  const dry = dryRun ? ['--dry-run'] : [];
  const { code, output } = await wrangler(['deploy', ...dry, ...envOf(deployment), ...vars]);
  if (code === 0) return;
  throw new Refusal(
    `wrangler deploy が失敗しました（${tellingLine(output)}）。`,
    'くわしくは .local/logs/deploy.log。前の版は、動いたままです',
  );
}

/** Without a name the top of wrangler.toml is meant: said, or wrangler asks which one. */
function envOf({ env }: Deployment): string[] {
  return ['--env', env ?? ''];
}

/** The names of all secrets and variables of an environment, where each is found, and how it is set. */
export function secretsHelp(deployment: Deployment): string {
  const lines = Object.entries(VALUES)
    .filter(([, { where }]) => !where.startsWith('ふだんは'))
    .map(([name, { secret, needed, where }]) => {
      const given = deployment.values[name] ? 'あり' : 'なし';
      return `${name}（${secret ? '秘密' : '変数'}、${needed ? '要る' : '使うときだけ'}、手もとに${given}）\n  ${howToSet(name, deployment)}\n  ${where}`;
    });
  return lines.join('\n');
}

function innermost(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  return ((deepest instanceof Error ? deepest.message : String(deepest)).split('\n')[0] ?? '').slice(0, 160);
}
