/** Without these the Worker answers nothing. */
export const NEEDED_BINDINGS = [
  'DATABASE_URL',
  'LINE_CHANNEL_SECRET',
  'LINE_CHANNEL_ACCESS_TOKEN',
  'LINE_LOGIN_CHANNEL_ID',
  'LIFF_ID',
  'SESSION_SECRET',
] as const;
