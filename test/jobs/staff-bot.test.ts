import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isObject, type JsonObject } from '../../local/line/json.ts';
import { actionsIn } from '../../local/line/user-acts.ts';
import { ButtonPad } from '../../worker/bot/buttons.ts';
import { consoleLinks } from '../../worker/bot/console-links.ts';
import { press } from '../../worker/bot/press.ts';
import { runCron } from '../../worker/jobs/run-cron.ts';
import { at, type Family, insert, rows } from './delivery-world.ts';
import { type LineOffice, lineOffice } from './line-office.ts';
import { type Webhook, webhookOf } from './webhook-office.ts';

const MINUTE = 60_000;
/** Everything by which somebody could tell whom an answer is about. */
const PERSONAL = ['山田', '太郎', 'たろう', '090', '自宅', 'もう死にたい', '人生の相談'];

let office: LineOffice;
let hook: Webhook;
let family: Family;
/** LINE accounts of two counselors; the first one has the family. */
let sato: string;
let suzuki: string;

beforeEach(async () => {
  office = await lineOffice();
  hook = webhookOf(office.world);
  family = await office.friend();
  sato = await member(family.staffId, '佐藤 花子', true);
  suzuki = await member('suzuki', '鈴木 次郎', false);
  await office.world.client.execute("update contacts set phone = '090-0000-0000'");
  office.line.setWebhookMode({ enabled: true });
});
afterEach(() => office.close());

async function member(id: string, name: string, known: boolean): Promise<string> {
  const { userId } = office.line.createUser({ displayName: 'x', friend: true });
  await insert(office.world, 'line_accounts', { line_user_id: userId, seen_at: 0 });
  if (known)
    await office.world.client.execute({
      sql: 'update staff set line_user_id = ? where id = ?',
      args: [userId, id],
    });
  else
    await insert(office.world, 'staff', {
      id,
      name,
      role: 'counselor',
      line_user_id: userId,
      active: 1,
      created_at: 0,
    });
  return userId;
}

const deliver = async (event: unknown) => {
  await hook.deliver([event]);
  await hook.settled();
};
/** Writes in LINE itself, so that the reply token is a real one; gives back what came. */
async function says(who: string, text: string): Promise<JsonObject[]> {
  const before = answers(who).length;
  await deliver((await office.line.sendText(who, text)).event);
  return answers(who).slice(before);
}
const answers = (who: string): JsonObject[] =>
  office.line.deliveries({ userId: who }).flatMap((each) => each.messages as JsonObject[]);
const textOf = (messages: readonly JsonObject[]) =>
  messages.map((each) => String(each.text ?? '')).join('\n');
/** The data behind the buttons of this label, in the order of the page. */
const buttons = (messages: readonly JsonObject[], label: string): string[] =>
  actionsIn(messages).flatMap((each) =>
    each.label === label && each.type === 'postback' ? [String(each.data)] : [],
  );
async function presses(who: string, data: string | undefined): Promise<string> {
  const before = answers(who).length;
  const action = { type: 'postback', label: 'x', data: data ?? '' };
  const { emission } = (await office.line.tap({ userId: who, action })) as { emission: { event: unknown } };
  await deliver(emission.event);
  return textOf(answers(who).slice(before));
}
const table = async (sql: string) => rows(office.world, sql);
const count = async (of: string) => Number((await table(`select count(*) as n from ${of}`))[0]?.n);

async function openCase(id: string, row: Record<string, string | number | null> = {}): Promise<string> {
  await insert(office.world, 'cases', {
    ...{ id, client_id: family.clientId, counselor_id: family.staffId, kind: 'monitoring', status: 'open' },
    ...{
      purpose: '人生の相談',
      planned_method: 'visit',
      opened_at: at('11-20', '10:00'),
      opened_by: family.staffId,
    },
    ...row,
  });
  await insert(office.world, 'participants', { case_id: id, contact_id: family.contactId, added_at: 0 });
  return id;
}

