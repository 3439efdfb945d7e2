import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createClient } from '@libsql/client';
import { Refusal } from '../prepare/refusal.mjs';
import { type Deployment, readDeployment } from './deployment.ts';
import { type Examination, examine } from './doctor/examine.ts';
import { AREAS, type Finding } from './doctor/finding.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const USAGE = `配置に足りないもの、つなぎまちがいを調べ、直し方を言います。何も書きかえません。秘密は表示しません。
  npm run doctor [-- --env staging] [--file office.db | --data FOLDER] [--offline] [--json]
値は .dev.vars（--env NAME なら .dev.vars.NAME）と環境変数、wrangler.toml から読みます。
  --env NAME     wrangler.toml の [env.NAME] を調べます
  --file, --data 自分の機械で動かすとき（npm run serve）のデータベース
  --offline      どこにもたずねず、ファイルに書いてあることだけを調べます
NG が1つでもあれば、終わりの値は 1 です。`;

const { values } = parseArgs({
  options: {
    env: { type: 'string' },
    file: { type: 'string' },
    data: { type: 'string' },
    offline: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

process.exitCode = await run().catch((error: unknown) => {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  return 2;
});

async function run(): Promise<number> {
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const deployment = readDeployment(ROOT, values.env, process.env);
  const file = values.file ?? (values.data ? join(values.data, 'office.db') : undefined);
  const findings = await examine({
    deployment,
    database: databaseOf(deployment, file),
    own: file !== undefined,
    offline: values.offline,
    now: Date.now,
    send: fetch,
  });
  const bad = findings.some(({ state }) => state === 'NG');
  if (values.json) console.log(JSON.stringify({ ok: !bad, findings }, null, 2));
  else say(findings);
  return bad ? 1 : 0;
}

function databaseOf({ values: given }: Deployment, file: string | undefined): Examination['database'] {
  if (file !== undefined) {
    if (!existsSync(file) && !values.offline)
      throw new Refusal(
        `データベースのファイル ${file} がありません。`,
        'npm run serve を一度動かすか、--file を直す。',
      );
    return { name: file, open: () => createClient({ url: `file:${file}` }) };
  }
  const { DATABASE_URL: url, DATABASE_TOKEN: authToken } = given;
  if (!url || !URL.canParse(url)) return null;
  return { name: new URL(url).host, open: () => createClient({ url, authToken }) };
}

function say(findings: readonly Finding[]): void {
  for (const area of AREAS) {
    const here = findings.filter((each) => each.area === area);
    if (here.length > 0) console.log(`\n${area}`);
    for (const each of here) {
      console.log(`  ${each.state === '確認' ? '確認' : `${each.state}  `}  ${each.what}`);
      if (each.state !== 'OK') console.log(`        → ${each.mend}`);
    }
  }
  const count = (state: Finding['state']) => findings.filter((each) => each.state === state).length;
  console.log(`\nOK ${count('OK')}件、NG ${count('NG')}件、目で確かめること ${count('確認')}件`);
}
