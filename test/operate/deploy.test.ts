import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient } from '@libsql/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrateDatabase, migrations } from '../../db/migrate.ts';
import { CRONS } from '../../local/cron.ts';
import { type DeployOptions, deploy, secretsHelp } from '../../local/operate/deploy/deploy.ts';
import { type Deployment, readDeployment } from '../../local/operate/deployment.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SECRETS = {
  DATABASE_URL: 'libsql://office.example.invalid',
  DATABASE_TOKEN: 'a-database-token-of-this-test',
  LINE_CHANNEL_SECRET: '8c570fa6dd201bb328f1c1eac23a96d8',
  LINE_CHANNEL_ACCESS_TOKEN: 'a-long-lived-channel-access-token-of-this-test',
  SESSION_SECRET: 'a-session-secret-of-forty-characters-0123',
};
const VARS = {
  LINE_LOGIN_CHANNEL_ID: '2000000000',
  LIFF_ID: '2000000000-abcdefgh',
  PRODUCT_ORIGIN: 'https://line.example.jp',
};

let folder: string;
let ran: string[];
let said: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deploy-'));
  ran = [];
  said = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const database = () => createClient({ url: `file:${join(folder, 'office.db')}` });
const deploymentOf = (change: Partial<Deployment> = {}): Deployment => ({
  env: undefined,
  values: { ...SECRETS, ...VARS },
  secretsFile: '.dev.vars',
  wrangler: { name: 'office', crons: CRONS, vars: VARS },
  ...change,
});

/** A deployment to a Cloudflare that knows these secrets and answers `wrangler deploy` so. */
function go(
  change: Partial<DeployOptions> = {},
  cloud: { secrets?: string[]; list?: { code: number; output: string }; deploy?: string } = {},
) {
  const names = cloud.secrets ?? Object.keys(SECRETS);
  const list = { code: 0, output: JSON.stringify(names.map((name) => ({ name, type: 'secret_text' }))) };
  return deploy({
    deployment: deploymentOf(),
    dryRun: false,
    backedUp: false,
    build: async () => void ran.push('build'),
    wrangler: async (args) => {
      ran.push(args.join(' '));
      if (args[0] === 'secret') return cloud.list ?? list;
      return cloud.deploy ? { code: 1, output: cloud.deploy } : { code: 0, output: '' };
    },
    open: database,
    now: Date.now,
    say: (line) => said.push(line),
    ...change,
  });
}

const newestOf = async () => {
  const db = database();
  try {
    return Number((await db.execute('select max(created_at) from __drizzle_migrations')).rows[0]?.[0]);
  } finally {
    db.close();
  }
};