/** Two offered times, the later one ranked first. */
async function answeredCase(id = 'answered'): Promise<string> {
  await openCase(id);
  const starts = [at('11-26', '10:00'), at('11-27', '14:00')];
  for (const [n, starts_at] of starts.entries()) {
    const slot = { id: `${id}-${n}`, case_id: id, starts_at, ends_at: starts_at + 60 * MINUTE };
    await insert(office.world, 'slots', { ...slot, place: '自宅', offered_at: 0 });
  }
  const answer = { id: `${id}-a`, case_id: id, contact_id: family.contactId, submission_key: id, seq: 1 };
  await insert(office.world, 'answers', { ...answer, choice: 'ranked', answered_at: at('11-23', '10:00') });
  for (const [slot, rank] of [
    [`${id}-0`, 2],
    [`${id}-1`, 1],
  ] as const)
    await insert(office.world, 'preferences', { answer_id: `${id}-a`, slot_id: slot, mark: 'yes', rank });
  return id;
}

describe('what staff write', () => {
  it('is a command and never a user’s message: no duty, no count, no alert, no entry, no content', async () => {
    for (const text of ['今日', 'もう死にたいです', 'つらい']) await says(sato, text);
    const sticker = await office.line.sendSticker(sato);
    await deliver(sticker.event);
    for (const image of await office.line.sendImages(sato)) await deliver(image.event);
    for (const of of ['inbound_messages', 'reply_duties', 'alerts', 'contents', 'record_entries', 'reviews'])
      expect([of, await count(of)]).toEqual([of, 0]);
    expect(await count('inbound_events where processed_at is not null')).toBe(5);
    expect(answers(sato)).toHaveLength(6);
    expect(office.line.quota().used).toBe(0);
  });

  it('is answered by reply token, with quick replies, whatever it is', async () => {
    const said = [
      ['今日', 'まとめ'],
      ['　きょう は？', 'まとめ'],
      ['未返信みせて', '返信を待っている連絡は'],
      ['電話お願いします', '電話をする案件'],
      ['依頼', '日程をうかがっている案件は'],
      ['予定', '予定'],
      ['残り通数', '残り通数'],
      ['ヘルプ', '次のことばを送ってください'],
      ['緊急', '緊急の連絡'],
      ['へんなことば', 'わかりませんでした'],
      ['<b>山田 太郎</b>'.repeat(200), 'わかりませんでした'],
    ] as const;
    for (const [text, words] of said) {
      const messages = await says(sato, text);
      expect(textOf(messages)).toContain(words);
      expect(JSON.stringify(messages)).not.toContain('太郎');
      expect(isObject(messages.at(-1)?.quickReply)).toBe(true);
    }
    const apis = office.line.deliveries({ userId: sato }).map((each) => each.api);
    expect(apis).toEqual(said.map(() => 'reply'));
  });

  it('is forgotten when it is answered, and answered once however often LINE delivers it', async () => {
    const { event } = await office.line.sendText(sato, '今日');
    await deliver(event);
    await deliver(event);
    expect(office.line.deliveries({ userId: sato })).toHaveLength(1);
    expect(await table('select said, reply_token, status from bot_commands')).toEqual([
      { said: null, reply_token: null, status: 'answered' },
    ]);
  });

  it('is dropped when its token is over, and nothing is pushed', async () => {
    const { event } = await office.line.sendText(sato, '今日');
    office.line.addFault({ kind: '500-before', path: 'reply', times: 9 });
    await deliver(event);
    office.world.clock.now += 2 * MINUTE;
    await runCron(office.world);
    expect(office.line.deliveries({ userId: sato })).toHaveLength(0);
    expect(await table('select status from bot_commands')).toEqual([{ status: 'unanswered' }]);
  });

  it('is a person’s message again when they have left', async () => {
    await office.world.client.execute("update staff set active = 0 where id = 'suzuki'");
    await says(suzuki, '今日');
    expect(await count('reply_duties')).toBe(1);
    expect(await count('bot_commands')).toBe(0);
  });

  it('of somebody who is also a family member is a command, and says where to write instead', async () => {
    await office.world.client.execute({ sql: 'update contacts set line_user_id = ?', args: [sato] });
    expect(textOf(await says(sato, 'ヘルプ'))).toContain(
      'ご家族のことでのご連絡は、このトークには届きません',
    );
    expect(await count('reply_duties')).toBe(0);
  });
});

