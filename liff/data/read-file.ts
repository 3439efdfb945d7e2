/** What a table says, whether it was saved as UTF-8 (with or without a mark) or, as Excel does, as Shift_JIS. */
export function decodeTable(bytes: Uint8Array): { text: string; encoding: 'UTF-8' | 'Shift_JIS' } | null {
  // A workbook is a ZIP file, not a table of text.
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return null;
  const utf8 = decoded(bytes, 'utf-8');
  if (utf8 !== null) return { text: utf8, encoding: 'UTF-8' };
  const sjis = decoded(bytes, 'shift_jis');
  return sjis === null ? null : { text: sjis, encoding: 'Shift_JIS' };
}

function decoded(bytes: Uint8Array, encoding: string): string | null {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return text.includes('\u0000') ? null : text;
  } catch {
    return null;
  }
}
