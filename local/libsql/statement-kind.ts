export interface StatementKind {
  /** What it does to the transaction, if anything. */
  control: 'begin' | 'commit' | 'rollback' | 'savepoint' | null;
  /** True when it needs the right to write. */
  writes: boolean;
  /** True when the number of changed rows means something. */
  countsRows: boolean;
  /** True when the last row id means something. */
  inserts: boolean;
  explain: boolean;
  pragma: boolean;
  /** True when it changes its connection, which then serves no other stream. */
  altersConnection: boolean;
  /** True when tables may have other columns afterwards. */
  changesSchema: boolean;
  /** Why the server doesn't run it, if it doesn't. */
  refusal: string | null;
}

const READ: StatementKind = {
  control: null,
  writes: false,
  countsRows: false,
  inserts: false,
  explain: false,
  pragma: false,
  altersConnection: false,
  changesSchema: false,
  refusal: null,
};
const CHANGE: StatementKind = { ...READ, writes: true, countsRows: true };
const WRITE: StatementKind = { ...READ, writes: true, changesSchema: true };

const READING_PRAGMAS = new Set([
  'TABLE_INFO',
  'TABLE_XINFO',
  'TABLE_LIST',
  'INDEX_INFO',
  'INDEX_XINFO',
  'INDEX_LIST',
  'FOREIGN_KEY_LIST',
  'FOREIGN_KEY_CHECK',
  'INTEGRITY_CHECK',
  'QUICK_CHECK',
  'COMPILE_OPTIONS',
]);
const CONNECTION_PRAGMAS = new Set([
  'FOREIGN_KEYS',
  'DEFER_FOREIGN_KEYS',
  'RECURSIVE_TRIGGERS',
  'CACHE_SIZE',
  'CACHE_SPILL',
  'TEMP_STORE',
  'QUERY_ONLY',
  'CASE_SENSITIVE_LIKE',
  'IGNORE_CHECK_CONSTRAINTS',
  'LEGACY_ALTER_TABLE',
  'REVERSE_UNORDERED_SELECTS',
  'READ_UNCOMMITTED',
  'SYNCHRONOUS',
]);
const ACTING_PRAGMAS = new Set(['INCREMENTAL_VACUUM', 'OPTIMIZE', 'WAL_CHECKPOINT']);
// Each would take the file, or the waiting for it, out of the server's hands.
const REFUSED_PRAGMAS = new Set([
  'JOURNAL_MODE',
  'LOCKING_MODE',
  'BUSY_TIMEOUT',
  'WAL_AUTOCHECKPOINT',
  'WRITABLE_SCHEMA',
  'TEMP_STORE_DIRECTORY',
  'DATA_STORE_DIRECTORY',
  'KEY',
  'REKEY',
]);

/** Tells from a statement's tokens (words in capitals) what the statement does. */
export function classify(tokens: string[]): StatementKind {
  const explain = tokens[0] === 'EXPLAIN';
  if (explain) return { ...READ, explain };
  switch (tokens[0]) {
    case 'SELECT':
    case 'VALUES':
      return READ;
    case 'WITH':
      return classifyWith(tokens);
    case 'INSERT':
    case 'REPLACE':
      return { ...CHANGE, inserts: true };
    case 'UPDATE':
    case 'DELETE':
      return CHANGE;
    case 'BEGIN':
      return {
        ...READ,
        control: 'begin',
        writes: tokens[1] === 'IMMEDIATE' || tokens[1] === 'EXCLUSIVE',
      };
    case 'COMMIT':
    case 'END':
      return { ...READ, control: 'commit' };
    case 'ROLLBACK':
      return { ...READ, control: 'rollback' };
    case 'SAVEPOINT':
    case 'RELEASE':
      return { ...READ, control: 'savepoint' };
    case 'CREATE':
      return { ...WRITE, altersConnection: tokens[1] === 'TEMP' || tokens[1] === 'TEMPORARY' };
    case 'ATTACH':
    case 'DETACH':
      return { ...READ, refusal: `${tokens[0]} is not allowed: the server serves one file` };
    case 'VACUUM':
      return { ...WRITE, refusal: tokens.includes('INTO') ? 'VACUUM INTO is not allowed' : null };
    case 'PRAGMA':
      return classifyPragma(tokens);
    default:
      return WRITE;
  }
}

function classifyWith(tokens: string[]): StatementKind {
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (token === '(') depth++;
    else if (token === ')') depth--;
    else if (depth === 0 && at > 0 && /^(SELECT|VALUES|INSERT|REPLACE|UPDATE|DELETE)$/.test(token)) {
      return classify([token]);
    }
  }
  return READ;
}

function classifyPragma(tokens: string[]): StatementKind {
  const at = tokens[2] === '.' ? 3 : 1;
  const name = (tokens[at] ?? '').toUpperCase();
  const hasArgument = tokens.length > at + 1;
  const kind = { ...READ, pragma: true };
  if (READING_PRAGMAS.has(name)) return kind;
  if (ACTING_PRAGMAS.has(name)) return { ...kind, writes: true };
  if (!hasArgument) return kind;
  if (REFUSED_PRAGMAS.has(name)) {
    return { ...kind, refusal: `PRAGMA ${name.toLowerCase()} is the server's to set` };
  }
  return { ...kind, writes: !CONNECTION_PRAGMAS.has(name), altersConnection: true };
}
