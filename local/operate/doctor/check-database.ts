import type { Client } from '@libsql/client';
import { migrations } from '../../../db/migrate.ts';
import { newestShape, shapeOf } from '../schema-shape.ts';
import { verifyChains } from '../verify-chain.ts';
import { type Finding, Findings } from './finding.ts';

const BRING_FORWARD = 'npm run deploy（自分の機械で動かすときは npm run serve）が、新しくします';
const WHOLE_CHAINS = 20_000;
const SAMPLE = 30;

/** What is true of the database itself: that it answers, its schema, its guards, and what they have kept. */
export async function checkDatabase(db: Client, name: string): Promise<Finding[]> {
  const found = new Findings('データベース');
  try {
    await db.execute('select 1');
  } catch (error) {
    found.ng('db-reach', `データベース（${name}）が答えません（${why(error)}）。`, mendOf(error));
    return found.list;
  }
  found.ok('db-reach', `データベース（${name}）が答えます。`);
  if (!(await checkMigrations(found, db))) return found.list;
  await checkShape(found, db);
  await checkForeignKeys(found, db);
  await checkChains(found, db);
  await checkPeople(found, db);
  return found.list;
}

/** False: there is nothing more to look at. */
async function checkMigrations(found: Findings, db: Client): Promise<boolean> {
  const there = await db
    .execute('select created_at, hash from __drizzle_migrations order by created_at')
    .then(({ rows }) => rows.map((row) => ({ when: Number(row.created_at), hash: String(row.hash) })))
    .catch(() => []);
  if (there.length === 0) {
    found.ng('db-empty', 'データベースが、まだ空です。', BRING_FORWARD);
    return false;
  }
  const known = migrations();
  const missing = known.filter(({ when }) => !there.some((each) => each.when === when));
  const unknown = there.filter(({ when }) => !known.some((each) => each.when === when));
  const changed = known.filter(({ when, hash }) =>
    there.some((each) => each.when === when && each.hash !== hash),
  );
  if (unknown.length > 0)
    found.ng(
      'db-newer',
      `データベースが、このプログラムより新しくなっています（知らない移行 ${unknown.length}件）。`,
      '新しい版のプログラムを使う。古い版で動かすと、記録を損なうことがあります',
    );
  else if (changed.length > 0)
    found.ng(
      'db-changed-migration',
      `データベースを作ったときの移行が、いまのものとちがいます（${changed.map(({ tag }) => tag).join('、')}）。`,
      '移行のファイルは書きかえない。もとの版のプログラムに戻す',
    );
  else if (missing.length > 0)
    found.ng(
      'db-older',
      `データベースが古いままです（まだの移行 ${missing.map(({ tag }) => tag).join('、')}）。`,
      `先に npm run backup。そのあと ${BRING_FORWARD}`,
    );
  else found.ok('db-migrations', `データベースの形は新しいものです（${known.at(-1)?.tag}）。`);
  return unknown.length === 0 && missing.length === 0;
}

/** Tables, their CHECKs and STRICT, indexes and triggers: word for word those of a database made now. */
async function checkShape(found: Findings, db: Client) {
  const [mine, newest] = [await shapeOf(db), await newestShape()];
  const missing = [...newest.keys()].filter((key) => !mine.has(key));
  const triggers = missing.filter((key) => key.startsWith('trigger ')).map((key) => key.slice(8));
  const others = missing.filter((key) => !key.startsWith('trigger '));
  const changed = [...newest]
    .filter(([key, sql]) => mine.has(key) && mine.get(key) !== sql)
    .map(([key]) => key);
  const mend =
    'バックアップを新しいデータベースに戻す（npm run restore）と、守りが元どおりになります。だれが変えたかも調べる';
  if (triggers.length > 0)
    found.ng('db-triggers', `記録を守る仕組み（トリガー）がありません: ${triggers.join('、')}`, mend);
  else found.ok('db-triggers', '記録を守る仕組み（トリガー）がそろっています。');
  if (others.length > 0 || changed.length > 0)
    found.ng(
      'db-shape',
      `データベースの形が、決まりとちがいます: ${[...others, ...changed].join('、')}`,
      mend,
    );
  else found.ok('db-shape', '表・制約・索引は、決まりのとおりです。');
  const loose = await db.execute(
    "select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite!_%' escape '!' and name not like 'libsql!_%' escape '!' and name not like '!_%' escape '!'",
  );
  if (loose.rows.length > 0)
    found.ng('db-strict', `STRICT でない表があります: ${loose.rows.map((row) => row.name).join('、')}`, mend);
  else found.ok('db-strict', 'どの表も STRICT です。');
}

