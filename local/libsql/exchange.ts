import { setTimeout as delay } from 'node:timers/promises';
import { busyError, ProtocolError } from './errors.ts';
import { ConnectionCut, type Fault } from './faults.ts';
import { type PipelineOptions, runBatch, runPipeline } from './pipeline.ts';
import { decodeCursor, decodePipeline, type StreamRequest } from './requests.ts';
import { encodeCursorStep, encodeError } from './responses.ts';
import { parseStatements } from './statements.ts';
import type { Stream } from './stream.ts';
import type { StreamRegistry } from './stream-registry.ts';

export type Endpoint = 'v2/pipeline' | 'v3/pipeline' | 'v3/cursor';

/** Carries out the body of one request; gives the body of its answer. */
export async function exchange(
  registry: StreamRegistry,
  endpoint: Endpoint,
  body: unknown,
  signal: AbortSignal,
  fault: Fault | null,
): Promise<string> {
  if (fault?.kind === 'cut' && fault.moment === 'before') throw new ConnectionCut();
  if (fault?.kind === 'slow') await delay(fault.ms, undefined, { signal });
  return endpoint === 'v3/cursor'
    ? exchangeCursor(registry, body, signal, fault)
    : exchangePipeline(registry, body, endpoint === 'v2/pipeline', signal, fault);
}

async function exchangePipeline(
  registry: StreamRegistry,
  body: unknown,
  guardRolledBack: boolean,
  signal: AbortSignal,
  fault: Fault | null,
): Promise<string> {
  const { baton, requests } = decodePipeline(body);
  return withStream(registry, baton, signal, fault, async (stream) => {
    const options: PipelineOptions = {
      signal,
      guardRolledBack,
      beforeStatement: cutHalfway(fault, () => countStatements(stream, requests)),
    };
    const results =
      fault?.kind === 'busy' ? refuseAsBusy(stream, requests) : await runPipeline(stream, requests, options);
    return (next) => `{"baton":${JSON.stringify(next)},"base_url":null,"results":[${results.join()}]}`;
  });
}

async function exchangeCursor(
  registry: StreamRegistry,
  body: unknown,
  signal: AbortSignal,
  fault: Fault | null,
): Promise<string> {
  const { baton, steps } = decodeCursor(body);
  return withStream(registry, baton, signal, fault, async (stream) => {
    let entries = '';
    if (fault?.kind === 'busy') {
      entries = `{"type":"error","error":${encodeError(busyError())}}\n`;
    } else {
      const beforeStatement = cutHalfway(fault, () => steps.length);
      const options: PipelineOptions = { signal, guardRolledBack: false, beforeStatement };
      let at = 0;
      await runBatch(stream, steps, options, (outcome, { statement }) => {
        entries += encodeCursorStep(at++, outcome, statement.wantRows);
      });
    }
    return (next) => `{"baton":${JSON.stringify(next)},"base_url":null}\n${entries}`;
  });
}

// A stream survives its request only if the client learns the next baton.
async function withStream(
  registry: StreamRegistry,
  baton: string | null,
  signal: AbortSignal,
  fault: Fault | null,
  run: (stream: Stream) => Promise<(next: string | null) => string>,
): Promise<string> {
  const stream = registry.enter(baton);
  try {
    const answer = await run(stream);
    if (signal.aborted || fault?.kind === 'cut') throw new ConnectionCut();
    const next = registry.leave(stream);
    if (next !== null) signal.addEventListener('abort', () => registry.drop(stream), { once: true });
    return answer(next);
  } catch (error) {
    registry.drop(stream);
    throw error;
  }
}

function refuseAsBusy(stream: Stream, requests: StreamRequest[]): string[] {
  return requests.map((request) => {
    switch (request.type) {
      case 'close':
        stream.close();
        return '{"type":"ok","response":{"type":"close"}}';
      case 'store_sql':
        stream.storeText(request.sqlId, request.sql);
        return '{"type":"ok","response":{"type":"store_sql"}}';
      case 'close_sql':
        stream.forgetText(request.sqlId);
        return '{"type":"ok","response":{"type":"close_sql"}}';
      default:
        return `{"type":"error","error":${encodeError(busyError())}}`;
    }
  });
}

function cutHalfway(fault: Fault | null, count: () => number): () => void {
  if (fault?.kind !== 'cut' || fault.moment !== 'middle') return () => {};
  let left: number | null = null;
  return () => {
    left ??= Math.ceil(count() / 2);
    if (left-- === 0) throw new ConnectionCut();
  };
}

function countStatements(stream: Stream, requests: StreamRequest[]): number {
  return requests.reduce((sum, request) => {
    if (request.type === 'execute') return sum + 1;
    if (request.type === 'batch') return sum + request.steps.length;
    if (request.type === 'sequence') return sum + parseStatements(stream.text(request)).length;
    return sum;
  }, 0);
}

/** The endpoint a path names, if any. */
export function endpointOf(path: string): Endpoint | null {
  switch (path) {
    case '/v2/pipeline':
      return 'v2/pipeline';
    case '/v3/pipeline':
      return 'v3/pipeline';
    case '/v3/cursor':
      return 'v3/cursor';
    default:
      return null;
  }
}

/** Reads a request's text as JSON. */
export function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProtocolError('Bad request: the body is not valid JSON', 'REQUEST_INVALID');
  }
}
