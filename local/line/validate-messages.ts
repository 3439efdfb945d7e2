import { isObject, type JsonObject } from './json.ts';
import { validateActions } from './validate-actions.ts';
import { validateFlex } from './validate-flex.ts';
import { validateTemplate } from './validate-template.ts';

export interface Detail {
  message: string;
  property: string;
}

/** LINE's 400 answer. */
export interface BadRequest {
  message: string;
  details?: Detail[];
}

/** Collects what is wrong with a request body, with the path of each member. */
export class Problems {
  readonly details: Detail[] = [];

  add(property: string, message: string): void {
    this.details.push({ message, property });
  }

  /** A text that must be there and not be longer than `max` UTF-16 units. */
  text(owner: JsonObject, path: string, member: string, max: number): void {
    const value = owner[member];
    if (typeof value !== 'string' || value === '') this.add(`${path}.${member}`, 'May not be empty');
    else this.length(value, `${path}.${member}`, max);
  }

  /** A text that may be absent. */
  optionalText(owner: JsonObject, path: string, member: string, max: number): void {
    const value = owner[member];
    if (value === undefined || value === null) return;
    if (typeof value !== 'string') this.add(`${path}.${member}`, 'Must be a string');
    else this.length(value, `${path}.${member}`, max);
  }

  length(value: string, property: string, max: number): void {
    if (value.length > max) this.add(property, `Length must be between 0 and ${max}`);
  }

  /** A list with between `min` and `max` entries; an empty list when it is none. */
  list(value: unknown, property: string, min: number, max: number): unknown[] {
    if (value === undefined || value === null) {
      this.add(property, 'May not be empty');
      return [];
    }
    if (!Array.isArray(value) || value.length < min || value.length > max) {
      this.add(property, `Size must be between ${min} and ${max}`);
      return [];
    }
    return value;
  }

  oneOf(value: unknown, property: string, allowed: readonly string[]): boolean {
    if (typeof value === 'string' && allowed.includes(value)) return true;
    this.add(property, `Must be one of the following values: [${allowed.join(', ')}]`);
    return false;
  }

  /** An https address of at most `max` units. */
  https(owner: JsonObject, path: string, member: string, max: number): void {
    this.text(owner, path, member, max);
    const value = owner[member];
    if (typeof value === 'string' && value !== '' && !value.startsWith('https://')) {
      this.add(`${path}.${member}`, 'Must be a valid HTTPS URL');
    }
  }
}

const messageTypes = [
  'text',
  'textV2',
  'sticker',
  'image',
  'video',
  'audio',
  'location',
  'imagemap',
  'template',
  'flex',
] as const;

/** Judges the `messages` of a request as LINE does; undefined when they are good. */
export function validateMessages(messages: unknown): BadRequest | undefined {
  const problems = new Problems();
  const list = problems.list(messages, 'messages', 1, 5);
  list.forEach((message, index) => {
    validateMessage(message, `messages[${index}]`, problems);
  });
  if (problems.details.length > 0) return badRequest(problems.details);
  // LINE judges what is inside a Flex container apart, with JSON pointers from the container.
  for (const [index, message] of list.entries()) {
    if (!isObject(message) || message.type !== 'flex') continue;
    const details = validateFlex(message.contents);
    if (details.length > 0) {
      return { message: `A message (messages[${index}]) in the request body is invalid`, details };
    }
  }
  return undefined;
}

export function badRequest(details: Detail[]): BadRequest {
  return { message: `The request body has ${details.length} error(s)`, details };
}

function validateMessage(message: unknown, path: string, problems: Problems): void {
  if (!isObject(message)) {
    problems.add(path, 'May not be null');
    return;
  }
  if (!problems.oneOf(message.type, `${path}.type`, messageTypes)) return;
  validateQuickReply(message.quickReply, `${path}.quickReply`, problems);
  switch (message.type) {
    case 'text':
    case 'textV2':
      problems.text(message, path, 'text', 5_000);
      break;
    case 'sticker':
      problems.text(message, path, 'packageId', 20);
      problems.text(message, path, 'stickerId', 20);
      break;
    case 'image':
    case 'video':
      problems.https(message, path, 'originalContentUrl', 2_000);
      problems.https(message, path, 'previewImageUrl', 2_000);
      break;
    case 'audio':
      problems.https(message, path, 'originalContentUrl', 2_000);
      if (typeof message.duration !== 'number') problems.add(`${path}.duration`, 'May not be null');
      break;
    case 'location':
      problems.text(message, path, 'title', 100);
      problems.text(message, path, 'address', 100);
      for (const member of ['latitude', 'longitude']) {
        if (typeof message[member] !== 'number') problems.add(`${path}.${member}`, 'May not be null');
      }
      break;
    case 'imagemap':
      problems.https(message, path, 'baseUrl', 2_000);
      problems.text(message, path, 'altText', 1_500);
      problems.list(message.actions, `${path}.actions`, 1, 50);
      break;
    case 'template':
      problems.text(message, path, 'altText', 1_500);
      validateTemplate(message.template, `${path}.template`, problems);
      break;
    case 'flex':
      problems.text(message, path, 'altText', 1_500);
      if (!isObject(message.contents)) problems.add(`${path}.contents`, 'May not be null');
      break;
  }
}

function validateQuickReply(value: unknown, path: string, problems: Problems): void {
  if (value === undefined || value === null) return;
  if (!isObject(value)) {
    problems.add(path, 'Must be an object');
    return;
  }
  const items = problems.list(value.items, `${path}.items`, 1, 13);
  items.forEach((item, index) => {
    const at = `${path}.items[${index}]`;
    if (!isObject(item)) problems.add(at, 'May not be null');
    else validateActions([item.action], (_) => `${at}.action`, problems, 'quickReply');
  });
}