async function checkForeignKeys(found: Findings, db: Client) {
  try {
    const [on] = (await db.execute('pragma foreign_keys')).rows;
    if (Number(on?.[0]) !== 1)
      found.ng(
        'db-foreign-keys',
        '外部キーの見はりが、オフです。',
        'Turso か、npm run serve のデータベースを使う',
      );
    const { rows } = await db.execute('pragma foreign_key_check');
    const tables = [...new Set(rows.map((row) => row.table))];
    if (rows.length > 0)
      found.ng(
        'db-foreign-keys-broken',
        `つながりの切れた行が ${rows.length}件 あります（${tables.join('、')}）。`,
        '直前のバックアップと見くらべる。データベースを手で直さない',
      );
    else if (Number(on?.[0]) === 1) found.ok('db-foreign-keys', '行どうしのつながりは、切れていません。');
  } catch (error) {
    found.ask(
      'db-foreign-keys',
      `外部キーは、この置き場所では調べられません（${why(error)}）。`,
      'バックアップを戻すとき（npm run restore）に調べます',
    );
  }
}

/** All chains of an office; of a large one, those that were written to last. */
async function checkChains(found: Findings, db: Client) {
  const count = Number((await db.execute('select count(*) from record_entries')).rows[0]?.[0]);
  const only =
    count <= WHOLE_CHAINS
      ? undefined
      : (
          await db.execute({
            sql: `select client_id from record_entries group by 1 order by max(recorded_at) desc limit ?`,
            args: [SAMPLE],
          })
        ).rows.map((row) => String(row.client_id));
  const { entries, faults } = await verifyChains(db, [], only);
  const part = only ? `（${count}件のうち、新しい ${only.length}人分）` : '';
  if (faults.length > 0)
    found.ng(
      'chains',
      `${faults.length}人の相談記録が、書かれたときのままではありません。`,
      'npm run records -- verify で、どの記録かを見る',
    );
  else found.ok('chains', `相談記録 ${entries}件${part}は、書かれたときのままです。`);
}

async function checkPeople(found: Findings, db: Client) {
  const { rows } = await db.execute(
    "select (select count(*) from usage_rules) as rules, (select count(*) from staff where role = 'manager' and active = 1 and line_user_id is not null) as managers",
  );
  if (Number(rows[0]?.rules) === 0)
    found.ng('first-texts', '留意点のきまりが入っていません。承諾がもらえません。', BRING_FORWARD);
  if (Number(rows[0]?.managers) === 0)
    found.ask(
      'no-manager',
      '管理者が、まだいません。',
      '（公開の住所）/console/join?code=（BOOTSTRAP_CODE の値）を、最初の管理者がスマートフォンで開く',
    );
  else found.ok('managers', `管理者は ${rows[0]?.managers}人 です。`);
}

function why(error: unknown): string {
  let deepest = error;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  const text = deepest instanceof Error ? deepest.message : String(deepest);
  return (text.split('\n')[0] ?? '').slice(0, 160);
}

function mendOf(error: unknown): string {
  if (/\b40[13]\b|auth|unauthorized|token/i.test(why(error)))
    return 'DATABASE_TOKEN を作りなおして入れる（`turso db tokens create 名前`）';
  return 'DATABASE_URL が正しいか、データベースが止まっていないか、確かめる';
}