describe('answers', () => {
  it('hold counts, kinds and times, and nothing about any person', async () => {
    await openCase('one');
    await answeredCase();
    await deliver(hook.text(family.lineUserId, 'もう死にたいです'));
    for (const word of ['未返信', '電話', '依頼', '予定', '緊急']) await says(sato, word);
    const today = textOf(await says(sato, '今日'));
    for (const line of ['緊急のことばがある連絡：1件', '日程の答えが届いた調整：1件', '電話をする案件：1件'])
      expect(today).toContain(line);
    const said = JSON.stringify(answers(sato));
    for (const word of PERSONAL) expect(said).not.toContain(word);
    expect(said).toContain('https://office.example/console/cases/one');
  });

  it('show five cards at most, however much waits', async () => {
    for (let n = 0; n < 30; n += 1) {
      const { userId } = office.line.createUser({ displayName: 'x', friend: true });
      await hook.deliver([hook.text(userId, 'もう死にたいです')]);
    }
    await hook.settled();
    for (const word of ['今日', '未返信', '緊急']) {
      const messages = await says(sato, word);
      expect(messages.length).toBeGreaterThan(0);
      expect(textOf(messages)).toContain('30件');
    }
  });

  it('tell of the quota as LINE said last', async () => {
    await insert(office.world, 'quota_readings', {
      month: '2026-11',
      most: 200,
      used: 18,
      read_at: at('11-24', '09:00'),
    });
    expect(textOf(await says(sato, 'あと何通？'))).toContain('残り：182通（200通のうち18通を送りました）');
  });

  it('list one’s own meetings of the coming week', async () => {
    await answeredCase();
    await office.world.client.execute(
      "update cases set status = 'confirmed', confirmed_slot_id = 'answered-0', confirmed_at = 1, confirmed_by = 'suzuki'",
    );
    expect(textOf(await says(sato, '予定'))).toContain(
      '11月26日（木曜日）午前10時から午前11時まで モニタリング（訪問）',
    );
    expect(textOf(await says(suzuki, '予定'))).toContain('決まった予定はありません');
  });
});

describe('what staff take back', () => {
  it('keeps its kind, not its words, in the raw event too', async () => {
    const { event } = await office.line.sendText(sato, '山田 太郎さんのこと');
    await deliver(event);
    const { message } = event as unknown as { message: { id: string } };
    expect(await count("inbound_events where raw like '%山田%'")).toBe(1);
    await deliver((await office.line.unsend(sato, message.id)).event);
    expect(await count("inbound_events where raw like '%山田%'")).toBe(0);
    expect(await count('inbound_events where processed_at is not null')).toBe(2);
  });
});

