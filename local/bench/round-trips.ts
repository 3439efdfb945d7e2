import type { ChaosWorld } from '../chaos/chaos-world.ts';
import type { Office } from '../chaos/people.ts';
import { sign } from '../line/webhooks.ts';
import { Visitor } from '../visitor.ts';
import { askForDates } from './bench-office.ts';

/** Round trips to the database of each of these requests, with what had begun after the answer when it arrived. */
export async function countTrips(world: ChaosWorld, office: Office): Promise<[string, number][]> {
  let trips = 0;
  const { faults } = world.database;
  faults.take = () => {
    trips += 1;
    return null;
  };
  const person = office.people[150];
  if (!person) throw new RangeError('an office that small has no such person');
  const [asked] = await askForDates(world, office, [person]);
  const caseId = asked?.path.split('/')[4] ?? '';
  const user = new Visitor(world.productUrl, world.line.control, person.userId);
  await user.signIn('user');
  const idToken = await world.line.control.issueIdToken({ userId: person.userId });
  const webhook = JSON.stringify({ destination: 'U', events: [{ type: 'beacon', webhookEventId: 'trips' }] });
  const signature = sign(world.secrets.channelSecret, webhook);
  const draft = {
    contactId: person.contactId,
    clientId: person.clientId,
    purpose: 'reply',
    greeting: '',
    body: 'ご連絡ありがとうございます。',
  };
  const get = (visitor: Visitor, path: string) => () => visitor.call('GET', path);
  const post = (visitor: Visitor, path: string, body: object) => () => visitor.call('POST', path, body);
  const { manager } = office;
  const routes: [string, () => Promise<unknown>][] = [
    [
      'POST /line/webhook (1 before the answer)',
      () =>
        fetch(`${world.productUrl}/line/webhook`, {
          method: 'POST',
          body: webhook,
          headers: { 'x-line-signature': signature },
        }),
    ],
    ['POST /api/session', post(user, '/api/session', { idToken, kind: 'user' })],
    ['GET /api/app/home', get(user, '/api/app/home')],
    ['GET /api/app/cases/:id', get(user, `/api/app/cases/${caseId}`)],
    [
      'POST /api/app/cases/:id/answer',
      post(user, `/api/app/cases/${caseId}/answer`, { submissionKey: 'bench-round-trips', choice: 'none' }),
    ],
    [
      'POST /api/app/wishes',
      post(user, '/api/app/wishes', {
        submissionKey: 'bench-round-trips',
        kind: 'call',
        clientId: person.clientId,
      }),
    ],
    ['GET /api/console/today', get(manager, '/api/console/today')],
    ['GET /api/console/clients', get(manager, '/api/console/clients')],
    ['GET /api/console/clients/:id', get(manager, `/api/console/clients/${person.clientId}`)],
    ['GET /api/console/cases/:id', get(manager, `/api/console/cases/${caseId}`)],
    [
      'GET /api/console/contacts/:id/thread',
      get(manager, `/api/console/contacts/${person.contactId}/thread`),
    ],
    [
      'POST /api/console/cases/:id/calls',
      post(manager, `/api/console/cases/${caseId}/calls`, { contactId: person.contactId, outcome: 'busy' }),
    ],
    ['POST /api/console/messages/check', post(manager, '/api/console/messages/check', draft)],
    ['GET /healthz', () => fetch(`${world.productUrl}/healthz`)],
  ];
  const counted: [string, number][] = [];
  for (const [name, ask] of routes) {
    await settle(() => trips);
    trips = 0;
    await ask();
    counted.push([name, trips]);
  }
  faults.take = () => null;
  return counted;
}

/** What was left to be done after the answer before has come to its end when nothing more is asked for a while. */
async function settle(count: () => number): Promise<void> {
  for (let quiet = 0, last = count(); quiet < 5; quiet += 1) {
    await new Promise((resolve) => setTimeout(resolve, 40));
    if (count() !== last) quiet = 0;
    last = count();
  }
}
