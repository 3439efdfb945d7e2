import type { Page } from 'playwright-core';
import { renderSVG } from 'uqr';
import { KOBAYASHI, MIURA, NAKAMURA, ONO, SATO, TANAKA } from './people.ts';
import type { Stage } from './stage.ts';
import type { Picture } from './table.ts';

const at = (name: string, path: string | ((stage: Stage) => Promise<string>)): Picture => ({
  name,
  as: NAKAMURA,
  path: typeof path === 'string' ? () => path : path,
  width: 1280,
});
const client =
  (name: string, rest = '') =>
  async (stage: Stage) =>
    `/console/clients/${await stage.clientId(name)}${rest}`;
const caseOf = (name: string) => async (stage: Stage) => `/console/cases/${await stage.caseOf(name)}`;
const invite = async (stage: Stage) =>
  `/console/clients/${await stage.clientId(KOBAYASHI)}/invite/${await stage.contactId(KOBAYASHI)}`;
const write = async (stage: Stage) =>
  `/console/clients/${await stage.clientId(TANAKA)}/write/${await stage.contactId(TANAKA)}?purpose=reply`;

/** The screens of the console, as a manager sees them. */
export const CONSOLE_PICTURES: readonly Picture[] = [
  { ...at('console-sign-in', '/console/sign-in'), as: null },
  at('console-today', '/console'),
  at('console-threads', '/console/threads'),
  at('console-thread', async (stage) => `/console/threads/${await stage.contactId(TANAKA)}`),
  at('console-calendar', '/console/calendar?who=all'),
  at('console-clients', '/console/clients'),
  at('console-client-new', '/console/clients/new'),
  at('console-client-import', '/console/clients/import'),
  at('console-client', client(MIURA)),
  at('console-contacts', client(KOBAYASHI)),
  { ...at('console-invite', invite), before: explained },
  { ...at('console-invite-qr', invite), before: invited },
  at('console-case-open', client(ONO, '/open?kind=monitoring')),
  at('console-case-calls', caseOf(ONO)),
  at('console-case-dates', caseOf(MIURA)),
  {
    ...at('console-write', write),
    height: 1120,
    before: (page) => typed(page, 'お返事が必要なものはありません。筆記用具だけお持ちください。', '送れます'),
  },
  {
    ...at('console-write-refused', write),
    height: 1120,
    before: (page) => typed(page, '明日は中止です。申し訳ございません。', 'この文面は送れません'),
  },
  at('console-record', client(TANAKA, '/record')),
  at('console-print', client(MIURA, '/print')),
  at('console-notices', '/console/notices'),
  at('console-jobs', '/console/jobs'),
  at('console-settings', '/console/settings'),
  at('console-closures', '/console/settings/closures'),
  at('console-templates', '/console/settings/templates'),
  at('console-rules', '/console/settings/rules'),
  at('console-rules-text', '/console/rules/1'),
  at('console-staff', '/console/staff'),
  at('console-hand-over', async (stage) => `/console/staff/${await stage.staffId(SATO)}`),
  at('console-exports', '/console/settings/exports'),
  at('console-access', '/console/settings/access'),
  at('console-changes', '/console/settings/changes'),
  at('console-sessions', '/console/sessions'),
  at('console-erase', client(KOBAYASHI, '/erase')),
];

async function explained(page: Page): Promise<void> {
  await page.getByRole('radio', { name: '訪問して' }).check();
  await page.getByRole('radio', { name: '承諾した' }).check();
}

/** The picture shows a QR that opens nothing: what is pictured is no invitation, and looks the same every time. */
async function invited(page: Page): Promise<void> {
  await page.route('**/invitations', async (route) => {
    const response = await route.fetch();
    const made = (await response.json()) as object;
    await route.fulfill({ response, json: { ...made, qr: renderSVG('https://liff.line.me/') } });
  });
  await explained(page);
  await page.getByRole('button', { name: '1回だけ使える QR をつくる' }).click();
  await page.getByRole('img', { name: '招待の QR コード' }).waitFor();
}

async function typed(page: Page, body: string, verdict: string): Promise<void> {
  await page.getByLabel('一言（様子をたずねる）').fill('お体の調子はいかがですか。');
  await page.getByLabel('本題').fill(body);
  await page.getByRole('heading', { name: verdict }).waitFor();
  await page.getByLabel('本題').blur();
}
