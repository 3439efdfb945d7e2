import type { Deployment } from '../deployment.ts';
import { howToSet } from '../deployment.ts';
import { VALUES } from '../values.ts';
import { type Ask, type Asked, member } from './ask.ts';
import { type Finding, Findings } from './finding.ts';

const CONSOLE = 'LINE Developers → Messaging APIのチャネル → Messaging API設定';
const MANAGER = 'LINE Official Account Manager → 設定 → 応答設定';
const MOST_SKEW_MS = 60_000;
const MONTH_S = 31 * 86_400;

/** The channel as LINE knows it: its token, its webhook, its quota, and how its official account answers. */
export async function checkLine(deployment: Deployment, ask: Ask, now: () => number): Promise<Finding[]> {
  const found = new Findings('LINE');
  const { values } = deployment;
  const token = values.LINE_CHANNEL_ACCESS_TOKEN;
  if (!token) {
    found.ask('line-unasked', 'トークンがないので、LINEにはたずねていません。', '上の NG を直して、もう一度');
    return found.list;
  }
  const line = talkTo(lineHost(values), token, ask);
  const info = await line('GET', '/v2/bot/info');
  if (info.status === null) {
    found.ng('line-reach', 'LINEに届きません。', 'この機械からインターネットに出られるか、確かめる');
    return found.list;
  }
  checkClock(found, info.date, now());
  if (info.status !== 200) {
    found.ng(
      'line-token',
      `LINEがチャネルアクセストークンを受けとりません（${info.status}）。`,
      `${CONSOLE} → チャネルアクセストークン（長期）を再発行し、${howToSet('LINE_CHANNEL_ACCESS_TOKEN', deployment)}`,
    );
    return found.list;
  }
  found.ok(
    'line-token',
    `LINE公式アカウント「${member(info.body, 'displayName')}」（${member(info.body, 'basicId')}）につながります。`,
  );
  await checkTokenKind(found, deployment, ask, token);
  await checkWebhook(found, values.PRODUCT_ORIGIN, line);
  await checkQuota(found, line);
  checkAnswering(found, info.body);
  return found.list;
}

export function lineHost(values: Deployment['values']): string {
  return (values.LINE_API_URL || 'https://api.line.me').replace(/\/+$/, '');
}

type Line = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Asked>;

