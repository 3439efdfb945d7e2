import { parseArgs } from 'node:util';
import { Refusal } from '../prepare/refusal.mjs';
import { passphrase } from './passphrase.ts';
import { restore } from './restore.ts';

const USAGE = `バックアップを、新しいデータベースのファイルに戻し、相談記録の鎖を確かめます。
  npm run restore -- BACKUP --file office.db
Turso に戻すときは、できたファイルから作ります: turso db create NAME --from-file office.db
合言葉は環境変数 BACKUP_PASSPHRASE から読みます（なければ聞きます）。`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { file: { type: 'string' }, help: { type: 'boolean', short: 'h', default: false } },
});

process.exitCode = await run().catch((error: unknown) => {
  const missing = (error as { code?: string }).code === 'ENOENT';
  if (!missing && !(error instanceof Refusal)) throw error;
  console.error(missing ? 'バックアップのファイルがありません。' : (error as Error).message);
  return 1;
});

async function run(): Promise<number> {
  const [backup] = positionals;
  if (!backup || !values.file || values.help) {
    console.log(USAGE);
    return values.help ? 0 : 2;
  }
  const { at, rows, verified } = await restore(backup, await passphrase(process.env), values.file);
  const total = Object.values(rows).reduce((sum, count) => sum + count, 0);
  const taken = new Date(at).toLocaleString('ja-JP', { timeZone: 'Asia/Tokyo' });
  console.log(`OK ${taken} のバックアップ ${total}行を ${values.file} に戻しました。`);
  if (verified.faults.length === 0) {
    console.log(`OK 相談記録 ${verified.entries}件は、すべて書かれたときのままです。`);
    return 0;
  }
  console.error(`NG ${verified.faults.length}人の相談記録が、書かれたときのままではありません。`);
  console.error(`くわしくは: npm run records -- verify --file ${values.file}`);
  return 1;
}
