import type { Problem, ProblemType } from '../../worker/views/shared.ts';

/** Why a call did not succeed: what the server said, that it could not be reached, or that it is shut for now. */
export type Failure = 'offline' | 'closed' | ProblemType;

/** A call that did not succeed. */
export class CallFailed extends Error {
  readonly failure: Failure;
  readonly problem: Problem | null;

  constructor(failure: Failure, problem: Problem | null = null) {
    super(failure);
    this.name = 'CallFailed';
    this.failure = failure;
    this.problem = problem;
  }
}

/** What a caught error means to a person; anything unforeseen is a fault on our side. */
export function failureOf(error: unknown): Failure {
  return error instanceof CallFailed ? error.failure : 'fault';
}

const PATIENCE = 20_000;

/** What stands before the office's own server answers with these, in words of its own. */
const BY_STATUS: Readonly<Record<number, Failure>> = { 429: 'too-many', 503: 'closed' };

/** The one way to the API: JSON in, JSON out, `CallFailed` thrown. */
export async function call<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const given = new AbortController();
  const patience = setTimeout(() => given.abort(), PATIENCE);
  try {
    const answer = await (askedEarly(method, path) ??
      fetch(path, {
        method,
        credentials: 'same-origin',
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: given.signal,
      }));
    const text = await answer.text();
    if (answer.ok) return (text === '' ? {} : JSON.parse(text)) as T;
    const problem = problemIn(text);
    throw new CallFailed(problem?.type ?? BY_STATUS[answer.status] ?? 'fault', problem);
  } catch (error) {
    if (error instanceof CallFailed) throw error;
    throw new CallFailed(error instanceof SyntaxError ? 'fault' : 'offline');
  } finally {
    clearTimeout(patience);
  }
}

const early = new Map<string, Promise<Response>>();

/**
 * Asks for what a page will ask for as soon as its code is here; given out once, and only while it is fresh. The
 * document may have asked already, under this very address (worker/routes/first-files.ts): no other call gets that
 * answer, which is whoever's session was open then.
 */
export function askEarly(path: string): void {
  const given = new AbortController();
  const answer = fetch(`${path}?early`, { signal: given.signal });
  answer.catch(() => {});
  early.set(path, answer);
  setTimeout(() => {
    early.delete(path);
    given.abort();
  }, PATIENCE);
}

/** It was somebody else who asked. */
export function forgetEarly(): void {
  early.clear();
}

function askedEarly(method: string, path: string): Promise<Response> | undefined {
  const answer = method === 'GET' ? early.get(path) : undefined;
  early.delete(path);
  return answer;
}

/** One part of a path. */
export function seg(id: string): string {
  return encodeURIComponent(id);
}

function problemIn(text: string): Problem | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && 'type' in parsed ? (parsed as Problem) : null;
  } catch {
    return null;
  }
}

/** Whether the server can be reached at all. */
export async function serverAnswers(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}
