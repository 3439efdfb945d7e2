import { isObject, type JsonObject } from './json.ts';
import { validateActions } from './validate-actions.ts';
import type { Problems } from './validate-messages.ts';

/** Checks a template (buttons, confirm, carousel, image carousel) against LINE's limits. */
export function validateTemplate(value: unknown, path: string, problems: Problems): void {
  if (!isObject(value)) {
    problems.add(path, 'May not be null');
    return;
  }
  if (!problems.oneOf(value.type, `${path}.type`, ['buttons', 'confirm', 'carousel', 'image_carousel']))
    return;
  switch (value.type) {
    case 'buttons':
      validateCard(value, path, problems, { text: 160, textWithTitle: 60, actions: 4 });
      break;
    case 'confirm':
      problems.text(value, path, 'text', 240);
      actions(value, path, problems, 2, 2);
      break;
    case 'carousel':
      problems.list(value.columns, `${path}.columns`, 1, 10).forEach((column, index) => {
        const at = `${path}.columns[${index}]`;
        if (!isObject(column)) problems.add(at, 'May not be null');
        else validateCard(column, at, problems, { text: 120, textWithTitle: 60, actions: 3 });
      });
      break;
    case 'image_carousel':
      problems.list(value.columns, `${path}.columns`, 1, 10).forEach((column, index) => {
        const at = `${path}.columns[${index}]`;
        if (!isObject(column)) {
          problems.add(at, 'May not be null');
          return;
        }
        problems.https(column, at, 'imageUrl', 2_000);
        validateActions([column.action], () => `${at}.action`, problems, 'template');
      });
      break;
  }
}

function validateCard(
  card: JsonObject,
  path: string,
  problems: Problems,
  limits: { text: number; textWithTitle: number; actions: number },
): void {
  const plain = !card.title && !card.thumbnailImageUrl;
  problems.text(card, path, 'text', plain ? limits.text : limits.textWithTitle);
  problems.optionalText(card, path, 'title', 40);
  if (card.thumbnailImageUrl) problems.https(card, path, 'thumbnailImageUrl', 2_000);
  actions(card, path, problems, 1, limits.actions);
}

function actions(owner: JsonObject, path: string, problems: Problems, min: number, max: number): void {
  const list = problems.list(owner.actions, `${path}.actions`, min, max);
  validateActions(list, (index) => `${path}.actions[${index}]`, problems, 'template');
}