describe('npm run deploy', () => {
  it('looks, builds, asks for the secrets, brings the database forward, and only then deploys', async () => {
    expect(await go()).toBe(0);
    expect(ran).toEqual(['build', 'secret list --env ', 'deploy --env ']);
    expect(await newestOf()).toBe(migrations().at(-1)?.when);
    expect(said.filter((line) => /^\d\/5 /.test(line))).toHaveLength(5);
  });

  it('refuses what is missing before it changes anything', async () => {
    const { LIFF_ID: _, ...rest } = VARS;
    const deployment = deploymentOf({ values: { ...SECRETS, ...rest } });
    await expect(go({ deployment })).rejects.toThrow(/LIFF_ID がありません.+→.+\[vars\]/s);
    expect(ran).toEqual([]);
  });

  it.each([
    [
      'a secret is not there',
      { secrets: Object.keys(SECRETS).slice(1) },
      /DATABASE_URL → .*secret put DATABASE_URL/,
    ],
    [
      'there is no Worker yet',
      { list: { code: 1, output: 'This Worker does not exist [code: 10007]' } },
      /secret put SESSION_SECRET/,
    ],
    ['nobody is signed in', { list: { code: 1, output: 'Error: not authenticated' } }, /wrangler login/],
  ])('refuses when %s, before the database is touched', async (_name, cloud, mend) => {
    await expect(go({}, cloud)).rejects.toThrow(mend);
    await expect(newestOf()).rejects.toThrow('no such table');
    expect(ran.some((args) => args.startsWith('deploy'))).toBe(false);
  });

  it('changes a database in use only when there is a backup', async () => {
    const older = migrations().at(-2)?.when;
    const db = database();
    await migrateDatabase(db, older);
    await db.execute(
      "insert into staff (id, name, role, active, created_at) values ('s', '中村', 'manager', 1, 0)",
    );
    db.close();
    await expect(go()).rejects.toThrow(/npm run backup.+--backed-up/);
    expect(await newestOf()).toBe(older);
    expect(await go({ backedUp: true })).toBe(0);
    expect(await newestOf()).toBe(migrations().at(-1)?.when);
  });

  it('says why wrangler could not, and that the old version still runs', async () => {
    await expect(go({}, { deploy: 'x\n✘ [ERROR] script too large\ny' })).rejects.toThrow(
      /script too large.+前の版は、動いたまま/s,
    );
  });

  it('deploys an environment with its own variables and secrets', async () => {
    writeFileSync(
      join(folder, 'wrangler.toml'),
      `name = "office"\n[triggers]\ncrons = ${JSON.stringify(CRONS)}\n[vars]\nLIFF_ID = "2000000000-abcdefgh"\n[env.staging.vars]\nLIFF_ID = "2000000001-stagingx"\nLINE_LOGIN_CHANNEL_ID = "2000000001"\n`,
    );
    writeFileSync(
      join(folder, '.dev.vars.staging'),
      Object.entries({ ...SECRETS, PRODUCT_ORIGIN: 'https://staging.example.jp' })
        .map(([name, value]) => `${name}="${value}"`)
        .join('\n'),
    );
    const deployment = readDeployment(folder, 'staging', {});
    expect(deployment.values).toMatchObject({ LIFF_ID: '2000000001-stagingx', ...SECRETS });
    expect(deployment.wrangler.name).toBe('office-staging');
    expect(await go({ deployment })).toBe(0);
    expect(ran.slice(1)).toEqual([
      'secret list --env staging',
      'deploy --env staging --var PRODUCT_ORIGIN:https://staging.example.jp',
    ]);
    expect(() => readDeployment(folder, 'other', {})).toThrow(/\[env\.other\] がありません.+→/s);
  });

  it('names every value and how it is set, and shows none', () => {
    const help = secretsHelp(deploymentOf({ env: 'staging' }));
    expect(help).toContain('npx wrangler secret put LINE_CHANNEL_SECRET --env staging');
    expect(help).toContain('[env.staging.vars]');
    for (const value of Object.values(SECRETS)) expect(help).not.toContain(value);
  });

  it('goes through all steps without a network, as a dry run, with wrangler’s own', () => {
    const dry = (env: Record<string, string>) =>
      spawnSync(process.execPath, ['local/operate/deploy-cli.ts', '--dry-run'], {
        cwd: ROOT,
        env: { PATH: process.env.PATH, HOME: folder, ...env },
        encoding: 'utf8',
      });
    const { status, stdout, stderr } = dry({ ...SECRETS, ...VARS });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('ためしに終わりまで行きました');
    expect(stdout.match(/^\d\/5 /gm)).toHaveLength(5);
    for (const value of Object.values(SECRETS).slice(1)) expect(stdout).not.toContain(value);
  }, 120_000);

  it('says in a dry run what a real one would stop at', async () => {
    const deployment = deploymentOf({ values: { ...VARS } });
    expect(await go({ deployment, dryRun: true })).toBe(4);
    expect(said.join('\n')).toContain('足りないもの 4件');
    expect(ran).toEqual(['build', 'deploy --dry-run --env ']);
  });
});
