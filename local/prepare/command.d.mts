/** The line of a failed program's output that says most. */
export function tellingLine(output: string): string;
export declare function runLogged(
  root: string,
  log: string,
  program: string,
  args: string[],
  env?: Record<string, string | undefined>,
): Promise<{ code: number; output: string }>;
