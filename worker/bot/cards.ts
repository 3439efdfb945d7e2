import type { messagingApi } from '@line/bot-sdk';

/** A thing that needs a person, as a card of a chat: its kind and times, never whom it is about (R9). */
export interface Card {
  title: string;
  lines: readonly string[];
  buttons: readonly (CardButton | null)[];
}

/** A button that acts, or that opens a page. */
export type CardButton = { label: string; press: string } | { label: string; open: string };

/** So many cards come at once; the rest stands in the console. */
export const MOST_CARDS = 5;

const ACCENT = '#12495F';
const INK = '#1C2226';
const INK_2 = '#42494E';
const MAX_ALT_TEXT = 400;

/** What is offered under every answer, so that nobody has to know the words. */
const OFFERED = ['今日', '未返信', '電話', '依頼', '予定', '残り通数', 'ヘルプ'];

/** A link as a button; nothing where the deployment doesn't say where its pages are. */
export function opens(label: string, url: string | null): CardButton | null {
  return url === null ? null : { label, open: url };
}

/** An answer: its words, the cards beside them, and the commands to go on with. */
export function answer(text: string, cards: readonly Card[] = []): messagingApi.Message[] {
  const shown = cards.slice(0, MOST_CARDS);
  const words: messagingApi.TextMessage = { type: 'text', text };
  if (shown.length === 0) return [{ ...words, quickReply: offered() }];
  const bubbles = shown.map(bubbleOf);
  const [only] = bubbles;
  const contents: messagingApi.FlexContainer =
    bubbles.length === 1 && only ? only : { type: 'carousel', contents: bubbles };
  const altText = shown
    .map((card) => card.title)
    .join('、')
    .slice(0, MAX_ALT_TEXT);
  return [words, { type: 'flex', altText, contents, quickReply: offered() }];
}

function offered(): messagingApi.QuickReply {
  return {
    items: OFFERED.map((word) => ({ type: 'action', action: { type: 'message', label: word, text: word } })),
  };
}

function bubbleOf(card: Card): messagingApi.FlexBubble {
  const buttons = card.buttons.filter((each) => each !== null);
  return {
    type: 'bubble',
    size: 'kilo',
    body: {
      type: 'box',
      layout: 'vertical',
      spacing: 'sm',
      contents: [
        { type: 'text', text: card.title, weight: 'bold', size: 'md', color: INK, wrap: true },
        ...card.lines.map(
          (line): messagingApi.FlexText => ({
            type: 'text',
            text: line,
            size: 'sm',
            color: INK_2,
            wrap: true,
          }),
        ),
      ],
    },
    ...(buttons.length === 0
      ? {}
      : { footer: { type: 'box', layout: 'vertical', spacing: 'sm', contents: buttons.map(buttonOf) } }),
  };
}

function buttonOf(button: CardButton, at: number): messagingApi.FlexButton {
  const action: messagingApi.Action =
    'press' in button
      ? { type: 'postback', label: button.label, data: button.press, displayText: button.label }
      : { type: 'uri', label: button.label, uri: button.open };
  const first = at === 0 ? { style: 'primary' as const, color: ACCENT } : { style: 'secondary' as const };
  return { type: 'button', height: 'sm', ...first, action };
}
