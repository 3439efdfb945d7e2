import { describe, expect, test } from 'vitest';
import { parseStatement, parseStatements } from '../../local/libsql/statements.ts';

const texts = (sql: string) => parseStatements(sql).map((statement) => statement.sql);
const names = (sql: string) => parseStatement(sql).parameters.map(({ name }) => name);

describe('splitting', () => {
  const cases: [string, string, string[]][] = [
    ['two statements', 'SELECT 1; SELECT 2;', ['SELECT 1', 'SELECT 2']],
    ['nothing', ' ;; -- a note\n /* another ; */ ', []],
    ['quoted semicolons', `SELECT ';', ";", \`;\`, [;], 'it''s;'`, [`SELECT ';', ";", \`;\`, [;], 'it''s;'`]],
    ['comments between', '-- a;\nSELECT 1 /* ; */ ; SELECT 2 -- ;', ['SELECT 1', 'SELECT 2']],
    ['an unfinished string', "SELECT 'a; SELECT 2", ["SELECT 'a; SELECT 2"]],
    [
      'a trigger',
      'CREATE TEMP TRIGGER r AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM t; END; SELECT 1',
      [
        'CREATE TEMP TRIGGER r AFTER INSERT ON t BEGIN SELECT CASE WHEN 1 THEN 2 END; DELETE FROM t; END',
        'SELECT 1',
      ],
    ],
  ];
  test.each(cases)('%s', (_, sql, expected) => {
    expect(texts(sql)).toStrictEqual(expected);
  });
});

describe('parameters', () => {
  const cases: [string, string, (string | null)[]][] = [
    ['bare', 'SELECT ?, ?', [null, null]],
    ['numbered with a hole', 'SELECT ?3, ?1', ['?1', null, '?3']],
    ['numbered, then bare', 'SELECT ?2, ?', [null, '?2', null]],
    ['named, twice', 'SELECT :a, @b, :a, $c', [':a', '@b', '$c']],
    ['in quotes and comments', `SELECT '?', ":a" /* ? */ -- ?`, []],
  ];
  test.each(cases)('%s', (_, sql, expected) => {
    expect(names(sql)).toStrictEqual(expected);
  });
});

describe('what needs the right to write', () => {
  const reading = [
    'select 1',
    'VALUES (1)',
    'BEGIN',
    'BEGIN DEFERRED',
    'COMMIT',
    'EXPLAIN DELETE FROM t',
    'WITH x AS (SELECT 1) SELECT * FROM x',
    'PRAGMA table_info(t)',
    'PRAGMA foreign_keys = off',
    'PRAGMA user_version',
  ];
  const writing = [
    'insert into t values (1)',
    'REPLACE INTO t VALUES (1)',
    'WITH x AS (DELETE) UPDATE t SET a = 1',
    'BEGIN IMMEDIATE',
    'begin exclusive transaction',
    'CREATE TABLE t (a)',
    'PRAGMA user_version = 3',
    'VACUUM',
  ];
  test.each(reading)('%s doesn’t', (sql) => expect(parseStatement(sql).writes).toBe(false));
  test.each(writing)('%s does', (sql) => expect(parseStatement(sql).writes).toBe(true));
});
