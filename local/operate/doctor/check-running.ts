import type { Client } from '@libsql/client';
import { sign } from '../../line/webhooks.ts';
import type { Deployment } from '../deployment.ts';
import { howToSet } from '../deployment.ts';
import { type Ask, member } from './ask.ts';
import { type Finding, Findings } from './finding.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const CRON_LATE_MS = 30 * MINUTE;
const WEBHOOK_SILENT_DAYS = 7;
const MOST_SKEW_MS = 60_000;

/** What runs at PRODUCT_ORIGIN: that it answers, with this deployment's own secret and LIFF id. */
export async function checkDeployed(deployment: Deployment, ask: Ask, now: () => number): Promise<Finding[]> {
  const found = new Findings('配置');
  const { PRODUCT_ORIGIN: origin, LINE_CHANNEL_SECRET: secret = '', LIFF_ID: liffId } = deployment.values;
  if (!origin || !URL.canParse(origin)) return found.list;
  const health = await ask(`${origin}/healthz`);
  if (health.status === null) {
    found.ng(
      'deployed',
      `${origin} に届きません。`,
      'npm run deploy（自分の機械なら npm run serve）がすんでいるか、住所（DNS）と証明書が正しいか、確かめる',
    );
    return found.list;
  }
  if (health.status !== 200) {
    found.ng(
      'deployed',
      `${origin} が、${health.status} と答えます。`,
      health.status === 503
        ? '動いているところの DATABASE_URL と DATABASE_TOKEN を入れなおす'
        : '動いているところに足りない値がないか、npm run deploy -- --secrets で見くらべる',
    );
    return found.list;
  }
  found.ok('deployed', `${origin} が答えます。`);
  const theirs = member(health.body, 'now');
  if (typeof theirs === 'number' && Math.abs(theirs - now()) > MOST_SKEW_MS)
    found.ng(
      'clock-deployed',
      `動いているところの時計が、この機械と ${Math.round(Math.abs(theirs - now()) / 1000)}秒ちがいます。`,
      '時刻の自動あわせ（NTP）を入れる',
    );
  await checkOwnSecret(found, deployment, ask, `${origin}/line/webhook`, secret);
  await checkPage(found, ask, origin, liffId);
  return found.list;
}

async function checkOwnSecret(
  found: Findings,
  deployment: Deployment,
  ask: Ask,
  url: string,
  secret: string,
) {
  const body = JSON.stringify({ destination: 'U0', events: [] });
  const answer = await ask(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'x-line-signature': sign(secret, body) },
  });
  if (answer.status === 200)
    return found.ok('same-secret', '動いているものと、手もとの LINE_CHANNEL_SECRET は同じです。');
  if (answer.status === 401)
    return found.ng(
      'same-secret',
      '動いているものと、手もとの LINE_CHANNEL_SECRET がちがいます。',
      howToSet('LINE_CHANNEL_SECRET', deployment),
    );
  found.ng(
    'same-secret',
    `${url} が、署名のある知らせに ${answer.status ?? '返事なし'} と答えます。`,
    'PRODUCT_ORIGIN が、このシステムの住所か、確かめる',
  );
}

async function checkPage(found: Findings, ask: Ask, origin: string, liffId: string | undefined) {
  const page = await ask(`${origin}/app`);
  const shown = page.status === 200 ? /data-liff-id="([^"]*)"/.exec(String(page.body))?.[1] : undefined;
  if (shown === undefined)
    found.ng('same-liff', `${origin}/app に、ミニアプリのページがありません。`, 'npm run deploy をもう一度');
  else if (shown !== liffId)
    found.ng(
      'same-liff',
      `動いているミニアプリのLIFF ID（${shown || '空'}）が、手もと（${liffId}）とちがいます。`,
      'LIFF_ID を直して、npm run deploy をもう一度',
    );
  else found.ok('same-liff', '動いているミニアプリのLIFF IDは、手もとと同じです。');
}

/** What the running product has written down: cron's turns, LINE's webhooks, what waits too long. */
export async function checkTurns(db: Client, now: number): Promise<Finding[]> {
  const found = new Findings('定期実行');
  const number = async (sql: string, args: number[] = []) => {
    const value = (await db.execute({ sql, args })).rows[0]?.[0];
    return value === null || value === undefined ? null : Number(value);
  };
  try {
    const last = await number("select max(started_at) from job_runs where job = 'cron'");
    const mend =
      'wrangler.toml の crons を入れて配置しなおす（自分の機械なら npm run serve が動いているか確かめる）。Cloudflare → Workers → Triggers でも見られます';
    if (last === null)
      found.ng('cron', '定期実行が、まだ一度も動いていません。配置のすぐあとなら、10分待つ。', mend);
    else if (now - last > CRON_LATE_MS)
      found.ng('cron', `定期実行が、${ago(now - last)}から止まっています。お知らせが送られません。`, mend);
    else found.ok('cron', `定期実行は、${ago(now - last)}に動きました。`);
    const failing = (
      await db.execute('select job, failures from job_states where failures > 1 order by 1')
    ).rows.map((row) => `${row.job}（${row.failures}回）`);
    if (failing.length > 0)
      found.ng(
        'jobs',
        `続けて失敗している仕事があります: ${failing.join('、')}`,
        '`npx wrangler tail` で理由を見る',
      );
    const heard = await number('select max(received_at) from inbound_events');
    if (heard === null)
      found.ask(
        'webhook-silence',
        'LINEからの知らせが、まだ一度も来ていません。',
        '公式アカウントに、何か送ってみる',
      );
    else if (now - heard > WEBHOOK_SILENT_DAYS * DAY)
      found.ask(
        'webhook-silence',
        `LINEからの知らせが、${ago(now - heard)}から来ていません。`,
        '公式アカウントに、何か送ってみる。来なければ Webhook の設定を見る',
      );
    else found.ok('webhook-silence', `LINEからの知らせは、${ago(now - heard)}に来ました。`);
    const parked = await number('select count(*) from inbound_events where parked_at is not null');
    if (parked)
      found.ask(
        'parked',
        `読めなかったLINEの知らせが ${parked}件 あります。`,
        'コンソールの「きょう」から、もう一度読ませる',
      );
    const late = await number(
      "select count(*) from messages where status = 'queued' and not_before < ? and contact_id in (select id from contacts where line_user_id is not null)",
      [now - CRON_LATE_MS],
    );
    if (late)
      found.ng(
        'outbox',
        `送るはずの時間を30分すぎたLINEが ${late}件 あります。`,
        '定期実行とトークンの NG を先に直す。残り通数も見る',
      );
  } catch {
    found.ask('cron', '定期実行の記録が読めません。', 'データベースの NG を先に直す');
  }
  return found.list;
}

function ago(ms: number): string {
  if (ms < 2 * MINUTE) return '1分以内';
  if (ms < 120 * MINUTE) return `${Math.floor(ms / MINUTE)}分前`;
  return ms < 2 * DAY ? `${Math.floor(ms / (60 * MINUTE))}時間前` : `${Math.floor(ms / DAY)}日前`;
}
