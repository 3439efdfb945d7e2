import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ThreadRow, ThreadView } from '../../worker/views/threads.ts';
import { Desk, HOSTILE } from './console-desk.ts';
import { client, DAY, HOUR, inbound, MINUTE, NOON } from './console-office.ts';
import type { ConsoleServer } from './console-server.ts';

let desk: Desk;
let server: ConsoleServer;

beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(async () => {
  await desk?.close();
});
beforeEach(() => {
  server = desk.tidy();
});

function row(over: Partial<ThreadRow> = {}): ThreadRow {
  return {
    id: 'p1',
    name: '吉岡 健太',
    kana: 'よしおか けんた',
    kind: 'person',
    phone: '000-0000-0005',
    clients: [{ id: 'k1', name: '吉岡 健太', kana: null, relation: '本人' }],
    preview: '相談したい',
    lastAt: NOON - 3 * HOUR,
    sentAt: null,
    unanswered: { count: 2, receivedAt: NOON - 3 * HOUR, dueAt: NOON - HOUR },
    ...over,
  };
}

function view(over: Partial<ThreadView> = {}): ThreadView {
  const { id, name, kana, kind, phone, clients } = row();
  return {
    contact: { id, name, kana, kind, phone, clients },
    now: NOON,
    messages: [inbound()],
    sent: [],
    calls: [],
    earlier: null,
    ...over,
  };
}

const onThread = (over: Partial<ThreadView> = {}) =>
  server.on('GET', '/api/console/contacts/:id/thread', () => view(over));

describe('the list of threads', () => {
  it('shows who waits and since when, finds by name, goes on, and remembers whose it shows', async () => {
    server.on('GET', '/api/console/threads', ({ query }) => {
      if (query.get('q')) return { now: NOON, rows: [row({ name: '三浦 翔' })], next: null };
      if (query.get('after'))
        return {
          now: NOON,
          rows: [row({ id: 'p3', name: '川端 すみれ', unanswered: null })],
          next: null,
        };
      return { now: NOON, rows: [row(), row({ id: 'p2', name: HOSTILE, unanswered: null })], next: 'more' };
    });
    onThread();
    await desk.within('/console/threads', async (page) => {
      await page.getByText('1時間 超過').waitFor();
      await expect
        .poll(() => page.getByRole('link', { name: '電話する' }).getAttribute('href'))
        .toBe('tel:00000000005');
      await page.getByText('ほか1件も未返信').waitFor();
      await page.getByRole('button', { name: 'つづきを見る' }).click();
      await page.getByRole('link', { name: '川端 すみれ' }).first().waitFor();
      await page.getByLabel('名前・よみ').fill('みうら');
      await page.getByRole('link', { name: '三浦 翔' }).first().waitFor();
      expect(page.url()).not.toContain('q=');
      await page.getByLabel('名前・よみ').fill('');
      await page.getByRole('button', { name: '自分の担当' }).click();
      await expect
        .poll(() =>
          server.asked
            .filter((each) => each.path.endsWith('/threads'))
            .at(-1)
            ?.query.get('mine'),
        )
        .toBe('1');
      await page.reload();
      await page.getByRole('button', { name: '自分の担当', pressed: true }).waitFor();
      await page.getByRole('link', { name: '吉岡 健太' }).first().click();
      await page.getByRole('heading', { level: 1, name: '吉岡 健太 さん' }).waitFor();
    });
  });
});

