import type { Problem } from '../../worker/views.ts';

/** What can go wrong with a call, as a page shows it. */
export type Failure = { kind: 'offline' } | { kind: 'problem'; problem: Problem };

/** A call that did not succeed. */
export class CallFailed extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind === 'offline' ? 'offline' : failure.problem.type);
    this.name = 'CallFailed';
    this.failure = failure;
  }
}

/** Told whenever the session has ended, so that the console can ask for a sign-in once. */
export const signedOut = new EventTarget();

const PATIENCE = 20_000;

/** The one way to the API: JSON in, JSON out, a problem thrown. */
export async function call<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const patience = AbortSignal.timeout(PATIENCE);
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, patience]) : patience,
    });
    answer = await jsonOf(response);
  } catch {
    throw new CallFailed({ kind: 'offline' });
  }
  if (response.ok) return answer as T;
  const problem = isProblem(answer) ? answer : unknownFault(response.status);
  if (problem.type === 'signed-out') signedOut.dispatchEvent(new Event('signed-out'));
  throw new CallFailed({ kind: 'problem', problem });
}

/** A failure to show, from whatever was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallFailed) return error.failure;
  return { kind: 'problem', problem: unknownFault(0) };
}

/** The problem's type, or 'offline'. */
export function failureType(failure: Failure | undefined): Problem['type'] | 'offline' | null {
  if (!failure) return null;
  return failure.kind === 'offline' ? 'offline' : failure.problem.type;
}

/** Parts of an address that came from data. */
export function seg(id: string): string {
  return encodeURIComponent(id);
}

async function jsonOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isProblem(answer: unknown): answer is Problem {
  return typeof answer === 'object' && answer !== null && 'type' in answer && 'title' in answer;
}

function unknownFault(status: number): Problem {
  return {
    type: 'fault',
    status,
    title: 'うまく読み書きできませんでした。',
    detail: 'もう一度ためしてください。続くときは管理者に知らせてください。',
  };
}
