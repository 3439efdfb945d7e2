import type { Severity, Span } from '../types.ts';

/** What a content rule found in a text. */
export interface Hit {
  severity: Extract<Severity, 'refuse' | 'warn'>;
  message: string;
  spans: readonly Span[];
}
