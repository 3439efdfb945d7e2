import { headOf, NOTICE_SAID, type Notice } from './notice.ts';

/** A notice as an Adaptive Card in the envelope that Teams' incoming webhooks take. */
export function teamsMessage(notice: Notice): object {
  const card = {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    body: [
      { type: 'TextBlock', text: headOf(notice), size: 'Medium', weight: 'Bolder', wrap: true },
      {
        type: 'FactSet',
        facts: notice.items.map(({ kind, count }) => ({ title: NOTICE_SAID[kind], value: `${count}件` })),
      },
    ],
    ...(notice.url
      ? { actions: [{ type: 'Action.OpenUrl', title: 'コンソールをひらく', url: notice.url }] }
      : {}),
  };
  return {
    type: 'message',
    attachments: [
      { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card },
    ],
  };
}
