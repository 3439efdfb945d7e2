/** Quiet, and in a machine without a screen. */
export const CHROMIUM_ARGS: string[];
/** Where Debian keeps its Chromium without windows, for the tests. */
export const TEST_CHROMIUM: string;
/** The Chromium of the browser tests: without windows where Debian has one. */
export function ensureTestChromium(root: string, say: (line: string) => void): string;
/** A Chromium that is there, else one that is installed now. */
export function ensureChromium(root: string, say: (line: string) => void): string;
