import type { Column, StatementResult } from './connection.ts';
import type { StatementError } from './errors.ts';
import type { StepOutcome } from './pipeline.ts';
import type { ParsedStatement } from './statements.ts';
import { encodeValue } from './values.ts';

/** A statement's result as JSON text. */
export function encodeResult(result: StatementResult, wantRows: boolean): string {
  const rows = wantRows ? result.rows.map(encodeRow).join() : '';
  return `{"cols":${result.columns},"rows":[${rows}],${encodeChanges(result)}}`;
}

/** An error as JSON text. */
export function encodeError({ message, code }: StatementError): string {
  return JSON.stringify({ message, code });
}

/** What describing a statement gives, as JSON text. */
export function encodeDescription(statement: ParsedStatement, columns: Column[]): string {
  return JSON.stringify({
    params: statement.parameters.map(({ name }) => ({ name })),
    cols: columns,
    is_explain: statement.explain,
    is_readonly: !statement.writes,
  });
}

/** One batch step as the lines of a cursor. */
export function encodeCursorStep(step: number, outcome: StepOutcome, wantRows: boolean): string {
  if (outcome === null) return '';
  if ('error' in outcome) {
    return `{"type":"step_error","step":${step},"error":${encodeError(outcome.error)}}\n`;
  }
  const { result } = outcome;
  const rows = wantRows ? result.rows.map((row) => `{"type":"row","row":${encodeRow(row)}}\n`).join('') : '';
  const begin = `{"type":"step_begin","step":${step},"cols":${result.columns}}\n`;
  return `${begin}${rows}{"type":"step_end",${encodeChanges(result)}}\n`;
}

function encodeRow(row: unknown[]): string {
  return `[${row.map(encodeValue).join()}]`;
}

function encodeChanges({ affectedRows, lastInsertRowid }: StatementResult): string {
  const rowid = lastInsertRowid === null ? 'null' : `"${lastInsertRowid}"`;
  return `"affected_row_count":${affectedRows},"last_insert_rowid":${rowid}`;
}
