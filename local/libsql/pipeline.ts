import type { StatementResult } from './connection.ts';
import { ProtocolError, StatementError } from './errors.ts';
import type { Condition, Statement, Step, StreamRequest } from './requests.ts';
import { encodeDescription, encodeError, encodeResult } from './responses.ts';
import { parseStatement, parseStatements } from './statements.ts';
import type { Stream } from './stream.ts';

export interface PipelineOptions {
  signal: AbortSignal;
  /** Protocol 2 can't ask whether a transaction is still open, so the server looks for its clients. */
  guardRolledBack: boolean;
  /** Called before every statement, for faults that strike midway. */
  beforeStatement(): void;
}

/** What became of one step of a batch; null when it was skipped. */
export type StepOutcome = { result: StatementResult } | { error: StatementError } | null;

/** Runs the requests of one pipeline in order; gives each one's answer as JSON text. */
export async function runPipeline(
  stream: Stream,
  requests: StreamRequest[],
  options: PipelineOptions,
): Promise<string[]> {
  const answers: string[] = [];
  for (const request of requests) {
    try {
      answers.push(`{"type":"ok","response":${await runRequest(stream, request, options)}}`);
    } catch (error) {
      answers.push(`{"type":"error","error":${encodeError(asStatementError(error))}}`);
    }
  }
  return answers;
}

/** Runs the steps of a batch whose conditions hold. */
export async function runBatch(
  stream: Stream,
  steps: Step[],
  options: PipelineOptions,
  onOutcome: (outcome: StepOutcome, step: Step) => void,
): Promise<void> {
  const outcomes: StepOutcome[] = [];
  for (const step of steps) {
    const skipped = step.condition !== null && !holds(step.condition, outcomes, stream);
    const outcome = skipped ? null : await runStep(stream, step.statement, options);
    outcomes.push(outcome);
    onOutcome(outcome, step);
  }
}

async function runRequest(stream: Stream, request: StreamRequest, options: PipelineOptions): Promise<string> {
  if (stream.closed) throw new ProtocolError('The stream was closed', 'STREAM_CLOSED');
  switch (request.type) {
    case 'close':
      stream.close();
      return '{"type":"close"}';
    case 'execute': {
      const { statement } = request;
      options.beforeStatement();
      const result = await stream.run(parseStatement(stream.text(statement)), statement, options.signal);
      return `{"type":"execute","result":${encodeResult(result, statement.wantRows)}}`;
    }
    case 'batch':
      return runBatchRequest(stream, request.steps, options);
    case 'sequence':
      for (const statement of parseStatements(stream.text(request))) {
        options.beforeStatement();
        await stream.run(statement, undefined, options.signal);
      }
      return '{"type":"sequence"}';
    case 'describe': {
      const { statement, columns } = stream.describe(stream.text(request));
      return `{"type":"describe","result":${encodeDescription(statement, columns)}}`;
    }
    case 'store_sql':
      stream.storeText(request.sqlId, request.sql);
      return '{"type":"store_sql"}';
    case 'close_sql':
      stream.forgetText(request.sqlId);
      return '{"type":"close_sql"}';
    case 'get_autocommit':
      return `{"type":"get_autocommit","is_autocommit":${!stream.inTransaction}}`;
  }
}

async function runBatchRequest(stream: Stream, steps: Step[], options: PipelineOptions): Promise<string> {
  const results: string[] = [];
  const errors: string[] = [];
  await runBatch(stream, steps, options, (outcome, { statement }) => {
    results.push(outcome && 'result' in outcome ? encodeResult(outcome.result, statement.wantRows) : 'null');
    errors.push(outcome && 'error' in outcome ? encodeError(outcome.error) : 'null');
  });
  return `{"type":"batch","result":{"step_results":[${results.join()}],"step_errors":[${errors.join()}]}}`;
}

async function runStep(stream: Stream, given: Statement, options: PipelineOptions): Promise<StepOutcome> {
  try {
    const statement = parseStatement(stream.text(given));
    // The transaction is gone; run here, the statement would take effect on its own.
    const orphaned = options.guardRolledBack && stream.rolledBack && !stream.inTransaction;
    if (orphaned && statement.control === null && !statement.pragma) return null;
    options.beforeStatement();
    return { result: await stream.run(statement, given, options.signal) };
  } catch (error) {
    return { error: asStatementError(error) };
  }
}

function holds(condition: Condition, outcomes: StepOutcome[], stream: Stream): boolean {
  switch (condition.type) {
    case 'ok': {
      const outcome = outcomes[condition.step];
      return outcome !== null && outcome !== undefined && 'result' in outcome;
    }
    case 'error': {
      const outcome = outcomes[condition.step];
      return outcome !== null && outcome !== undefined && 'error' in outcome;
    }
    case 'not':
      return !holds(condition.cond, outcomes, stream);
    case 'and':
      return condition.conds.every((cond) => holds(cond, outcomes, stream));
    case 'or':
      return condition.conds.some((cond) => holds(cond, outcomes, stream));
    case 'is_autocommit':
      return !stream.inTransaction;
  }
}

// What a statement can't be blamed for ends the whole request.
function asStatementError(error: unknown): StatementError {
  if (error instanceof StatementError) return error;
  throw error;
}
