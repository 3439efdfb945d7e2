import { instantOf } from '../../worker/manual/jst.ts';
import type { ContactMethod } from '../../worker/manual/types.ts';
import type { RecordBody } from '../../worker/views/records.ts';
import { METHOD } from './console-labels.ts';

/** What the record form holds, as typed. */
export type RecordFields = Partial<
  Record<
    | 'date'
    | 'from'
    | 'until'
    | 'partner'
    | 'relation'
    | 'place'
    | 'method'
    | 'purpose'
    | 'condition'
    | 'content'
    | 'response'
    | 'nextAction'
    | 'nextDue'
    | 'reason',
    string
  >
>;

const SUMMARY = 60;

/** The fields of a 相談記録 entry; 様子 stands before the matter itself, as it was spoken of (R6). */
export function recordBodyOf(fields: RecordFields): RecordBody {
  const content = [fields.condition ? `様子：${fields.condition}` : '', fields.content ?? '']
    .filter(Boolean)
    .join('\n');
  const method = fields.method ? (fields.method as ContactMethod) : undefined;
  const startedAt = fields.date && fields.from ? instantOf(fields.date, fields.from) : undefined;
  const endedAt = fields.date && fields.until ? instantOf(fields.date, fields.until) : undefined;
  return {
    summary: summaryOf(fields, method),
    ...(method ? { method } : {}),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    ...kept(fields, [
      'place',
      'partner',
      'relation',
      'purpose',
      'response',
      'reason',
      'nextAction',
      'nextDue',
    ]),
    ...(content ? { content } : {}),
  };
}

function summaryOf(fields: RecordFields, method: ContactMethod | undefined): string {
  const head = method ? `${METHOD[method]}　` : '訂正　';
  const words =
    (fields.purpose || fields.content || fields.condition || fields.partner || '').split('\n')[0] ?? '';
  const letters = [...`${head}${words}`];
  return letters.length > SUMMARY ? `${letters.slice(0, SUMMARY - 1).join('')}…` : letters.join('');
}

function kept<K extends keyof RecordFields & keyof RecordBody>(
  fields: RecordFields,
  names: K[],
): Partial<Record<K, string>> {
  const out: Partial<Record<K, string>> = {};
  for (const name of names) {
    const value = fields[name];
    if (value) out[name] = value;
  }
  return out;
}
