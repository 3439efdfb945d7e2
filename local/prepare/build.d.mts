/** Builds those outputs whose sources have changed since they were built. */
export function buildOutputs(
  root: string,
  wanted: readonly ('liff' | 'liff-local' | 'worker')[],
  say: (line: string) => void,
): Promise<void>;
