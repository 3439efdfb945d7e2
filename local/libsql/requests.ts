import { ProtocolError } from './errors.ts';
import { decodeValue, type SqlValue } from './values.ts';

export interface SqlSource {
  sql: string | null;
  sqlId: number | null;
}

export interface Statement extends SqlSource {
  args: SqlValue[];
  namedArgs: { name: string; value: SqlValue }[];
  wantRows: boolean;
}

export type Condition =
  | { type: 'ok' | 'error'; step: number }
  | { type: 'not'; cond: Condition }
  | { type: 'and' | 'or'; conds: Condition[] }
  | { type: 'is_autocommit' };

export interface Step {
  condition: Condition | null;
  statement: Statement;
}

export type StreamRequest =
  | { type: 'close' | 'get_autocommit' }
  | { type: 'execute'; statement: Statement }
  | { type: 'batch'; steps: Step[] }
  | ({ type: 'sequence' | 'describe' } & SqlSource)
  | { type: 'store_sql'; sqlId: number; sql: string }
  | { type: 'close_sql'; sqlId: number };

export interface PipelineBody {
  baton: string | null;
  requests: StreamRequest[];
}

export interface CursorBody {
  baton: string | null;
  steps: Step[];
}

type Fields = Record<string, unknown>;

const MAX_CONDITION_DEPTH = 64;

/** Reads the body of a pipeline request, or throws what is wrong with it. */
export function decodePipeline(body: unknown): PipelineBody {
  const fields = object(body, 'the body');
  return { baton: decodeBaton(fields), requests: array(fields.requests, 'requests').map(decodeRequest) };
}

/** Reads the body of a cursor request, or throws what is wrong with it. */
export function decodeCursor(body: unknown): CursorBody {
  const fields = object(body, 'the body');
  return { baton: decodeBaton(fields), steps: decodeSteps(fields.batch) };
}

function decodeBaton(fields: Fields): string | null {
  return fields.baton === undefined || fields.baton === null ? null : string(fields.baton, 'baton');
}

function decodeRequest(input: unknown): StreamRequest {
  const fields = object(input, 'a request');
  switch (fields.type) {
    case 'close':
    case 'get_autocommit':
      return { type: fields.type };
    case 'execute':
      return { type: 'execute', statement: decodeStatement(fields.stmt) };
    case 'batch':
      return { type: 'batch', steps: decodeSteps(fields.batch) };
    case 'sequence':
    case 'describe':
      return { type: fields.type, ...decodeSource(fields) };
    case 'store_sql':
      return { type: 'store_sql', sqlId: integer(fields.sql_id, 'sql_id'), sql: string(fields.sql, 'sql') };
    case 'close_sql':
      return { type: 'close_sql', sqlId: integer(fields.sql_id, 'sql_id') };
    default:
      throw invalid('unknown type of request');
  }
}

function decodeSteps(batch: unknown): Step[] {
  return array(object(batch, 'batch').steps, 'steps').map((input, index) => {
    const fields = object(input, 'a step');
    const condition =
      fields.condition === undefined || fields.condition === null
        ? null
        : decodeCondition(fields.condition, index, 0);
    return { condition, statement: decodeStatement(fields.stmt) };
  });
}

function decodeCondition(input: unknown, ownStep: number, depth: number): Condition {
  if (depth > MAX_CONDITION_DEPTH) throw invalid('conditions are nested too deeply');
  const fields = object(input, 'a condition');
  switch (fields.type) {
    case 'ok':
    case 'error': {
      const step = integer(fields.step, 'step');
      if (step < 0 || step >= ownStep) throw invalid('a condition may name earlier steps only');
      return { type: fields.type, step };
    }
    case 'not':
      return { type: 'not', cond: decodeCondition(fields.cond, ownStep, depth + 1) };
    case 'and':
    case 'or':
      return {
        type: fields.type,
        conds: array(fields.conds, 'conds').map((cond) => decodeCondition(cond, ownStep, depth + 1)),
      };
    case 'is_autocommit':
      return { type: 'is_autocommit' };
    default:
      throw invalid('unknown type of condition');
  }
}

function decodeStatement(input: unknown): Statement {
  const fields = object(input, 'stmt');
  return {
    ...decodeSource(fields),
    args: fields.args ? array(fields.args, 'args').map(decodeValue) : [],
    namedArgs: fields.named_args ? array(fields.named_args, 'named_args').map(decodeNamed) : [],
    wantRows: fields.want_rows !== false,
  };
}

function decodeNamed(input: unknown): { name: string; value: SqlValue } {
  const fields = object(input, 'a named argument');
  return { name: string(fields.name, 'name'), value: decodeValue(fields.value) };
}

function decodeSource(fields: Fields): SqlSource {
  const sql = fields.sql === undefined || fields.sql === null ? null : string(fields.sql, 'sql');
  const sqlId =
    fields.sql_id === undefined || fields.sql_id === null ? null : integer(fields.sql_id, 'sql_id');
  if ((sql === null) === (sqlId === null)) throw invalid('exactly one of sql and sql_id must be given');
  return { sql, sqlId };
}

function object(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw invalid(`${what} must be an object`);
}

function array(value: unknown, what: string): unknown[] {
  if (Array.isArray(value)) return value;
  throw invalid(`${what} must be an array`);
}

function string(value: unknown, what: string): string {
  if (typeof value === 'string') return value;
  throw invalid(`${what} must be a string`);
}

function integer(value: unknown, what: string): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw invalid(`${what} must be an integer`);
}

function invalid(message: string): ProtocolError {
  return new ProtocolError(`Bad request: ${message}`, 'REQUEST_INVALID');
}
