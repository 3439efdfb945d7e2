import { make } from './dom.ts';

export type Json = { [name: string]: unknown };

/** A LINE message as a bubble's content; `tap` gets the action of what is pressed. */
export function bubbleOf(message: Json, tap: (action: Json) => void): HTMLElement {
  switch (message.type) {
    case 'text':
      return make('div', { class: 'bb' }, String(message.text ?? ''));
    case 'flex':
      return flexOf(message.contents, tap);
    case 'template':
      return templateOf(message, tap);
    case 'sticker':
      return make('div', { class: 'bb gone' }, 'スタンプ');
    case 'image':
      return make('div', { class: 'bb gone' }, '画像');
    case 'file':
      return make('div', { class: 'bb gone' }, `ファイル ${message.fileName ?? ''}`);
    default:
      return make('div', { class: 'bb gone' }, String(message.altText ?? message.type));
  }
}

/** The buttons under the last message, when it offers quick replies. */
export function quickRepliesOf(message: Json, tap: (action: Json) => void): HTMLElement | null {
  const items = listOf(objectOf(message.quickReply)?.items);
  if (items.length === 0) return null;
  const buttons = items.map((item) => {
    const action = objectOf(item.action) ?? {};
    const button = make('button', { type: 'button' }, String(action.label ?? ''));
    button.addEventListener('click', () => tap(action));
    return button;
  });
  return make('div', { class: 'quick' }, ...buttons);
}

function flexOf(contents: unknown, tap: (action: Json) => void): HTMLElement {
  const container = objectOf(contents) ?? {};
  const bubble = make('div', { class: 'bb flex' });
  const bubbles = container.type === 'carousel' ? listOf(container.contents) : [container];
  for (const each of bubbles) {
    for (const part of ['header', 'hero', 'body', 'footer']) {
      const node = partOf(objectOf(each[part]), tap);
      if (node) bubble.append(node);
    }
  }
  return bubble;
}

function partOf(part: Json | undefined, tap: (action: Json) => void): HTMLElement | null {
  switch (part?.type) {
    case 'box': {
      const nodes = listOf(part.contents).map((each) => partOf(each, tap));
      const box = make('div', {
        class: part.layout === 'horizontal' || part.layout === 'baseline' ? 'row' : 'flex',
      });
      box.append(...nodes.filter((node) => node !== null));
      return box;
    }
    case 'text':
      return make(part.weight === 'bold' ? 'b' : 'p', {}, String(part.text ?? ''));
    case 'button':
      return buttonOf(objectOf(part.action) ?? {}, tap);
    case 'separator':
      return make('hr', {});
    default:
      return null;
  }
}

function templateOf(message: Json, tap: (action: Json) => void): HTMLElement {
  const template = objectOf(message.template) ?? {};
  const bubble = make(
    'div',
    { class: 'bb flex' },
    make('p', {}, String(template.text ?? message.altText ?? '')),
  );
  for (const action of listOf(template.actions)) bubble.append(buttonOf(action, tap));
  return bubble;
}

function buttonOf(action: Json, tap: (action: Json) => void): HTMLElement {
  const button = make('button', { type: 'button', class: 'open' }, String(action.label ?? ''));
  button.addEventListener('click', () => tap(action));
  return button;
}

function objectOf(value: unknown): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

function listOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.map((each) => objectOf(each) ?? {}) : [];
}
