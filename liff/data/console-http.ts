import type { Problem } from '../../worker/views/shared.ts';
import { CallFailed, call as callApi } from './http.ts';

/** What went wrong with a call, as a page shows it; `offline` has no answer to show. */
export interface Failure {
  type: Problem['type'] | 'offline';
  problem: Problem | null;
}

/** Told whenever the session has ended, so that the console can ask for a sign-in once. */
export const signedOut = new EventTarget();

/** The console's way to the API. `signal` makes the answer void, not the request. */
export async function call<T>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  try {
    const answer = await callApi<T>(method, path, body);
    signal?.throwIfAborted();
    return answer;
  } catch (error) {
    if (failureOf(error).type === 'signed-out') signedOut.dispatchEvent(new Event('signed-out'));
    throw error;
  }
}

/** A failure to show, from whatever was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallFailed)
    return { type: error.failure === 'closed' ? 'fault' : error.failure, problem: error.problem };
  return { type: 'fault', problem: null };
}
