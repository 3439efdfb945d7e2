/** The line of a failed program's output that says most. */
export function tellingLine(output: string): string;
