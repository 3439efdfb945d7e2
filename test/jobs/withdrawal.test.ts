import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { withdrawConsent } from '../../worker/services/consent/withdraw-consent.ts';
import { type Family, rows, seedMessage } from './delivery-world.ts';
import { type LineOffice, lineOffice } from './line-office.ts';

const MINUTE = 60_000;

let office: LineOffice;
let family: Family;
beforeEach(async () => {
  office = await lineOffice();
  family = await office.friend();
});
afterEach(() => office.close());

async function withdraw(): Promise<void> {
  const actor = { kind: 'contact' as const, id: family.contactId };
  const { lineUserId, clientId } = family;
  await withdrawConsent({ ...office.world, now: office.world.clock.now, actor }, { lineUserId, clientId });
}

it('kills at once what has not left', async () => {
  const id = await seedMessage(office.world, family);
  await withdraw();
  expect(await office.state(id)).toMatchObject({ status: 'dropped' });
});

it('sends nothing more of what LINE may have already, and the record says so', async () => {
  const id = await seedMessage(office.world, family);
  office.line.addFault({ kind: '500-after-commit', path: 'push', times: 1 });
  await runCron(office.world);
  await withdraw();
  await runCron(office.world);
  expect(office.arrived()).toEqual([id]);
  expect(await office.state(id)).toMatchObject({ status: 'dropped' });
  const [entry] = await rows(office.world, "select body from record_entries where kind = 'line-dropped'");
  expect(String(entry?.body)).toContain('前に送った分が届いた可能性があります');
});

it('leaves what is just on its way to whoever sends it', async () => {
  const id = await seedMessage(office.world, family);
  const { fetchLine } = office.world;
  office.world.fetchLine = async (input, init) => {
    const answer = await fetchLine(input, init);
    if (String(input).endsWith('/push')) await withdraw();
    return answer;
  };
  await runCron(office.world);
  expect(await office.state(id)).toMatchObject({ status: 'sent' });
  expect(await office.kinds()).toEqual(['consent-withdrawn', 'line-sent']);
  await seedMessage(office.world, family);
  office.world.clock.now += 10 * MINUTE;
  await runCron(office.world);
  expect(office.arrived()).toEqual([id]);
});
