import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createClient } from '@libsql/client';
import { buildOutputs } from '../prepare/build.mjs';
import { runLogged } from '../prepare/command.mjs';
import { Refusal } from '../prepare/refusal.mjs';
import { deploy, secretsHelp } from './deploy/deploy.ts';
import { readDeployment } from './deployment.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const USAGE = `Cloudflareに配置します: 値を調べ、組み立て、データベースを新しくし、wrangler deploy をします。
  npm run deploy [-- --env staging] [--dry-run] [--backed-up]
  npm run deploy -- --secrets [--env staging]
  --env NAME   wrangler.toml の [env.NAME] と .dev.vars.NAME を使います
  --dry-run    どこにもつながず、各段を言い、wrangler deploy --dry-run までをします
  --backed-up  使っているデータベースの形を変えてよい（バックアップがある）
  --secrets    要る値の名前と、あるところ、入れ方を言います（値は出しません）`;

const { values } = parseArgs({
  options: {
    env: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    'backed-up': { type: 'boolean', default: false },
    secrets: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const say = (line: string) => console.log(line);

process.exitCode = await run().catch((error: unknown) => {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  return 1;
});

async function run(): Promise<number> {
  if (values.help) {
    say(USAGE);
    return 0;
  }
  const deployment = readDeployment(ROOT, values.env, process.env);
  if (values.secrets) {
    say(secretsHelp(deployment));
    return 0;
  }
  const { DATABASE_URL: url = '', DATABASE_TOKEN: authToken } = deployment.values;
  const lacking = await deploy({
    deployment,
    dryRun: values['dry-run'],
    backedUp: values['backed-up'],
    build: () => buildOutputs(ROOT, ['liff', 'worker'], (line) => say(`    ${line}`)),
    wrangler,
    open: () => createClient({ url, authToken }),
    now: Date.now,
    say,
  });
  return lacking === 0 ? 0 : 1;
}

function wrangler(args: string[]): Promise<{ code: number; output: string }> {
  const program = join(ROOT, 'node_modules/wrangler/bin/wrangler.js');
  const quiet = { WRANGLER_SEND_METRICS: 'false', WRANGLER_WRITE_LOGS: 'false', CI: '1' };
  const log = join(ROOT, '.local/logs/deploy.log');
  return runLogged(ROOT, log, process.execPath, [program, ...args], quiet);
}
