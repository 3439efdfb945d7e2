import { parseArgs } from 'node:util';
import { openDatabase } from '../../db/client.ts';
import { createRichMenuClient } from '../../worker/line/rich-menu-client.ts';
import { linkStaffMenus } from '../../worker/services/staff/link-menus.ts';
import { openSource } from '../operate/source.ts';
import { Refusal } from '../prepare/refusal.mjs';
import { setMenus } from './set-menus.ts';

const USAGE = `LINEのトークの下に出るメニューを、利用者と職員に出します。何度実行しても同じ結果になります。
  npm run richmenu [-- --dry-run] [-- --file office.db]
要るもの：LINE_CHANNEL_ACCESS_TOKEN、LIFF_ID（あれば LIFF_BASE_URL、LINE_API_URL）
職員のLINEには、DATABASE_URL（と DATABASE_TOKEN）か --file があればすぐに、なければ定時処理が1時間以内に出します。
画像は npm run richmenu:draw で描きます。`;
/** More accounts than any office has. */
const MOST_STAFF = 500;

const { values } = parseArgs({
  options: {
    'dry-run': { type: 'boolean', default: false },
    file: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

process.exitCode = await run(process.env).catch((error: unknown) => {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  return 2;
});

async function run(env: Record<string, string | undefined>): Promise<number> {
  if (values.help) {
    console.log(USAGE);
    return 0;
  }
  const token = needed(env, 'LINE_CHANNEL_ACCESS_TOKEN', 'LINE Developersの「Messaging API設定」で発行し');
  const liffId = needed(env, 'LIFF_ID', 'LINE Developersの「LIFF」の画面で確かめ');
  const menus = createRichMenuClient({
    apiUrl: env.LINE_API_URL || 'https://api.line.me',
    channelAccessToken: token,
  });
  const known = values.file !== undefined || Boolean(env.DATABASE_URL);
  const source = known && !values['dry-run'] ? openSource(values.file, env) : null;
  try {
    await setMenus({
      menus,
      place: { liffId, liffBaseUrl: env.LIFF_BASE_URL || 'https://liff.line.me' },
      dryRun: values['dry-run'],
      linkStaff:
        source &&
        (async (menu) => {
          const ctx = { db: openDatabase(source.client), now: Date.now() };
          const { linked, unlinked, refused } = await linkStaffMenus(ctx, menus, menu, MOST_STAFF);
          const no = refused > 0 ? `、出せなかった人：${refused}人（友だち追加のあとに出ます）` : '';
          return `新しく出した人：${linked}人、外した人：${unlinked}人${no}（${source.name}）`;
        }),
      say: (line) => console.log(line),
    });
    return 0;
  } finally {
    source?.client.close();
  }
}

function needed(env: Record<string, string | undefined>, name: string, how: string): string {
  const value = env[name];
  if (value) return value;
  throw new Refusal(`${name} がありません。`, `${how}、環境変数 ${name} に入れて実行してください。`);
}
