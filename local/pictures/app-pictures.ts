import type { Page } from 'playwright-core';
import type { InvitationCreated } from '../../worker/views/clients.ts';
import { HIDAMARI, KOBAYASHI, MIURA, MOTHER, NAKAMURA, ONO, TANAKA } from './people.ts';
import type { Stage } from './stage.ts';
import type { Picture } from './table.ts';

const at = (name: string, as: string, path: Picture['path']): Picture => ({ name, as, path, width: 390 });
const dates = (name: string, rest: string) => async (stage: Stage) =>
  `/dates/${await stage.caseOf(name)}${rest}`;
const ofClient = (name: string, page: string) => async (stage: Stage) =>
  `/${page}/${await stage.clientId(name)}`;

/** The pages of the mini-app, as the person, a guardian and a provider see them. */
export const APP_PICTURES: readonly Picture[] = [
  at('app-home', MOTHER, () => ''),
  at('app-dates', MOTHER, dates(MIURA, '/choose')),
  { ...at('app-dates-chosen', MOTHER, dates(MIURA, '/choose')), before: choose },
  { ...at('app-checkin', MOTHER, dates(MIURA, '/checkin')) },
  { ...at('app-confirm', MOTHER, dates(MIURA, '/choose')), before: chosen },
  { ...at('app-done', MOTHER, dates(MIURA, '/choose')), before: sent, stays: true },
  at('app-sent', MOTHER, dates(MIURA, '/sent')),
  at('app-marks', HIDAMARI, dates(MIURA, '/marks')),
  { ...at('app-times', ONO, dates(ONO, '/times')), world: askedWithoutDates, stays: true },
  at('app-fixed', TANAKA, dates(TANAKA, '')),
  at('app-contact', TANAKA, () => '/contact/call'),
  { ...at('app-contact-done', TANAKA, () => '/contact/call'), before: called },
  at('app-schedule', TANAKA, () => '/schedule'),
  at('app-calendar', TANAKA, () => '/calendar'),
  at('app-reminder', TANAKA, () => '/reminder'),
  at('app-settings', TANAKA, () => '/settings'),
  at('app-mine', TANAKA, ofClient(TANAKA, 'my-consent')),
  at('app-withdraw', TANAKA, ofClient(TANAKA, 'withdraw')),
  at('app-rules', KOBAYASHI, invited),
  { ...at('app-choose', KOBAYASHI, invited), before: read },
  { ...at('app-consented', KOBAYASHI, invited), before: agreed, stays: true },
];

const next = (page: Page) => page.getByRole('button', { name: 'つぎへ' }).click();

async function choose(page: Page): Promise<void> {
  const times = page.getByRole('group', { name: /えらべる/ }).getByRole('checkbox');
  await times.nth(1).check();
  await times.nth(0).check();
}

async function chosen(page: Page): Promise<void> {
  await choose(page);
  await next(page);
  await page.getByRole('heading', { level: 1, name: /これで/ }).waitFor();
}

async function sent(page: Page): Promise<void> {
  await chosen(page);
  await page.getByRole('button', { name: /送\s*る/ }).click();
  await page.getByRole('heading', { level: 1, name: /送\s*りました/ }).waitFor();
}

async function called(page: Page): Promise<void> {
  for (const question of [/いつ/, /だれと/]) {
    await page.getByRole('heading', { level: 1, name: question }).waitFor();
    await page.getByRole('radio').first().check();
    await next(page);
  }
  await page.getByRole('button', { name: /送\s*る/ }).click();
  await page.getByRole('heading', { level: 1, name: /うけとりました/ }).waitFor();
}

/** A request for dates before the office has offered any: the person names parts of days. */
async function askedWithoutDates(stage: Stage): Promise<void> {
  const staff = await stage.visitor(NAKAMURA, 'staff');
  const [caseId, contactId, clientId] = [
    await stage.caseOf(ONO),
    await stage.contactId(ONO),
    await stage.clientId(ONO),
  ];
  await staff.call('POST', `/api/console/cases/${caseId}/calls`, { contactId, outcome: 'no-answer' });
  await staff.call('POST', '/api/console/messages', {
    contactId,
    clientId,
    caseId,
    purpose: 'date-request',
    greeting: 'お体の調子はいかがですか。',
    body: '会う日を決めたいです。会える日を教えてください。',
    override: '電話がつながらないため',
  });
}

/** The path of a new invitation: each picture opens one of its own, which ends the one before. */
async function invited(stage: Stage): Promise<string> {
  const staff = await stage.visitor(NAKAMURA, 'staff');
  const { url } = await staff.call<InvitationCreated>(
    'POST',
    `/api/console/clients/${await stage.clientId(KOBAYASHI)}/invitations`,
    { contactId: await stage.contactId(KOBAYASHI), how: 'visit', agreed: true },
  );
  const { pathname, search } = new URL(url);
  return pathname.slice(pathname.indexOf('/invite')) + search;
}

async function read(page: Page): Promise<void> {
  for (const heading of [/やくそく/, /時間/, /しない こと/]) {
    await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    await next(page);
  }
  await page.getByRole('radio', { name: /^本人/ }).check();
  await next(page);
  await page.getByRole('radio', { name: /^はい/ }).check();
}

async function agreed(page: Page): Promise<void> {
  await read(page);
  await next(page);
  await page.getByRole('button', { name: /これで/ }).click();
  await page.getByRole('heading', { level: 1, name: /うけとりました/ }).waitFor();
}
