import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Refusal } from '../prepare/refusal.mjs';
import { backUp } from './backup.ts';
import { passphrase } from './passphrase.ts';
import { openSource } from './source.ts';

const USAGE = `データベースを丸ごと、合言葉でしか開けない1つのファイルに写します。動いている間でもできます。
  npm run backup -- FILE [--file office.db]
--file がなければ DATABASE_URL（と DATABASE_TOKEN）、それもなければ npm start のデータベースを写します。
合言葉は環境変数 BACKUP_PASSPHRASE から読みます（なければ聞きます）。`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { file: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
});

process.exitCode = await run().catch((error: unknown) => {
  const taken = (error as { code?: string }).code === 'EEXIST';
  if (!taken && !(error instanceof Refusal)) throw error;
  console.error(taken ? 'その名前のファイルは、もうあります。上書きはしません。' : (error as Error).message);
  return 1;
});

async function run(): Promise<number> {
  const [target] = positionals;
  if (!target || values.help) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const secret = await passphrase(process.env);
  const { client, name } = openSource(values.file, process.env);
  try {
    const counts = await backUp(client, target, secret, Date.now());
    const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
    console.log(`OK ${name} の ${Object.keys(counts).length}表 ${rows}行を ${target} に写しました。`);
    return 0;
  } catch (error) {
    // What was there before is left alone; a file that was begun here is no backup.
    if ((error as { code?: string }).code !== 'EEXIST') rmSync(target, { force: true });
    throw error;
  } finally {
    client.close();
  }
}
