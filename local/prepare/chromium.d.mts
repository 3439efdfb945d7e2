/** A Chromium that is there, else one that is installed now. */
export function ensureChromium(root: string, say: (line: string) => void): string;
