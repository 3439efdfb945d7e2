import { isObject, type JsonObject } from './json.ts';
import type { Problems } from './validate-messages.ts';

/** Where an action stands decides whether its label is needed and which kinds are allowed. */
export type ActionPlace = 'quickReply' | 'template' | 'flex';

const everywhere = ['postback', 'message', 'uri', 'datetimepicker', 'clipboard', 'richmenuswitch'];
const inQuickReply = [...everywhere, 'camera', 'cameraRoll', 'location'];

/** Checks action objects against LINE's limits; `pathOf` names each. */
export function validateActions(
  actions: unknown[],
  pathOf: (index: number) => string,
  problems: Problems,
  place: ActionPlace,
): void {
  actions.forEach((action, index) => {
    const path = pathOf(index);
    if (!isObject(action)) problems.add(path, 'May not be null');
    else validateAction(action, path, problems, place);
  });
}

function validateAction(action: JsonObject, path: string, problems: Problems, place: ActionPlace): void {
  const allowed = place === 'quickReply' ? inQuickReply : everywhere;
  if (!problems.oneOf(action.type, `${path}.type`, allowed)) return;
  if (place === 'flex') problems.optionalText(action, path, 'label', 40);
  else problems.text(action, path, 'label', 20);
  switch (action.type) {
    case 'postback':
      problems.text(action, path, 'data', 300);
      problems.optionalText(action, path, 'displayText', 300);
      problems.optionalText(action, path, 'text', 300);
      problems.optionalText(action, path, 'fillInText', 300);
      break;
    case 'message':
      problems.text(action, path, 'text', 300);
      break;
    case 'uri':
      problems.text(action, path, 'uri', 1_000);
      if (typeof action.uri === 'string' && action.uri !== '' && !/^(https?|line|tel):/.test(action.uri)) {
        problems.add(`${path}.uri`, 'invalid uri scheme');
      }
      break;
    case 'datetimepicker':
      problems.text(action, path, 'data', 300);
      if (problems.oneOf(action.mode, `${path}.mode`, ['date', 'time', 'datetime'])) {
        validatePickerRange(action, path, problems);
      }
      break;
    case 'clipboard':
      problems.text(action, path, 'clipboardText', 1_000);
      break;
    case 'richmenuswitch':
      problems.text(action, path, 'richMenuAliasId', 32);
      problems.text(action, path, 'data', 300);
      break;
  }
}

const pickerShapes: Record<string, RegExp> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  time: /^\d{2}:\d{2}$/,
  datetime: /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}$/,
};

function validatePickerRange(action: JsonObject, path: string, problems: Problems): void {
  const shape = pickerShapes[String(action.mode)];
  for (const member of ['initial', 'min', 'max']) {
    const value = action[member];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string' || !shape?.test(value)) {
      problems.add(`${path}.${member}`, 'Must be a valid date-time');
    }
  }
}