describe('a thread', () => {
  it('says by what each message was answered, and shows stickers and images for what they are', async () => {
    const duty = { id: 'd', dueAt: NOON, clearedAt: NOON - MINUTE, clearedBy: 'talk', reason: null } as const;
    onThread({
      messages: [
        inbound(),
        inbound({ id: 'n2', kind: 'sticker', text: null, sticker: 'ありがとう', duty }),
        inbound({ id: 'n3', kind: 'image', text: null, content: 'kept', duty: null }),
        inbound({ id: 'n4', kind: 'image', text: null, content: 'not-kept', why: 'too-large', duty: null }),
        inbound({ id: 'n5', unsent: true, text: null, duty: null }),
        inbound({
          id: 'n6',
          text: HOSTILE,
          duty: { ...duty, clearedBy: 'closed', reason: 'お礼だけのため' },
        }),
      ],
      calls: [
        { id: 'l1', at: NOON - DAY, outcome: 'voicemail', reached: null, direction: 'out', staff: '原田' },
      ],
    });
    await desk.within('/console/threads/p1', async (page) => {
      await page.getByText('未返信・1時間 超過').waitFor();
      await page.getByText('スタンプ「ありがとう」が届きました').waitFor();
      await page.getByText('電話で話しました 12/8 14:19').waitFor();
      await page.getByText('写真が届きましたが、大きすぎて受け取れません').waitFor();
      await page.getByText('相手が送信を取り消しました').waitFor();
      await page.getByText('理由：お礼だけのため').waitFor();
      await page.getByText('電話 留守電（原田）').waitFor();
      const shot = page.getByRole('img', { name: '12/8 11:20に届いた写真' });
      await expect.poll(() => shot.getAttribute('src')).toBe('/api/console/messages/n3/content');
    });
  });

  it('makes a task with a day, keeps what was typed over a reload, and closes only with a reason', async () => {
    onThread();
    server.on('POST', '/api/console/clients/:id/tasks', () => ({ id: 't9', dueAt: NOON }));
    server.on('POST', '/api/console/duties/:id/close', () => ({ closedAt: NOON }));
    await desk.within('/console/threads/p1', async (page) => {
      await page.getByRole('button', { name: 'することにする' }).click();
      const what = page.getByLabel('すること', { exact: true });
      await expect.poll(() => what.inputValue()).toBe('夜になると心配で眠れません。');
      await what.fill('夜の電話の窓口を調べる');
      await page.reload();
      await page.getByRole('button', { name: 'することにする' }).click();
      await expect.poll(() => what.inputValue()).toBe('夜の電話の窓口を調べる');
      await page.getByLabel('いつまで').fill('2026-12-10');
      await page.evaluate(() => {
        const live = document.getElementById('live');
        if (!live) return;
        new MutationObserver(() => {
          if (live.offsetHeight > 20) document.documentElement.dataset.seen = live.textContent ?? '';
        }).observe(live, { attributes: true, childList: true });
      });
      await page.getByRole('button', { name: 'することに入れる' }).click();
      await expect
        .poll(() => server.sent('POST', '/api/console/clients/k1/tasks'))
        .toEqual([
          {
            contactId: 'p1',
            title: '夜の電話の窓口を調べる',
            dueOn: '2026-12-10',
            aboutId: 'n1',
            kind: 'phone',
          },
        ]);
      // Nothing else on the page shows it: the words are seen for a moment, not only heard.
      await expect
        .poll(() => page.evaluate(() => document.documentElement.dataset.seen))
        .toBe('「今日」のすることに入れました。');
      await page.getByRole('button', { name: '返信せずに閉じる' }).click();
      await page.getByRole('button', { name: '理由を残して閉じる' }).click();
      await page.getByText('理由を書いてください。').waitFor();
      await page.getByLabel('返信せずに閉じる理由').fill('お礼だけのため');
      await page.getByRole('button', { name: '理由を残して閉じる' }).click();
      await expect
        .poll(() => server.sent('POST', '/api/console/duties/d1/close'))
        .toEqual([{ reason: 'お礼だけのため' }]);
    });
  });

  it('takes the words along to a new case, without putting them into the address', async () => {
    onThread({
      contact: {
        ...view().contact,
        clients: [
          { id: 'k1', name: '三浦 翔', kana: null, relation: '母' },
          { id: 'k2', name: '三浦 結', kana: null, relation: '母' },
        ],
      },
    });
    server.on('GET', '/api/console/clients/:id', () => client());
    await desk.within('/console/threads/p1', async (page) => {
      await page.getByRole('button', { name: '調整をはじめる' }).click();
      await page.getByRole('button', { name: '三浦 結 さん' }).click();
      await page.waitForURL('**/console/clients/k2/open?kind=consultation');
      await expect.poll(() => page.getByLabel('目的').inputValue()).toBe('夜になると心配で眠れません。');
      await expect.poll(() => page.getByRole('radio', { name: '相談' }).isChecked()).toBe(true);
      await expect.poll(() => page.getByRole('checkbox', { name: /大野 みのり/ }).isChecked()).toBe(true);
    });
  });

  it('goes back to the beginning, and loses nothing that was shown', async () => {
    server.on('GET', '/api/console/contacts/:id/thread', ({ query }) =>
      query.get('before')
        ? view({ messages: [inbound({ id: 'n0', text: 'いちばん最初', at: NOON - 9 * DAY })] })
        : view({ earlier: NOON - 3 * HOUR }),
    );
    await desk.within('/console/threads/p1', async (page) => {
      await page.getByRole('button', { name: 'もっと前を見る' }).click();
      await page.getByText('いちばん最初').waitFor();
      await page.getByText('夜になると心配で眠れません。').waitFor();
      await page.getByRole('button', { name: 'もっと前を見る' }).waitFor({ state: 'hidden' });
    });
  });
});
