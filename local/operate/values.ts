/** Every value a deployment knows: whether it is a secret, and where an operator finds it. */
export const VALUES: Readonly<Record<string, { secret: boolean; needed: boolean; where: string }>> = {
  DATABASE_URL: {
    secret: true,
    needed: true,
    where: '`turso db show 名前 --url` の値（libsql://…）',
  },
  DATABASE_TOKEN: { secret: true, needed: false, where: '`turso db tokens create 名前` の値' },
  LINE_CHANNEL_SECRET: {
    secret: true,
    needed: true,
    where: 'LINE Developers → Messaging APIのチャネル → チャネル基本設定 → チャネルシークレット',
  },
  LINE_CHANNEL_ACCESS_TOKEN: {
    secret: true,
    needed: true,
    where: 'LINE Developers → Messaging APIのチャネル → Messaging API設定 → チャネルアクセストークン（長期）',
  },
  SESSION_SECRET: {
    secret: true,
    needed: true,
    where: '自分で作る。`openssl rand -base64 32` の値',
  },
  LINE_LOGIN_CHANNEL_ID: {
    secret: false,
    needed: true,
    where: 'LINE Developers → LINEログインのチャネル → チャネル基本設定 → チャネルID',
  },
  LIFF_ID: {
    secret: false,
    needed: true,
    where: 'LINE Developers → LINEログインのチャネル → LIFF → LIFF ID',
  },
  PRODUCT_ORIGIN: {
    secret: false,
    needed: false,
    where: '公開する住所。https:// からホスト名まで（例 https://line.example.jp）',
  },
  BOOTSTRAP_CODE: {
    secret: true,
    needed: false,
    where: '自分で作る。最初の管理者が入るまでだけ使う。`openssl rand -hex 12` の値',
  },
  LINE_LOGIN_CHANNEL_SECRET: {
    secret: true,
    needed: false,
    where: 'LINEログインのチャネル → チャネルシークレット。doctor がLIFFの設定を見るためだけに使う',
  },
  SLACK_WEBHOOK_URL: { secret: true, needed: false, where: 'Slackアプリ → Incoming Webhooks' },
  SLACK_SIGNING_SECRET: {
    secret: true,
    needed: false,
    where: 'Slackアプリ → Basic Information → Signing Secret',
  },
  TEAMS_WEBHOOK_URL: { secret: true, needed: false, where: 'Teamsのチャネル → ワークフロー → Webhook' },
  ADD_FRIEND_URL: {
    secret: false,
    needed: false,
    where: 'LINE Official Account Manager → 友だち追加 → URL（https://lin.ee/…）',
  },
  LINE_API_URL: { secret: false, needed: false, where: 'ふだんは入れない（LINEの代役を使うときだけ）' },
  LIFF_BASE_URL: { secret: false, needed: false, where: 'ふだんは入れない（LINEの代役を使うときだけ）' },
  FRAME_ANCESTORS: { secret: false, needed: false, where: 'ふだんは入れない' },
  CSP_CONNECT: { secret: false, needed: false, where: 'ふだんは入れない' },
  MAX_SUBREQUESTS: { secret: false, needed: false, where: 'Workersの有料プランなら 1000。無料なら入れない' },
};
