import { StatementError } from './errors.ts';
import type { Statement } from './requests.ts';
import type { ParsedStatement } from './statements.ts';
import type { SqlValue } from './values.ts';

/**
 * Lays positional and named arguments out in the order of the statement's parameters. The engine itself
 * would bind NULL to whatever is missing.
 */
export function bindArguments(
  { parameters, explain }: ParsedStatement,
  { args, namedArgs }: Pick<Statement, 'args' | 'namedArgs'>,
): SqlValue[] {
  if (args.length > parameters.length) {
    throw invalid(`too many parameters, expected ${parameters.length} found ${args.length}`);
  }
  if (namedArgs.length === 0 && args.length === parameters.length) return args;

  const named = new Map<string, SqlValue>();
  for (const { name, value } of namedArgs) named.set(bare(name), value);
  const bound = parameters.map(({ name, used }, at) => {
    const value = name === null ? undefined : named.get(bare(name));
    if (value !== undefined) return value;
    const positional = args[at];
    if (positional !== undefined) return positional;
    if (used && !explain) throw invalid(`value for parameter ${name ?? at + 1} not found`);
    return null;
  });
  for (const name of named.keys()) {
    if (!parameters.some((p) => p.name !== null && bare(p.name) === name)) {
      throw invalid(`no parameter is named ${name}`);
    }
  }
  return bound;
}

function bare(name: string): string {
  return name.replace(/^[:@$?#]/, '');
}

function invalid(message: string): StatementError {
  return new StatementError(`Arguments do not match SQL parameters: ${message}`, 'ARGS_INVALID');
}