export function talkTo(host: string, token: string, ask: Ask): Line {
  return (method, path, body) =>
    ask(host + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
}

/** ID tokens and sessions live by the clock: LINE's own tells how far this machine's is off. */
function checkClock(found: Findings, theirs: number | null, ours: number) {
  if (theirs === null) return;
  const skew = Math.round((ours - theirs) / 1000);
  if (Math.abs(ours - theirs) <= MOST_SKEW_MS) return found.ok('clock', '時計は、LINEの時計と合っています。');
  found.ng(
    'clock',
    `この機械の時計が、LINEの時計より ${Math.abs(skew)}秒${skew > 0 ? '進んで' : '遅れて'}います。`,
    '時刻の自動あわせ（NTP）を入れる。例: sudo timedatectl set-ntp true',
  );
}

/** The product never renews a token: only a long-lived one serves. */
async function checkTokenKind(found: Findings, deployment: Deployment, ask: Ask, token: string) {
  const body = new URLSearchParams({ access_token: token });
  const answer = await ask(`${lineHost(deployment.values)}/v2/oauth/verify`, { method: 'POST', body });
  const seconds = answer.status === 200 ? member(answer.body, 'expires_in') : undefined;
  const channel = answer.status === 200 ? member(answer.body, 'client_id') : undefined;
  const anew = `${CONSOLE} → チャネルアクセストークン（長期）を発行し、${howToSet('LINE_CHANNEL_ACCESS_TOKEN', deployment)}`;
  if (typeof seconds !== 'number')
    found.ask('line-token-life', 'トークンの期限を、LINEが答えませんでした。期限つきかもしれません。', anew);
  else if (seconds <= MONTH_S)
    found.ng(
      'line-token-life',
      `チャネルアクセストークンが、あと${Math.ceil(seconds / 86_400)}日で切れます。切れると何も送れません。`,
      anew,
    );
  else found.ok('line-token-life', 'チャネルアクセストークンは長期のものです。');
  if (channel !== undefined && channel === deployment.values.LINE_LOGIN_CHANNEL_ID)
    found.ng(
      'channels-mixed',
      'LINE_LOGIN_CHANNEL_ID が、Messaging APIのチャネルのIDになっています。',
      `${howToSet('LINE_LOGIN_CHANNEL_ID', deployment)}。値のあるところ: ${VALUES.LINE_LOGIN_CHANNEL_ID?.where}`,
    );
}

async function checkWebhook(found: Findings, origin: string | undefined, line: Line) {
  const set = await line('GET', '/v2/bot/channel/webhook/endpoint');
  const now = set.status === 200 ? set.body : null;
  const endpoint = member(now, 'endpoint');
  const wanted = origin ? `${origin}/line/webhook` : null;
  const where = `${CONSOLE} → Webhook設定 → Webhook URL`;
  const should = wanted ?? 'https://（公開の住所）/line/webhook';
  if (typeof endpoint !== 'string' || endpoint === '')
    return found.ng(
      'webhook-url',
      'Webhook URL が入っていません。届いたLINEが読めません。',
      `${where} に ${should} を入れる`,
    );
  const right = wanted === null ? endpoint.endsWith('/line/webhook') : endpoint === wanted;
  if (!right)
    found.ng(
      'webhook-url',
      `Webhook URL（${endpoint}）が、このシステムのものではありません。`,
      `${where} を ${should} にする`,
    );
  else found.ok('webhook-url', `Webhook URL は ${endpoint} です。`);
  if (member(now, 'active') !== true)
    found.ng(
      'webhook-active',
      'Webhook が止まっています。届いたLINEが読めません。',
      `${CONSOLE} → Webhookの利用 をオンにする（${MANAGER} → Webhook もオン）`,
    );
  else found.ok('webhook-active', 'Webhook は動いています。');
  if (right) await testWebhook(found, line);
}

async function testWebhook(found: Findings, line: Line) {
  const tested = await line('POST', '/v2/bot/channel/webhook/test', {});
  if (tested.status !== 200)
    return found.ask(
      'webhook-test',
      `LINEが接続テストをしませんでした（${tested.status ?? '返事なし'}）。`,
      `${CONSOLE} → Webhook URL →「検証」を押す`,
    );
  const status = Number(member(tested.body, 'statusCode'));
  const reason = String(member(tested.body, 'reason'));
  if (member(tested.body, 'success') === true)
    return found.ok('webhook-test', 'LINEからの接続テストに答えました。');
  if (status === 401)
    return found.ng(
      'webhook-test',
      'LINEからの接続テストを、署名ちがいとして断りました。動いている LINE_CHANNEL_SECRET がちがいます。',
      `値のあるところ: ${VALUES.LINE_CHANNEL_SECRET?.where}。入れなおして、もう一度`,
    );
  found.ng(
    'webhook-test',
    `LINEからの接続テストに答えられません（${reason}${status > 0 ? ` ${status}` : ''}）。`,
    reason === 'COULD_NOT_CONNECT'
      ? '配置がすんでいるか、住所（DNS）と証明書が正しいか、確かめる'
      : reason === 'REQUEST_TIMEOUT'
        ? 'データベースの置き場所が遠くないか、止まっていないか、確かめる（2秒以内に答える）'
        : '配置したときに、足りない値がなかったか確かめる（npx wrangler tail で見られます）',
  );
}

async function checkQuota(found: Findings, line: Line) {
  const limit = await line('GET', '/v2/bot/message/quota');
  const used = await line('GET', '/v2/bot/message/quota/consumption');
  const total = used.status === 200 ? member(used.body, 'totalUsage') : undefined;
  if (limit.status !== 200 || typeof total !== 'number')
    return found.ask(
      'quota',
      '今月の残り通数を、LINEが答えませんでした。',
      'LINE Official Account Manager のホームで見る',
    );
  const value = member(limit.body, 'value');
  if (member(limit.body, 'type') === 'none' || typeof value !== 'number')
    return found.ok('quota', `今月は ${total}通 送りました。上限はありません。`);
  const left = value - total;
  const more = 'LINE Official Account Manager → 設定 → 利用と請求 で、プランを上げる。来月のはじめに戻ります';
  if (left <= 0) found.ng('quota', `今月の ${value}通 を使いきりました。返信のほかは送れません。`, more);
  else if (left * 10 <= value) found.ask('quota', `今月の残りは ${left}通 です（${value}通のうち）。`, more);
  else found.ok('quota', `今月の残りは ${left}通 です（${value}通のうち）。`);
}

/** What staff write in the official account's own chat passes no rule and enters no record (R5). */
function checkAnswering(found: Findings, info: unknown) {
  if (member(info, 'chatMode') === 'chat')
    found.ng(
      'chat-mode',
      '公式アカウントの「チャット」がオンです。そこで返すと、きまりを通らず、相談記録に残りません。',
      `${MANAGER} →「チャット」をオフにする`,
    );
  else found.ok('chat-mode', '公式アカウントの「チャット」はオフです。');
  if (member(info, 'markAsReadMode') === 'auto')
    found.ask(
      'mark-as-read',
      '読む前に「既読」がつく設定です。',
      `${MANAGER} → チャット →「既読」を手動にする`,
    );
  found.ask(
    'auto-reply',
    '応答メッセージ（自動の返事）がオフかどうかは、LINEが教えてくれません。',
    `${MANAGER} →「応答メッセージ」がオフであることを、目で確かめる。オンだと、きまりにない返事が出ます`,
  );
  found.ask(
    'greeting',
    'あいさつメッセージの中身は、LINEが教えてくれません。',
    `${MANAGER} →「あいさつメッセージ」がオフ（または事業所の言葉）であることを、目で確かめる`,
  );
}
