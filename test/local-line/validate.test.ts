import fc from 'fast-check';
import { expect, it } from 'vitest';
import { validateMessages } from '../../local/line/validate-messages.ts';

const type = fc.constantFrom(
  'text',
  'sticker',
  'image',
  'audio',
  'location',
  'imagemap',
  'template',
  'flex',
  'x',
);
const component = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 2 }, fc.jsonValue(), tie('node')),
  node: fc.record(
    {
      type: fc.constantFrom(
        'bubble',
        'carousel',
        'box',
        'button',
        'text',
        'image',
        'buttons',
        'confirm',
        'postback',
      ),
      layout: fc.constantFrom('vertical', 'baseline'),
      contents: tie('any'),
      body: tie('any'),
      action: tie('any'),
      actions: fc.array(tie('any'), { maxLength: 3 }),
      columns: fc.array(tie('any'), { maxLength: 3 }),
      text: fc.jsonValue(),
      label: fc.jsonValue(),
    },
    { requiredKeys: [] },
  ),
})).any;
const message = fc.record(
  {
    type,
    text: fc.jsonValue(),
    altText: fc.string(),
    contents: component,
    template: component,
    quickReply: component,
  },
  { requiredKeys: [] },
);

it('judges any JSON without failing, and names a property for every error', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(fc.oneof(message, fc.jsonValue()))), (messages) => {
      const bad = validateMessages(messages);
      if (bad)
        expect(bad.details?.every((detail) => detail.property !== '' && detail.message !== '')).toBe(true);
    }),
    { numRuns: 200 },
  );
});
