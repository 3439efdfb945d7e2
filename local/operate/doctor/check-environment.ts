import { NEEDED_BINDINGS } from '../../../worker/bindings.ts';
import { CRONS } from '../../cron.ts';
import { type Deployment, howToSet } from '../deployment.ts';
import { VALUES } from '../values.ts';
import { type Finding, Findings } from './finding.ts';

const PLACEHOLDER = /^(x{3,}|<.*>|your[-_ ].*|changeme|dummy|todo|ここに.*)$/i;

/** What a value must look like, and what it most often is when it doesn't. */
const SHAPES: Readonly<Record<string, { like: RegExp; said: string }>> = {
  LINE_CHANNEL_SECRET: { like: /^[0-9a-f]{32}$/, said: '32文字の英数字（0-9、a-f）のはずです' },
  LINE_CHANNEL_ACCESS_TOKEN: {
    like: /^[A-Za-z0-9+/=._-]{30,}$/,
    said: '30文字より長い、空白や改行のない文字列のはずです',
  },
  LINE_LOGIN_CHANNEL_ID: { like: /^\d{10}$/, said: '10けたの数字のはずです' },
  LIFF_ID: {
    like: /^\d{10}-[A-Za-z0-9]{8}$/,
    said: '「10けたの数字-英数字8文字」のはずです（URLではありません）',
  },
  DATABASE_URL: { like: /^(libsql|https?):\/\/\S+$/, said: 'libsql:// か https:// で始まるはずです' },
  SLACK_WEBHOOK_URL: { like: /^https?:\/\/\S+$/, said: 'https:// で始まるはずです' },
  TEAMS_WEBHOOK_URL: { like: /^https?:\/\/\S+$/, said: 'https:// で始まるはずです' },
  MAX_SUBREQUESTS: { like: /^[1-9]\d*$/, said: '1以上の数のはずです' },
};

/** What can be told without asking anybody: names, forms, and what must fit together. */
export function checkEnvironment(deployment: Deployment, own: { database: boolean }): Finding[] {
  const found = new Findings('環境');
  const { values } = deployment;
  for (const name of NEEDED_BINDINGS) {
    if (own.database && name === 'DATABASE_URL') continue;
    if (!values[name])
      found.ng(
        `env-${name}`,
        `${name} がありません。`,
        `${howToSet(name, deployment)}。値のあるところ: ${VALUES[name]?.where}`,
      );
    else checkShape(found, name, values[name], deployment);
  }
  for (const name of ['SLACK_WEBHOOK_URL', 'TEAMS_WEBHOOK_URL', 'MAX_SUBREQUESTS'])
    if (values[name]) checkShape(found, name, values[name], deployment);
  checkSession(found, values.SESSION_SECRET);
  checkOrigin(found, deployment);
  if (!own.database) checkDatabaseToken(found, deployment);
  checkLiffId(found, deployment);
  checkOddities(found, deployment);
  return found.list;
}

/** Whether cron will come when the office needs it, and whether no secret lies in a file that is kept. */
export function checkWranglerFile({ wrangler, env }: Deployment): Finding[] {
  const found = new Findings('配置');
  const missing = CRONS.filter((cron) => !wrangler.crons.includes(cron));
  const others = wrangler.crons.filter((cron) => !CRONS.includes(cron));
  if (missing.length > 0 || others.length > 0)
    found.ng(
      'crons',
      `wrangler.toml の定期実行（crons）がちがいます。${missing.length > 0 ? `ないもの: ${missing.join('、')}` : `余分なもの: ${others.join('、')}`}`,
      `[${env ? `env.${env}.` : ''}triggers] を crons = ${JSON.stringify(CRONS)} にして、配置しなおす`,
    );
  else found.ok('crons', '定期実行は、昼は5分、夜は10分ごとです。');
  const bared = Object.keys(wrangler.vars).filter((name) => VALUES[name]?.secret && wrangler.vars[name]);
  if (bared.length > 0)
    found.ng(
      'bared-secrets',
      `秘密が wrangler.toml に書かれています: ${bared.join('、')}`,
      `その行を消し、${bared.map((name) => howToSet(name, { env })).join('、')}。値は作りなおす`,
    );
  return found.list;
}

