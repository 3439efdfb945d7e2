/** A row of a CSV file, and the line of the file on which it begins. */
export interface CsvRow {
  line: number;
  cells: string[];
}

export type ParsedCsv = { ok: true; rows: CsvRow[] } | { ok: false; line: number };

/**
 * Reads RFC 4180 as spreadsheets write it: quoted fields with commas, quotes and line breaks, any line end, a mark
 * before the first line. Empty lines are no rows. A quote that never closes is told with its line.
 */
export function parseCsv(text: string): ParsedCsv {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let field = '';
  let quotedAt = 0;
  let wasQuoted = false;
  let line = 1;
  let began = 1;
  const endField = () => {
    cells.push(wasQuoted ? field : field.trim());
    field = '';
    wasQuoted = false;
  };
  const endRow = () => {
    endField();
    if (cells.some((cell) => cell !== '')) rows.push({ line: began, cells });
    cells = [];
  };
  for (let at = text.charCodeAt(0) === 0xfeff ? 1 : 0; at < text.length; at += 1) {
    const letter = text[at];
    if (quotedAt > 0) {
      if (letter === '"' && text[at + 1] === '"') {
        field += '"';
        at += 1;
      } else if (letter === '"') quotedAt = 0;
      else {
        if (letter === '\n' || (letter === '\r' && text[at + 1] !== '\n')) line += 1;
        field += letter;
      }
    } else if (letter === '"' && field.trim() === '' && !wasQuoted) {
      field = '';
      quotedAt = line;
      wasQuoted = true;
    } else if (letter === ',') endField();
    else if (letter === '\n' || letter === '\r') {
      if (letter === '\r' && text[at + 1] === '\n') at += 1;
      endRow();
      line += 1;
      began = line;
    } else if (!wasQuoted || letter?.trim() !== '') field += letter;
  }
  if (quotedAt > 0) return { ok: false, line: quotedAt };
  endRow();
  return { ok: true, rows };
}
