import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createClient } from '@libsql/client';
import { isFree } from '../ports.ts';
import { buildOutputs } from '../prepare/build.mjs';
import { Refusal } from '../prepare/refusal.mjs';
import { readDeployment } from './deployment.ts';
import { examine } from './doctor/examine.ts';
import { serveOffice } from './serve/serve-office.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const USAGE = `この機械ひとつで、事業所を動かします。データベースはファイル、定期実行もこのプログラムがします。
  npm run serve -- --data FOLDER [--port 8080] [--env NAME]
127.0.0.1 のポートで待ちます。https は、前に置くプロキシ（Caddy や nginx）がします。
値は .dev.vars と環境変数から読みます。DATABASE_URL は要りません。
くわしくは docs/handbook/operator-self-hosting.md`;

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    port: { type: 'string' },
    env: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const say = (line: string) => console.log(line);

try {
  await run();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exit(1);
}

async function run(): Promise<void> {
  if (values.help || !values.data) {
    console.log(USAGE);
    process.exit(values.help ? 0 : 2);
  }
  const port = portOf(values.port ?? process.env.PORT ?? '8080');
  const deployment = readDeployment(ROOT, values.env, process.env);
  await refuseMiswired(deployment);
  if (!(await isFree(port, '127.0.0.1')))
    throw new Refusal(
      `ポート ${port} は、ほかのものが使っています。`,
      'それを止めるか、--port で別の番号を示してください。',
    );
  await buildOutputs(ROOT, ['liff', 'worker'], say);
  const folder = resolve(values.data);
  const office = await serveOffice({
    root: ROOT,
    folder,
    port,
    values: deployment.values,
    now: Date.now,
    say,
  });
  const stop = stopOnce(() => office.close());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  if (process.env.npm_lifecycle_event === 'serve') stopWithNpm(stop);
  const { PRODUCT_ORIGIN: origin, BOOTSTRAP_CODE: code } = deployment.values;
  say(`ready: ${office.url}（データ ${folder}）`);
  if (code && (await hasNoManager(folder)))
    say(`最初の管理者は ${origin}/console/join?code=（BOOTSTRAP_CODE の値）を開いてください。`);
}

/** What can't work is said before anything starts. */
async function refuseMiswired(deployment: ReturnType<typeof readDeployment>): Promise<void> {
  const looked = { deployment, database: null, own: true, offline: true, now: Date.now, send: fetch };
  const wrong = (await examine(looked)).flatMap((each) => (each.state === 'NG' ? [each] : []));
  const [first] = wrong;
  if (!first) return;
  for (const { what, mend } of wrong.slice(1)) console.error(`NG ${what}\n   → ${mend}`);
  throw new Refusal(`NG ${first.what}`, `${first.mend}。直したら npm run doctor で確かめてください。`);
}

async function hasNoManager(folder: string): Promise<boolean> {
  const client = createClient({ url: `file:${folder}/office.db` });
  try {
    const { rows } = await client.execute("select 1 from staff where role = 'manager' and active = 1");
    return rows.length === 0;
  } finally {
    client.close();
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Refusal(`ポート ${text} は使えません。`, '1024 から 65535 までの数にしてください。');
}

/** npm, told to end, tells nobody: an office without its npm would go on unseen. */
function stopWithNpm(stop: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500).unref();
}

/** The second signal, while the first is being obeyed, changes nothing. */
function stopOnce(close: () => Promise<void>): () => void {
  let stopping = false;
  return () => {
    if (stopping) return;
    stopping = true;
    say('止めています …');
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
}
