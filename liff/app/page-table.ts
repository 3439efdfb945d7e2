interface Page {
  path: string;
  tag: string;
  /** What it asks the server first, where that can be asked while its code is on the way. */
  first?: string;
}

const CASE = '/api/app/cases/:case';

/** Every page of the mini-app: its address and its element, which the file of that name holds (vite.config.ts). */
export const PAGES = {
  home: { path: '/app', tag: 'home-page', first: '/api/app/home' },
  invite: { path: '/app/invite', tag: 'consent-page' },
  consent: { path: '/app/consent/:client', tag: 'consent-page' },
  consented: { path: '/app/consented', tag: 'consented-page' },
  mine: { path: '/app/my-consent/:client', tag: 'mine-page' },
  changes: { path: '/app/changes/:client', tag: 'changes-page' },
  rules: { path: '/app/rules', tag: 'rules-page', first: '/api/app/rules' },
  case: { path: '/app/dates/:case', tag: 'case-page', first: CASE },
  checkin: { path: '/app/dates/:case/checkin', tag: 'checkin-page', first: CASE },
  dates: { path: '/app/dates/:case/choose', tag: 'dates-page', first: CASE },
  marks: { path: '/app/dates/:case/marks', tag: 'marks-page', first: CASE },
  times: { path: '/app/dates/:case/times', tag: 'times-page' },
  where: { path: '/app/dates/:case/where', tag: 'where-page' },
  confirm: { path: '/app/dates/:case/confirm', tag: 'confirm-page' },
  answered: { path: '/app/dates/:case/done', tag: 'answered-page' },
  sent: { path: '/app/dates/:case/sent', tag: 'sent-page' },
  wish: { path: '/app/contact/:kind', tag: 'wish-page' },
  wished: { path: '/app/contact/:kind/done', tag: 'wished-page' },
  schedule: { path: '/app/schedule', tag: 'schedule-page', first: '/api/app/schedule' },
  calendar: { path: '/app/calendar', tag: 'calendar-page' },
  reminder: { path: '/app/reminder', tag: 'reminder-page' },
  settings: { path: '/app/settings', tag: 'settings-page', first: '/api/app/home' },
  withdraw: { path: '/app/withdraw/:client', tag: 'withdraw-page' },
} as const satisfies Record<string, Page>;
export type PageName = keyof typeof PAGES;