function checkShape(found: Findings, name: string, value: string, deployment: Deployment) {
  const shape = SHAPES[name];
  if (PLACEHOLDER.test(value.trim()))
    found.ng(
      `env-${name}`,
      `${name} が、見本のままです。`,
      `${howToSet(name, deployment)}。値のあるところ: ${VALUES[name]?.where}`,
    );
  else if (shape && !shape.like.test(value))
    found.ng(
      `env-${name}`,
      `${name} の形がちがいます。${shape.said}。`,
      `前後の空白や引用符、別の値の写しまちがいを確かめる。値のあるところ: ${VALUES[name]?.where}`,
    );
  else found.ok(`env-${name}`, `${name} があります。`);
}

function checkSession(found: Findings, secret: string | undefined) {
  if (secret && !PLACEHOLDER.test(secret) && secret.length < 32)
    found.ng(
      'session-secret-short',
      `SESSION_SECRET が短すぎます（${secret.length}文字）。`,
      '`openssl rand -base64 32` で作りなおして入れる。入りなおしが必要になります',
    );
}

function checkOrigin(found: Findings, { values, env }: Deployment) {
  const origin = values.PRODUCT_ORIGIN;
  const id = 'env-PRODUCT_ORIGIN';
  const mend = `${howToSet('PRODUCT_ORIGIN', { env })}。例 https://line.example.jp（最後の / はつけない）`;
  if (!origin) return found.ng(id, 'PRODUCT_ORIGIN がありません。お知らせにリンクが付きません。', mend);
  const url = URL.canParse(origin) ? new URL(origin) : null;
  if (!url || url.origin !== origin)
    return found.ng(id, `PRODUCT_ORIGIN（${origin}）は、ホスト名までで終わる住所のはずです。`, mend);
  if (url.protocol !== 'https:' && !isThisMachine(url))
    return found.ng(
      id,
      `PRODUCT_ORIGIN（${origin}）が https ではありません。LINEは https だけを使います。`,
      mend,
    );
  found.ok(id, `公開の住所は ${origin} です。`);
}

function checkDatabaseToken(found: Findings, deployment: Deployment) {
  const { DATABASE_URL: url = '', DATABASE_TOKEN: token } = deployment.values;
  if (!/^(libsql|https):/.test(url) || token) return;
  found.ng(
    'env-DATABASE_TOKEN',
    'DATABASE_TOKEN がありません。',
    `${howToSet('DATABASE_TOKEN', deployment)}。値のあるところ: ${VALUES.DATABASE_TOKEN?.where}`,
  );
}

function checkLiffId(found: Findings, deployment: Deployment) {
  const { LIFF_ID: liff = '', LINE_LOGIN_CHANNEL_ID: channel = '' } = deployment.values;
  if (!SHAPES.LIFF_ID?.like.test(liff) || !/^\d{10}$/.test(channel)) return;
  if (liff.startsWith(`${channel}-`))
    return found.ok('liff-channel', 'LIFF IDは、このLINEログインチャネルのものです。');
  found.ng(
    'liff-channel',
    `LIFF ID（${liff}）は、LINEログインチャネル ${channel} のものではありません。だれもサインインできません。`,
    'LIFF_ID のはじめの10けたと LINE_LOGIN_CHANNEL_ID を同じにする（Messaging APIのチャネルIDと取りちがえていないか）',
  );
}

function checkOddities(found: Findings, deployment: Deployment) {
  const { values, env, secretsFile } = deployment;
  const api = values.LINE_API_URL;
  if (api && api !== 'https://api.line.me')
    found.ask('line-api-url', `LINEではなく、${api} につないでいます。`, '本番では LINE_API_URL を消す');
  if (env && secretsFile === '.dev.vars')
    found.ask(
      'secrets-of-other-env',
      `${env} のものを、.dev.vars（名前のない環境のもの）から読みました。`,
      `.dev.vars.${env} を作って、${env} の値を入れる`,
    );
  if (Boolean(values.SLACK_WEBHOOK_URL) !== Boolean(values.SLACK_SIGNING_SECRET))
    found.ask(
      'slack-half',
      'Slackの値が片方だけです。ボタンか、お知らせの、どちらかが使えません。',
      'SLACK_WEBHOOK_URL と SLACK_SIGNING_SECRET の両方を入れる。使わないなら両方消す',
    );
}

export function isThisMachine(url: URL): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
}
