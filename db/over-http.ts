import { type Connection, DatabaseError } from './client.ts';
import type { Answered } from './prepared.ts';

/**
 * libSQL over HTTP, as far as two verbs need it: each is one POST of the protocol's version 2 in JSON, and no stream
 * outlives it. The general client takes three times as long for the same bytes (decision 010).
 */
export function connectOverHttp(
  url: string,
  token: string | undefined,
  send: typeof fetch = (input, init) => fetch(input, init),
): Connection {
  const endpoint = `${url.replace(/^libsql:/, 'https:').replace(/\/$/, '')}/v2/pipeline`;
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (token !== undefined) headers.authorization = `Bearer ${token}`;

  const ask = async (request: object): Promise<Answer> => {
    const body = JSON.stringify({ requests: [request, { type: 'close' }] });
    const response = await send(endpoint, { method: 'POST', headers, body });
    if (!response.ok) throw await refusal(response);
    const { results } = (await response.json()) as { results: Result[] };
    const [first] = results;
    if (first?.type !== 'ok') throw failure(first?.error);
    return first.response;
  };
  return {
    execute: async (statement) => {
      const { result } = await ask({ type: 'execute', stmt: encode(statement) });
      return decode(result as StatementResult);
    },
    batch: async (statements) => {
      const { result } = await ask({ type: 'batch', batch: { steps: transaction(statements.map(encode)) } });
      const { step_results: done, step_errors: failed } = result as BatchResult;
      for (const error of failed) if (error) throw failure(error);
      return statements.map((_, at) => {
        const one = done[at + 1];
        if (!one) throw new DatabaseError('a statement was not run: its transaction was rolled back');
        return decode(one);
      });
    },
  };
}

interface Value {
  type: string;
  value?: string | number;
  base64?: string;
}
interface StatementResult {
  cols: { name?: string | null }[];
  rows: Value[][];
}
interface BatchResult {
  step_results: (StatementResult | null)[];
  step_errors: (Failure | null)[];
}
interface Failure {
  message?: string;
  code?: string;
}
interface Answer {
  result: StatementResult | BatchResult;
}
type Result = { type: 'ok'; response: Answer } | { type: 'error'; error: Failure };

interface Encoded {
  sql: string;
  args: Value[];
}

/** All or nothing: each step runs only after the one before, and what was not committed is undone. */
function transaction(statements: readonly Encoded[]) {
  const after = (step: number) => ({ type: 'ok', step });
  const commit = statements.length + 1;
  return [
    { stmt: { sql: 'BEGIN DEFERRED' } },
    ...statements.map((stmt, at) => ({ stmt, condition: after(at) })),
    { stmt: { sql: 'COMMIT' }, condition: after(commit - 1) },
    { stmt: { sql: 'ROLLBACK' }, condition: { type: 'not', cond: after(commit) } },
  ];
}

function encode({ sql, args }: { sql: string; args: readonly unknown[] }): Encoded {
  return { sql, args: args.map(encodeValue) };
}

function encodeValue(value: unknown): Value {
  if (value === null) return NULL;
  switch (typeof value) {
    case 'string':
      return { type: 'text', value };
    case 'number':
      return { type: 'float', value };
    case 'boolean':
      return { type: 'integer', value: value ? '1' : '0' };
    default:
      if (value instanceof Uint8Array) return { type: 'blob', base64: toBase64(value) };
      throw new TypeError(`the database takes no ${typeof value}`);
  }
}

const NULL: Value = { type: 'null' };

function decode({ cols, rows }: StatementResult): Answered {
  return {
    rows: rows.map((row) => row.map(decodeValue)),
    // Few statements ask for the names.
    get columns() {
      return cols.map(({ name }) => name ?? '');
    },
  };
}

function decodeValue({ type, value, base64 }: Value): unknown {
  switch (type) {
    case 'null':
      return null;
    case 'integer': {
      const number = Number(value);
      if (!Number.isSafeInteger(number)) throw new RangeError('the database gave an integer too large');
      return number;
    }
    case 'blob':
      return fromBase64(base64 ?? '');
    default:
      return value;
  }
}

async function refusal(response: Response): Promise<DatabaseError> {
  const said: unknown = await response.json().catch(() => null);
  return failure(said === null ? { message: `HTTP status ${response.status}` } : (said as Failure));
}

function failure({ message, code }: Failure = {}): DatabaseError {
  return new DatabaseError(`${code ?? 'UNKNOWN'}: ${message ?? 'the database gave no reason'}`);
}

const CHUNK = 0x8000;

function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
