import type { Answered, Sendable } from './prepared.ts';

const MOST_COLUMNS = 100;

/**
 * Several selects as one, each of whose rows come back as JSON: one statement is a snapshot by itself, and costs the
 * database and both ends far less than as many within a transaction. null where one of them can't stand in JSON.
 */
export function gather(selects: readonly Sendable[]): Sendable | null {
  if (!selects.every(({ columns }) => columns !== null && columns <= MOST_COLUMNS)) return null;
  const parts = selects.map(({ sql, columns }, at) => {
    const names = Array.from({ length: columns ?? 0 }, (_, n) => `c${n}`).join();
    return {
      with: `s${at} (${names}) as (${sql})`,
      // An order within a select is kept: SQLite leaves it alone below an aggregate that depends on it.
      column: `(select json_group_array(json_array(${names})) from s${at})`,
    };
  });
  return {
    sql: `with ${parts.map((part) => part.with).join()} select ${parts.map((part) => part.column).join()}`,
    args: selects.flatMap(({ args }) => args),
    read: ({ rows }) => selects.map(({ read }, at) => read({ rows: rowsOf(rows[0]?.[at]) })),
    columns: null,
  };
}

function rowsOf(json: unknown): Answered['rows'] {
  const rows = JSON.parse(String(json)) as unknown[][];
  // What a select made with SQLite's JSON functions stands there as itself, not as the text that was asked for.
  for (const row of rows)
    for (const [at, value] of row.entries())
      if (typeof value === 'object' && value !== null) row[at] = JSON.stringify(value);
  return rows;
}
