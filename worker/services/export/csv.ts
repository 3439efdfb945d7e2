/** What spreadsheets take for a formula at the beginning of a cell, in plain or full width. */
const FORMULA = /^[\s]*[=+\-@＝＋－＠\t\r]/;
const QUOTED = /[",\r\n]|^\s|\s$/;

export type Cell = string | number | null | undefined;

/** One line without its end. Text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function csvLine(cells: readonly Cell[]): string {
  return cells.map(cell).join(',');
}

/** A file as Excel in Japanese opens it by a double click: UTF-8 with a mark, CRLF, quotes where they are needed. */
export function csvFile(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${[header, ...rows].map((row) => `${csvLine(row)}\r\n`).join('')}`;
}

/** The headers of an answer that is saved as a file. */
export function csvHeaders(name: string): Record<string, string> {
  return {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="export.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
    'cache-control': 'private, no-store',
  };
}

function cell(value: Cell): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
