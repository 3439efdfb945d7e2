import type { Client } from '@libsql/client';
import { type Deployment, howToSet } from '../deployment.ts';
import { VALUES } from '../values.ts';
import { type Ask, member } from './ask.ts';
import { lineHost, talkTo } from './check-line.ts';
import { type Finding, Findings } from './finding.ts';

const LOGIN = 'LINE Developers → LINEログインのチャネル';
const PEOPLE = 5;

/** The LIFF app as its login channel knows it, and whether both channels know the same people (one provider). */
export async function checkLiff(deployment: Deployment, ask: Ask, db: Client | null): Promise<Finding[]> {
  const found = new Findings('LIFF');
  await checkApp(found, deployment, ask);
  await checkProvider(found, deployment, ask, db);
  found.ask(
    'linked-account',
    'LINEログインのチャネルに、この公式アカウントが結ばれているかは、LINEが教えてくれません。',
    `${LOGIN} → チャネル基本設定 →「リンクされたLINE公式アカウント」を、目で確かめる`,
  );
  return found.list;
}

async function checkApp(found: Findings, deployment: Deployment, ask: Ask) {
  const { values } = deployment;
  const { LINE_LOGIN_CHANNEL_ID: id, LINE_LOGIN_CHANNEL_SECRET: secret, LIFF_ID: liffId } = values;
  const wanted = `${values.PRODUCT_ORIGIN ?? 'https://（公開の住所）'}/app`;
  const look = `${LOGIN} → LIFF で、エンドポイントURLが ${wanted}、Scopeに openid と profile があることを`;
  if (!secret)
    return found.ask(
      'liff-app',
      'LIFFの設定を見るには、LINEログインのチャネルシークレットが要ります。',
      `${look}目で確かめる。または .dev.vars に LINE_LOGIN_CHANNEL_SECRET を入れて、もう一度`,
    );
  const form = { grant_type: 'client_credentials', client_id: id ?? '', client_secret: secret };
  const body = new URLSearchParams(form);
  const token = await ask(`${lineHost(values)}/oauth2/v3/token`, { method: 'POST', body });
  const access = token.status === 200 ? member(token.body, 'access_token') : undefined;
  if (typeof access !== 'string')
    return found.ng(
      'login-secret',
      `LINEが、LINEログインのチャネルIDとシークレットの組を受けとりません（${token.status ?? '返事なし'}）。`,
      `LINE_LOGIN_CHANNEL_ID と LINE_LOGIN_CHANNEL_SECRET が同じチャネルのものか確かめる。値のあるところ: ${VALUES.LINE_LOGIN_CHANNEL_ID?.where}`,
    );
  const answer = await talkTo(lineHost(values), access, ask)('GET', '/liff/v1/apps');
  const apps = answer.status === 200 ? member(answer.body, 'apps') : [];
  const app = Array.isArray(apps) ? apps.find((one) => member(one, 'liffId') === liffId) : undefined;
  if (!app)
    return found.ng(
      'liff-app',
      `LIFF ID（${liffId}）のアプリが、このLINEログインチャネルにありません。`,
      `${LOGIN} → LIFF のLIFF IDを、${howToSet('LIFF_ID', deployment)}`,
    );
  checkEndpoint(found, String(member(member(app, 'view'), 'url')), values.PRODUCT_ORIGIN, wanted);
  const scope = member(app, 'scope');
  const missing = ['openid', 'profile'].filter((each) => !(Array.isArray(scope) && scope.includes(each)));
  if (missing.length > 0)
    found.ng(
      'liff-scope',
      `LIFFアプリのScopeに ${missing.join(' と ')} がありません。だれもサインインできません。`,
      `${LOGIN} → LIFF → Scope で、${missing.join(' と ')} を選ぶ`,
    );
  else found.ok('liff-scope', 'LIFFアプリのScopeに openid と profile があります。');
}

function checkEndpoint(found: Findings, url: string, origin: string | undefined, wanted: string) {
  const right = origin ? url.replace(/\/$/, '') === wanted : /\/app\/?$/.test(url);
  if (right) return found.ok('liff-endpoint', `LIFFのエンドポイントURLは ${url} です。`);
  found.ng(
    'liff-endpoint',
    `LIFFのエンドポイントURL（${url}）が、このシステムのものではありません。`,
    `${LOGIN} → LIFF → エンドポイントURL を ${wanted} にする`,
  );
}

/** One provider gives a person one id in both channels: who signed in must be known to the Messaging API. */
async function checkProvider(found: Findings, deployment: Deployment, ask: Ask, db: Client | null) {
  const token = deployment.values.LINE_CHANNEL_ACCESS_TOKEN;
  const mend = `LINE Developers で、Messaging APIとLINEログインの2つのチャネルが、同じプロバイダーの中にあることを、目で確かめる`;
  const people = db && token ? await signedIn(db) : [];
  const line = talkTo(lineHost(deployment.values), token ?? '', ask);
  for (const id of people) {
    const answer = await line('GET', `/v2/bot/profile/${encodeURIComponent(id)}`);
    if (answer.status === 200)
      return found.ok(
        'provider',
        '2つのチャネルは、同じプロバイダーにあります（サインインした人を、どちらも知っています）。',
      );
  }
  if (people.length === 0)
    return found.ask(
      'provider',
      '同じプロバイダーかどうかは、だれかがサインインするまで、たしかめられません。',
      `${mend}。職員が1人サインインして友だちになったら、もう一度`,
    );
  found.ask(
    'provider',
    `サインインした ${people.length}人を、Messaging APIのチャネルが知りません。プロバイダーがちがうか、だれも友だちになっていません。`,
    mend,
  );
}

async function signedIn(db: Client): Promise<string[]> {
  try {
    const { rows } = await db.execute({
      sql: `select line_user_id from (select line_user_id, created_at from staff union all
        select line_user_id, created_at from contacts) where line_user_id is not null
        order by created_at desc limit ?`,
      args: [PEOPLE],
    });
    return rows.map((row) => String(row.line_user_id));
  } catch {
    return [];
  }
}