describe('buttons', () => {
  it('log a call as the console does: 不通 counts (R3), つながった clears what waited (R12)', async () => {
    const id = await openCase('one');
    for (const [n, words] of [
      [1, 'あと2回'],
      [2, 'あと1回'],
      [3, '回数になりました'],
    ] as const) {
      const said = await presses(sato, buttons(await says(sato, '電話'), '不通')[0]);
      expect(said).toContain(`つながらなかった電話は${n}回です`);
      expect(said).toContain(words);
    }
    await presses(sato, buttons(await says(sato, '電話'), 'つながった')[0]);
    expect(await table('select case_id, outcome, staff_id from calls order by rowid')).toEqual([
      ...Array.from({ length: 3 }, () => ({ case_id: id, outcome: 'no-answer', staff_id: family.staffId })),
      { case_id: id, outcome: 'reached', staff_id: family.staffId },
    ]);
    expect(
      await table("select actor_kind, actor_id from record_entries where kind = 'call' limit 1"),
    ).toEqual([{ actor_kind: 'staff', actor_id: family.staffId }]);
  });

  it('of one card act once, also its other button, also played back', async () => {
    await openCase('one');
    const card = await says(sato, '電話');
    const [failed, reached] = [buttons(card, '不通')[0], buttons(card, 'つながった')[0]];
    await presses(sato, failed);
    for (const data of [failed, reached, failed])
      expect(await presses(sato, data)).toContain('もう使われています');
    expect(await count('calls')).toBe(1);
  });

  it('that we never made do nothing and say what to do', async () => {
    await openCase('one');
    await says(sato, '電話');
    for (const data of ['b.xxxxxxxx', 'take-alert', "b.' or 1=1 --", `b.${'x'.repeat(290)}`, 'b.'])
      expect(await presses(sato, data)).toContain('「今日」と送って');
    await deliver(hook.plain('postback', sato, { postback: {} }));
    await deliver(hook.plain('postback', sato));
    expect(await count("bot_commands where status = 'unanswered'")).toBe(2);
    expect(await count('calls')).toBe(0);
    expect(await count('bot_buttons where used_at is not null')).toBe(0);
  });

  it('of a colleague, and ones older than 30 minutes, are refused and stay unused', async () => {
    await openCase('one');
    const [data] = buttons(await says(sato, '電話'), '不通');
    expect(await presses(suzuki, data)).toContain('ほかの職員に出したもの');
    office.world.clock.now += 30 * MINUTE;
    expect(await presses(sato, data)).toContain('30分をすぎた');
    expect(await count('calls')).toBe(0);
    expect(await count('bot_buttons where used_at is not null')).toBe(0);
  });

  it('of somebody who has left meanwhile are refused', async () => {
    await answeredCase();
    const [data] = buttons(await says(sato, '依頼'), 'この日に決める');
    await office.world.client.execute({
      sql: 'update staff set active = 0 where id = ?',
      args: [family.staffId],
    });
    expect(await presses(sato, data)).toContain('職員のものではない');
    expect(await count('bot_buttons where used_at is not null')).toBe(0);
  });

  it('of users are nobody’s: nothing is answered', async () => {
    await openCase('one');
    const [data] = buttons(await says(sato, '電話'), '不通');
    expect(await presses(family.lineUserId, data)).toBe('');
    expect(await count('calls')).toBe(0);
  });

  it('take a duty; the second one is told', async () => {
    await deliver(hook.text(family.lineUserId, 'こんにちは'));
    const cards = [await says(sato, '未返信'), await says(suzuki, '未返信')];
    const [first, second] = cards.map((card) => buttons(card, '担当を引き受ける')[0]);
    expect(await presses(sato, first)).toContain('引き受けました');
    expect(await presses(suzuki, second)).toContain('佐藤 花子さんが引き受けています');
    expect(buttons(await says(suzuki, '未返信'), '担当を引き受ける')).toEqual([]);
  });

  it.each(['a contact', 'somebody unknown'])(
    'of two colleagues take an alert of %s once, in one webhook',
    async (who) => {
      const from =
        who === 'a contact'
          ? family.lineUserId
          : office.line.createUser({ displayName: 'x', friend: true }).userId;
      await deliver(hook.text(from, 'もう死にたいです'));
      const pressed: { emission: { event: unknown } }[] = [];
      for (const user of [sato, suzuki]) {
        const [data = ''] = buttons(await says(user, '緊急'), '引き受ける');
        const action = { type: 'postback', label: 'x', data };
        pressed.push((await office.line.tap({ userId: user, action })) as { emission: { event: unknown } });
      }
      await hook.deliver(pressed.map((each) => each.emission.event));
      await hook.settled();
      const ends = [sato, suzuki].map((user) => textOf(answers(user)));
      expect(ends.filter((each) => each.includes('対応する人になりました'))).toHaveLength(1);
      expect(ends.filter((each) => each.includes('さんが対応しています'))).toHaveLength(1);
      expect(textOf(await says(sato, '緊急'))).toContain('ありません');
    },
  );

  it('confirm the date ranked first only after asking once more; the loser is told who won', async () => {
    const id = await answeredCase();
    const asked = await says(sato, '依頼');
    expect(JSON.stringify(asked)).toContain('11月27日（金曜日）午後2時から午後3時まで');
    const [ask] = buttons(asked, 'この日に決める');
    const before = answers(sato).length;
    expect(await presses(sato, ask)).toContain('この日に決めますか');
    const [yes] = buttons(answers(sato).slice(before), 'はい、決めます');
    expect(await table('select status from cases')).toEqual([{ status: 'open' }]);
    await office.world.client.execute({
      sql: "update cases set counselor_id = 'suzuki' where id = ?",
      args: [id],
    });
    const theirs = answers(suzuki).length;
    await presses(suzuki, buttons(await says(suzuki, '依頼'), 'この日に決める')[0]);
    const [second] = buttons(answers(suzuki).slice(theirs), 'はい、決めます');
    expect(await presses(sato, yes)).toContain('11月27日（金曜日）午後2時に決めました');
    expect(await presses(sato, yes)).toContain('もう使われています');
    await office.world.client.execute("update cases set confirmed_slot_id = 'answered-0'");
    expect(await presses(suzuki, second)).toContain('佐藤 花子さんが先に');
    expect(await table('select status, confirmed_by from cases')).toEqual([
      { status: 'confirmed', confirmed_by: family.staffId },
    ]);
  });

  it('let a date be', async () => {
    await answeredCase();
    const before = answers(sato).length;
    await presses(sato, buttons(await says(sato, '依頼'), 'この日に決める')[0]);
    expect(await presses(sato, buttons(answers(sato).slice(before), 'やめます')[0])).toContain('そのまま');
    expect(await table('select status from cases')).toEqual([{ status: 'open' }]);
  });

  it('act when the press is taken up late, by cron', async () => {
    await openCase('one');
    const [data = ''] = buttons(await says(sato, '電話'), '不通');
    const action = { type: 'postback', label: 'x', data };
    const { emission } = (await office.line.tap({ userId: sato, action })) as {
      emission: { event: unknown };
    };
    const stop = office.world.config.maxSubrequests;
    office.world.config.maxSubrequests = 1;
    await deliver(emission.event);
    expect(await count('calls')).toBe(0);
    office.world.config.maxSubrequests = stop;
    office.world.clock.now += 5 * MINUTE;
    const before = answers(sato).length;
    await runCron(office.world);
    expect(await count('calls')).toBe(1);
    expect(answers(sato)).toHaveLength(before);
  });

  it.each([
    ['before the act', 0],
    ['after the act was written', 1],
  ])('act once when the Worker dies %s: cron takes the press up again', async (_, writes) => {
    await openCase('one');
    const [data = ''] = buttons(await says(sato, '電話'), '不通');
    const action = { type: 'postback', label: 'x', data };
    const { emission } = (await office.line.tap({ userId: sato, action })) as {
      emission: { event: unknown };
    };
    const { db } = office.world;
    let left = Number.POSITIVE_INFINITY;
    const dies = () => Promise.reject(new Error('power is lost'));
    office.world.db = {
      ...db,
      read: (statements) => (left > 0 || (left === 0 && writes > 0) ? db.read(statements) : dies()),
      write: async (statements) => {
        if (left <= 0) return dies();
        const done = await db.write(statements);
        const taken = await count("bot_commands where status = 'tried'");
        left = taken === 0 ? left : left === Number.POSITIVE_INFINITY ? writes : left - 1;
        return done;
      },
    };
    await deliver(emission.event);
    office.world.db = db;
    expect(await count('calls')).toBe(writes);
    expect(await count("bot_commands where status = 'tried'")).toBe(1);
    for (let ticks = 0; ticks < 3; ticks += 1) {
      office.world.clock.now += 5 * MINUTE;
      await runCron(office.world);
    }
    expect(await count('calls')).toBe(1);
    expect(await count("record_entries where kind = 'call'")).toBe(1);
    expect(await count("bot_commands where status = 'tried'")).toBe(0);
    expect(await presses(sato, data)).toContain('もう使われています');
  });

  it('of one card act once, however close two presses come', async () => {
    await openCase('one');
    const [data = ''] = buttons(await says(sato, '電話'), '不通');
    const { db } = office.world;
    let found = 0;
    let both = () => {};
    const together = new Promise<void>((resolve) => {
      both = resolve;
    });
    const held: typeof db = {
      ...db,
      read: async (statements) => {
        const rows = await db.read(statements);
        if (statements.length > 1 || found >= 2) return rows;
        found += 1;
        if (found === 2) both();
        // The first one waits until the second one has found the button too.
        await together;
        return rows;
      },
    };
    const ctx = {
      db: held,
      now: office.world.clock.now,
      newId: office.world.newId,
      actor: { kind: 'staff' as const, id: family.staffId },
    };
    const desk = () => ({
      ctx,
      staffId: family.staffId,
      buttons: new ButtonPad(ctx, office.world.newToken),
      links: consoleLinks(null),
    });
    const said = await Promise.all([press(desk(), data, ctx.now), press(desk(), data, ctx.now)]);
    expect(said.map((each) => textOf(each as unknown as JsonObject[])).sort()).toEqual([
      expect.stringContaining('「不通」を記録しました'),
      expect.stringContaining('もう使われています'),
    ]);
    expect(await count('calls')).toBe(1);
  });

  it('are forgotten a day after they ran out, with what was asked', async () => {
    await openCase('one');
    await says(sato, '電話');
    office.world.clock.now = at('11-26', '03:40');
    await runCron(office.world);
    expect(await count('bot_buttons')).toBe(0);
    expect(await count('bot_commands')).toBe(0);
  });
});
