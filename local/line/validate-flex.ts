import { isObject, type JsonObject } from './json.ts';
import type { Detail } from './validate-messages.ts';

const bubbleBytes = 30 * 1024;
const carouselBytes = 50 * 1024;

/** Checks a Flex container; properties are JSON pointers from the container, as in LINE's answers. */
export function validateFlex(container: unknown): Detail[] {
  if (!isObject(container)) return [{ message: 'must be specified', property: '/' }];
  if (container.type === 'bubble') return validateBubble(container, '');
  if (container.type !== 'carousel') return [{ message: 'unknown type', property: '/type' }];
  if (bytes(container) > carouselBytes) return [tooLarge(carouselBytes, '/')];
  const bubbles = container.contents;
  if (!Array.isArray(bubbles) || bubbles.length === 0) {
    return [{ message: 'At least one bubble must be specified', property: '/contents' }];
  }
  if (bubbles.length > 12) return [{ message: 'The maximum number of bubbles is 12', property: '/contents' }];
  return bubbles.flatMap((bubble, index) => {
    const at = `/contents/${index}`;
    return isObject(bubble) && bubble.type === 'bubble'
      ? validateBubble(bubble, at)
      : [{ message: 'unknown type', property: `${at}/type` }];
  });
}

function bytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function tooLarge(limit: number, property: string): Detail {
  return { message: `Too large flex message. The maximum size of JSON data is ${limit} bytes`, property };
}

const blocks = ['header', 'hero', 'body', 'footer'] as const;
const bubbleSizes = ['nano', 'micro', 'deca', 'hecto', 'kilo', 'mega', 'giga'];

function validateBubble(bubble: JsonObject, at: string): Detail[] {
  if (bytes(bubble) > bubbleBytes) return [tooLarge(bubbleBytes, at || '/')];
  if (blocks.every((block) => bubble[block] === undefined)) {
    return [{ message: 'At least one block must be specified', property: at || '/' }];
  }
  const details: Detail[] = [];
  if (bubble.size !== undefined && !bubbleSizes.includes(String(bubble.size))) {
    details.push({ message: 'invalid property', property: `${at}/size` });
  }
  for (const block of blocks) {
    if (bubble[block] === undefined) continue;
    const property = `${at}/${block}`;
    const allowed = block === 'hero' ? ['box', 'image', 'video'] : ['box'];
    details.push(...validateComponent(bubble[block], property, allowed));
  }
  if (bubble.action !== undefined) details.push(...validateFlexAction(bubble.action, `${at}/action`));
  return details;
}

const inBox = ['box', 'button', 'image', 'text', 'icon', 'separator', 'filler', 'video'];

function validateComponent(value: unknown, at: string, allowed: string[]): Detail[] {
  if (!isObject(value)) return [{ message: 'must be specified', property: at }];
  if (!allowed.includes(String(value.type))) return [{ message: 'invalid property', property: at }];
  const details: Detail[] = [];
  switch (value.type) {
    case 'box':
      details.push(...validateBox(value, at));
      break;
    case 'text':
      details.push(...validateText(value, at));
      break;
    case 'button':
      if (value.action === undefined)
        details.push({ message: 'must be specified', property: `${at}/action` });
      break;
    case 'image':
    case 'icon':
    case 'video':
      details.push(...validateUrl(value.url, `${at}/url`));
      break;
  }
  if (value.action !== undefined) {
    details.push(...validateFlexAction(value.action, `${at}/action`, value.type === 'button'));
  }
  return details;
}

function validateBox(box: JsonObject, at: string): Detail[] {
  if (!['horizontal', 'vertical', 'baseline'].includes(String(box.layout))) {
    return [{ message: 'must be specified', property: `${at}/layout` }];
  }
  if (!Array.isArray(box.contents)) return [{ message: 'must be specified', property: `${at}/contents` }];
  const allowed =
    box.layout === 'baseline' ? ['icon', 'text', 'filler'] : inBox.filter((type) => type !== 'icon');
  return box.contents.flatMap((child, index) => validateComponent(child, `${at}/contents/${index}`, allowed));
}

function validateText(text: JsonObject, at: string): Detail[] {
  if (Array.isArray(text.contents) && text.contents.length > 0) {
    return text.contents.flatMap((span, index) =>
      isObject(span) && span.type === 'span'
        ? []
        : [{ message: 'invalid property', property: `${at}/contents/${index}` }],
    );
  }
  if (typeof text.text === 'string' && text.text !== '') return [];
  return [{ message: 'must be non-empty text', property: `${at}/text` }];
}

function validateUrl(url: unknown, at: string): Detail[] {
  if (typeof url !== 'string' || url === '') return [{ message: 'must be specified', property: at }];
  if (!url.startsWith('https://')) return [{ message: 'invalid uri scheme', property: at }];
  return url.length > 2_000 ? [{ message: 'length must be between 1 and 2000', property: at }] : [];
}

const actionLimits: Record<string, Record<string, number>> = {
  postback: { data: 300 },
  message: { text: 300 },
  uri: { uri: 1_000 },
  datetimepicker: { data: 300 },
  clipboard: { clipboardText: 1_000 },
  richmenuswitch: { richMenuAliasId: 32, data: 300 },
};

function validateFlexAction(action: unknown, at: string, labelled = false): Detail[] {
  if (!isObject(action)) return [{ message: 'must be specified', property: at }];
  const limits = actionLimits[String(action.type)];
  if (!limits) return [{ message: 'unknown type', property: `${at}/type` }];
  const details: Detail[] = [];
  for (const [member, max] of Object.entries(limits))
    details.push(...lengthOf(action[member], `${at}/${member}`, max));
  if (labelled || action.label !== undefined) details.push(...lengthOf(action.label, `${at}/label`, 40));
  if (action.displayText !== undefined)
    details.push(...lengthOf(action.displayText, `${at}/displayText`, 300));
  if (action.type === 'uri' && typeof action.uri === 'string' && !/^(https?|line|tel):/.test(action.uri)) {
    details.push({ message: 'invalid uri scheme', property: `${at}/uri` });
  }
  return details;
}

function lengthOf(value: unknown, at: string, max: number): Detail[] {
  if (typeof value !== 'string' || value === '') return [{ message: 'must be specified', property: at }];
  return value.length > max ? [{ message: `length must be between 1 and ${max}`, property: at }] : [];
}
