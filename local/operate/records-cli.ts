import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Refusal } from '../prepare/refusal.mjs';
import { openSource } from './source.ts';
import { type Fault, type Head, verifyChains } from './verify-chain.ts';

const USAGE = `相談記録の鎖（改ざんがないこと）を確かめます。
  npm run records -- verify [--file office.db] [--heads heads.json]
  npm run records -- heads heads.json [--file office.db]
--file がなければ DATABASE_URL（と DATABASE_TOKEN）、それもなければ npm start のデータベースを見ます。
heads は、いまの鎖の終わりを書きとめます。あとで verify --heads に渡すと、終わりが切り取られていないかもわかります。`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    file: { type: 'string' },
    heads: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const SAID: Record<Fault['what'], string> = {
  missing: 'この番号の記録が、なくなっています',
  link: '前の記録とのつながりが、切れています',
  hash: '記録の項目が、書きかえられています',
  body: '記録の本文が、書きかえられています',
  'erased-without-act': '消去の手続きなしに、本文が消されています',
  'cut-off': '書きとめたときにはあった記録が、なくなっています',
};

process.exitCode = await run().catch((error: unknown) => {
  if (!(error instanceof Refusal || error instanceof SyntaxError)) throw error;
  console.error(error.message);
  return 2;
});

async function run(): Promise<number> {
  const [command, target] = positionals;
  if (values.help || !(command === 'verify' || (command === 'heads' && target))) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const known = values.heads ? (JSON.parse(readFileSync(values.heads, 'utf8')) as Head[]) : [];
  const { client, name } = openSource(values.file, process.env);
  const { entries, heads, faults } = await verifyChains(client, known).finally(() => client.close());
  for (const { clientId, seq, entryId, what } of faults)
    console.error(
      `NG 利用者 ${clientId} の ${seq}番目の記録${entryId ? `（${entryId}）` : ''}：${SAID[what]}。`,
    );
  if (faults.length > 0) {
    console.error(`${faults.length}人の記録が、書かれたときのままではありません（${name}）。`);
    return 1;
  }
  if (command === 'heads' && target) writeFileSync(target, `${JSON.stringify(heads)}\n`);
  console.log(`OK 利用者 ${heads.length}人、記録 ${entries}件。すべて書かれたときのままです（${name}）。`);
  return 0;
}
