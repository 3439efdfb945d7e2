import type { Context } from 'hono';
import { validator } from 'hono/validator';
import type { z } from 'zod';
import { isRefused, ProblemError, type Refused, refused } from '../problem.ts';

/** Parses the JSON body; what doesn't fit is answered with the names of its fields. */
export function body<T extends z.ZodType>(schema: T) {
  return validator('json', (value) => parse(schema, value));
}

/** Parses the query string. */
export function query<T extends z.ZodType>(schema: T) {
  return validator('query', (value) => parse(schema, value));
}

function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    fields[issue.path.join('.') || '(全体)'] = /[ぁ-ん]/.test(issue.message)
      ? issue.message
      : '値の形が正しくありません。';
  }
  throw new ProblemError(refused('bad-input', { fields }));
}

/** Answers a service's outcome: its value as JSON, a refusal as problem+json. */
export function answer<T extends object>(c: Context, outcome: T | Refused) {
  if (isRefused(outcome)) throw new ProblemError(outcome);
  return c.json(outcome as Exclude<T, Refused>);
}
