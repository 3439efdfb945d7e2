import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { slackProblems } from '../../local/chat/slack-limits.ts';
import { NOTICE_SAID, type Notice, type NoticeItemKind, textOfNotice } from '../../worker/chat/notice.ts';
import { slackMessage } from '../../worker/chat/slack.ts';
import { teamsMessage } from '../../worker/chat/teams.ts';

/** Microsoft's own reader of cards, which knows the published schema of each version. */
interface Reader {
  AdaptiveCard: new () => {
    parse(json: unknown, context: Context): void;
    validateProperties(): { validationEvents: { message: string }[] };
  };
  SerializationContext: new (version: unknown) => Context;
  Versions: Record<string, unknown>;
}
interface Context {
  readonly eventCount: number;
  getEventAt(index: number): { message: string };
}
// Its module build can't be loaded by Node; this one can.
const { AdaptiveCard, SerializationContext, Versions } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.js',
) as Reader;

/** What Microsoft's reader complains of. */
function cardProblems(card: unknown): string[] {
  const context = new SerializationContext(Versions.v1_5);
  const read = new AdaptiveCard();
  read.parse(card, context);
  const events = Array.from({ length: context.eventCount }, (_, n) => context.getEventAt(n).message);
  return [...events, ...read.validateProperties().validationEvents.map((event) => event.message)];
}
const cardOf = (message: unknown) =>
  (message as { attachments: { contentType: string; content: unknown }[] }).attachments[0];

const kinds = Object.keys(NOTICE_SAID) as NoticeItemKind[];
const notices: fc.Arbitrary<Notice> = fc.record({
  sort: fc.constantFrom('urgent' as const, 'news' as const, 'digest' as const),
  items: fc.uniqueArray(
    fc.record({ kind: fc.constantFrom(...kinds), count: fc.integer({ min: 1, max: 9999 }) }),
    {
      selector: (item) => item.kind,
      minLength: 1,
    },
  ),
  acts: fc.array(
    fc.record({ act: fc.constantFrom('take-alert' as const, 'take-duty' as const), id: fc.uuid() }),
    { maxLength: 30 },
  ),
  url: fc.option(fc.constant('https://office.example/console')),
  mentions: fc.array(fc.constant('U0123456789'), { maxLength: 20 }),
});

describe('a notice', () => {
  it('is valid Block Kit, whatever stands in it', () => {
    fc.assert(fc.property(notices, (notice) => void expect(slackProblems(slackMessage(notice))).toEqual([])));
  });

  it('is a valid Adaptive Card of version 1.5, whatever stands in it', () => {
    fc.assert(
      fc.property(notices, (notice) => {
        const attachment = cardOf(teamsMessage(notice));
        expect(attachment?.contentType).toBe('application/vnd.microsoft.card.adaptive');
        expect(cardProblems(attachment?.content)).toEqual([]);
        // Teams takes 28 KB.
        expect(JSON.stringify(teamsMessage(notice)).length).toBeLessThan(28 * 1024);
      }),
    );
  });

  it('by LINE is a text of a length that LINE takes', () => {
    fc.assert(fc.property(notices, (notice) => void expect(textOfNotice(notice).length).toBeLessThan(5000)));
  });
});

it('the checks see what is wrong', () => {
  expect(cardProblems({ type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlok' }] })).not.toEqual(
    [],
  );
  expect(
    cardProblems({ type: 'AdaptiveCard', version: '1.5', actions: [{ type: 'Action.OpenUrl', title: 'x' }] }),
  ).not.toEqual([]);
  const button = { type: 'button', action_id: 'a', text: { type: 'plain_text', text: 'x'.repeat(76) } };
  expect(slackProblems({ blocks: [{ type: 'actions', elements: [button] }] })).not.toEqual([]);
  expect(slackProblems({ blocks: [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }] })).not.toEqual(
    [],
  );
  expect(slackProblems({})).not.toEqual([]);
});
