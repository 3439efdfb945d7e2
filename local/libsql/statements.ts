import { StatementError } from './errors.ts';
import { Lru } from './lru.ts';
import { classify, type StatementKind } from './statement-kind.ts';

export interface Parameter {
  /** With its sign, as in `:name` or `?3`; null for a bare `?` or a number nobody mentions. */
  name: string | null;
  used: boolean;
}

/** What the server must know of a statement before it lets the engine have it. */
export interface ParsedStatement extends StatementKind {
  sql: string;
  parameters: Parameter[];
}

const TOKEN = new RegExp(
  [
    String.raw`(?<blank>\s+|--[^\n]*|/\*[\s\S]*?(?:\*/|$))`,
    String.raw`(?<quoted>'(?:[^']|'')*(?:'|$)|"(?:[^"]|"")*(?:"|$)|${'`'}(?:[^${'`'}]|${'``'})*(?:${'`'}|$)|\[[^\]]*(?:\]|$))`,
    String.raw`(?<parameter>\?\d*|[:@#$][\w$\u0080-\uffff]+(?:::[\w$\u0080-\uffff]+)*)`,
    String.raw`(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`,
    String.raw`\d[\w.]*`,
    String.raw`[\s\S]`,
  ].join('|'),
  'gy',
);

const parsed = new Lru<ParsedStatement[]>(1000);
const CACHED_LENGTH = 20_000;

/** Splits an SQL text at its semicolons and says of each statement what it does. */
export function parseStatements(sql: string): ParsedStatement[] {
  const known = parsed.get(sql);
  if (known) return known;
  const statements = split(sql);
  if (sql.length <= CACHED_LENGTH) parsed.set(sql, statements);
  return statements;
}

/** Parses a text that must hold exactly one statement. */
export function parseStatement(sql: string): ParsedStatement {
  const statements = parseStatements(sql);
  if (statements.length > 1) {
    throw new StatementError('SQL string contains more than one statement', 'SQL_MANY_STATEMENTS');
  }
  const [only] = statements;
  if (!only) throw new StatementError('SQL string does not contain any statement', 'SQL_NO_STATEMENT');
  return only;
}

class Collector {
  start = -1;
  tokens: string[] = [];
  readonly #parameters: Parameter[] = [];

  parameter(text: string): void {
    const numbered = /^\?(\d+)$/.exec(text);
    if (numbered) {
      const index = Number(numbered[1]);
      // SQLite's own highest number; beyond it the engine answers with its error.
      if (index < 1 || index > 32_766) return;
      while (this.#parameters.length < index) this.#parameters.push({ name: null, used: false });
      this.#parameters[index - 1] = { name: this.#parameters[index - 1]?.name ?? text, used: true };
    } else if (text === '?') {
      this.#parameters.push({ name: null, used: true });
    } else if (!this.#parameters.some((p) => p.name === text)) {
      this.#parameters.push({ name: text, used: true });
    }
  }

  finish(source: string, end: number): ParsedStatement {
    const sql = source.slice(this.start, end);
    return { ...classify(this.tokens), sql, parameters: this.#parameters };
  }
}

function split(source: string): ParsedStatement[] {
  const statements: ParsedStatement[] = [];
  let current = new Collector();
  let end = 0;
  for (const match of source.matchAll(TOKEN)) {
    const text = match[0];
    if (match.groups?.blank !== undefined) continue;
    if (text === ';' && endsHere(current.tokens)) {
      if (current.start >= 0) statements.push(current.finish(source, end));
      current = new Collector();
      continue;
    }
    if (current.start < 0) current.start = match.index;
    end = match.index + text.length;
    if (match.groups?.parameter !== undefined) current.parameter(text);
    current.tokens.push(match.groups?.word !== undefined ? text.toUpperCase() : text);
  }
  if (current.start >= 0) statements.push(current.finish(source, end));
  return statements;
}

// A trigger's body has semicolons of its own: it ends at `; END ;` (as sqlite3_complete has it).
function endsHere(tokens: string[]): boolean {
  const [first, second, third] = tokens[0] === 'EXPLAIN' ? tokens.slice(1) : tokens;
  const isTrigger =
    first === 'CREATE' &&
    (second === 'TRIGGER' || ((second === 'TEMP' || second === 'TEMPORARY') && third === 'TRIGGER'));
  if (!isTrigger) return true;
  return tokens.at(-1) === 'END' && tokens.at(-2) === ';';
}
