import { createHash } from 'node:crypto';
import type { Client } from '@libsql/client';
import { FIRST_TEMPLATES } from './first-templates.ts';
import { USAGE_RULES_V1 } from './usage-rules-v1.ts';

/** Gives an empty database the usage rules that every consent speaks of (R1), and texts to write from; twice changes nothing. */
export async function putFirstTexts(db: Client): Promise<void> {
  const text = JSON.stringify(USAGE_RULES_V1);
  const hash = createHash('sha256').update(text).digest('hex');
  await db.execute({
    sql: `insert into usage_rules (version, effective_from, change, text, text_hash, created_at)
      select 1, 0, 'rule', ?, ?, 0 where not exists (select 1 from usage_rules)`,
    args: [text, hash],
  });
  await db.execute({
    sql: `insert into templates (id, purpose, name, greeting, body, updated_at)
      select value ->> 'id', value ->> 'purpose', value ->> 'name', value ->> 'greeting', value ->> 'body', 0
      from json_each(?) where not exists (select 1 from templates)`,
    args: [JSON.stringify(FIRST_TEMPLATES)],
  });
}
