import { describe, expect, it } from 'vitest';
import { overlaps, slotOf } from '../../liff/data/console-cases.ts';
import { recordThreads, weekdayHours } from '../../liff/data/console-clients.ts';
import { checksOf, piecesOf, wholeText } from '../../liff/data/console-messages.ts';
import { bestSlot, cellOf, summaryOf, whoRanked } from '../../liff/data/console-poll.ts';
import { recordBodyOf } from '../../liff/data/console-records.ts';
import { isFailed, shortMoment, stagesOf } from '../../liff/data/console-stages.ts';
import { byDue, dutyClock, spell, workCount } from '../../liff/data/console-today.ts';
import type { CallView } from '../../worker/views/cases.ts';
import type { AnswerView, SlotView } from '../../worker/views/shared.ts';
import {
  caseView,
  DAY,
  finding,
  HOUR,
  MINUTE,
  NOON,
  participant,
  QUIET,
  record,
} from '../browser/console-office.ts';

const slot = (id: string, startsAt: number, over: Partial<SlotView> = {}): SlotView => ({
  id,
  startsAt,
  endsAt: startsAt + HOUR,
  place: '自宅',
  open: true,
  ...over,
});
const ranked = (...ids: string[]): AnswerView => ({
  choice: 'ranked',
  marks: ids.map((slotId, index) => ({ slotId, mark: 'yes', rank: index + 1 })),
  parts: [],
  place: null,
  health: null,
  attendance: null,
  note: null,
  answeredAt: NOON,
});
const marked = (marks: Record<string, 'yes' | 'maybe' | 'no'>): AnswerView => ({
  ...ranked(),
  marks: Object.entries(marks).map(([slotId, mark]) => ({ slotId, mark, rank: null })),
});

describe('participants × times', () => {
  const slots = [slot('a', NOON + DAY), slot('b', NOON + 2 * DAY), slot('c', NOON + 3 * DAY)];

  it.each([
    ['nothing said yet', null, { is: 'unanswered' }],
    ['their second choice', ranked('b', 'a'), { is: 'rank', rank: 2 }],
    ['a time they did not choose', ranked('b'), { is: 'unchosen' }],
    ['a provider who could manage', marked({ a: 'maybe' }), { is: 'maybe' }],
    ['none fits', { ...ranked(), choice: 'none' as const }, { is: 'no' }],
    ['does not know', { ...ranked(), choice: 'unknown' as const }, { is: 'unknown' }],
    ['wants a call', { ...ranked(), choice: 'call' as const }, { is: 'call' }],
  ])('shows %s', (_, answer, cell) => {
    expect(cellOf(participant({ answer }), 'a')).toEqual(cell);
  });

  it('proposes a time that nobody refuses, then the one with fewest open questions', () => {
    const person = participant({ answer: ranked('a', 'b') });
    const provider = participant({
      contactId: 'p2',
      kind: 'provider',
      answer: marked({ a: 'no', b: 'yes', c: 'yes' }),
    });
    expect(bestSlot(slots, [person, provider])?.id).toBe('b');
    expect(summaryOf([person, provider], 'b')).toMatchObject({ tone: 'ok', words: '全員そろう', rank: 2 });
    expect(summaryOf([person, provider], 'a')).toMatchObject({ tone: 'stop', words: '1人 不可' });
    expect(summaryOf([person, provider], 'c')).toMatchObject({ tone: 'wait', words: '1人 調整' });
  });

  it('follows the order of the person, not of the family', () => {
    const person = participant({ answer: ranked('b', 'a') });
    const mother = participant({ contactId: 'p2', kind: 'family', answer: ranked('a', 'b') });
    expect(bestSlot(slots, [mother, person])?.id).toBe('b');
    expect([whoRanked([mother, person]), whoRanked([mother])]).toEqual(['本人', '家族']);
  });

  it('proposes nothing before anybody has answered, and nothing that is closed', () => {
    expect(bestSlot(slots, [participant()])).toBeNull();
    expect(summaryOf([participant()], 'a').words).toBe('返事待ち');
    expect(bestSlot([slot('a', NOON, { open: false })], [participant({ answer: ranked('a') })])).toBeNull();
  });
});

const call = (over: Partial<CallView>): CallView => ({
  id: 'l',
  at: NOON,
  contactName: '',
  outcome: 'no-answer',
  reached: null,
  direction: 'out',
  note: null,
  staff: '',
  ...over,
});

describe('stages of a case', () => {
  const states = (over: Parameters<typeof caseView>[0]) =>
    stagesOf(caseView(over)).map((stage) => stage.state);
  const sent = {
    id: 'm',
    contactId: 'p1',
    author: '中村 さおり',
    purpose: 'callback-request',
    contactName: '',
    greeting: '',
    body: '',
    status: 'sent',
    notBefore: NOON,
    sentAt: NOON,
    lastError: null,
    origin: 'staff',
  } as const;

  it.each([
    ['calls first', {}, ['now', 'ahead', 'ahead', 'ahead', 'ahead']],
    ['asks for a call-back after three', { failedCalls: 3 }, ['done', 'now', 'ahead', 'ahead', 'ahead']],
    ['then asks for dates', { failedCalls: 3, messages: [sent] }, ['done', 'done', 'now', 'ahead', 'ahead']],
    [
      'then confirms',
      { participants: [participant({ answer: ranked('a') })] },
      ['done', 'done', 'done', 'now', 'ahead'],
    ],
    [
      'leaves nothing under way when called off',
      { status: 'cancelled' as const },
      ['ahead', 'ahead', 'ahead', 'ahead', 'ahead'],
    ],
  ])('%s', (_, over, expected) => {
    expect(states(over)).toEqual(expected);
  });

  it('says in JST when dates arrived', () => {
    const [, , dates] = stagesOf(caseView({ participants: [participant({ answer: ranked('a') })] }));
    expect(dates?.news).toBe('12/8 14:20 届きました');
    expect(shortMoment(Date.UTC(2026, 11, 31, 15))).toBe('1/1 00:00');
  });

  it('does not count a wrong number, a call-back or a family that reached the person as failures', () => {
    expect(isFailed(call({}))).toBe(true);
    expect(isFailed(call({ outcome: 'wrong-number' }))).toBe(false);
    expect(isFailed(call({ outcome: 'family', reached: true }))).toBe(false);
    expect(isFailed(call({ direction: 'in' }))).toBe(false);
  });
});

describe('times on offer', () => {
  it('reads what was typed as JST, whatever zone the computer is in', () => {
    const typed = slotOf({ date: '2026-12-16', from: '14:00', minutes: 90, place: ' 自宅 ' });
    expect(typed).toEqual({
      startsAt: Date.UTC(2026, 11, 16, 5),
      endsAt: Date.UTC(2026, 11, 16, 6, 30),
      place: '自宅',
    });
    expect(slotOf({ date: '', from: '14:00', minutes: 60, place: '' })).toBeNull();
  });

  it('sees overlaps among the rows and with what is offered, but not back to back', () => {
    const rows = [
      { startsAt: 0, endsAt: 60, place: '' },
      { startsAt: 60, endsAt: 120, place: '' },
      { startsAt: 90, endsAt: 150, place: '' },
      null,
    ];
    expect(overlaps(rows, [])).toEqual([false, true, true, false]);
    expect(overlaps(rows.slice(0, 1), [slot('x', 30)])).toEqual([true]);
    expect(overlaps(rows.slice(0, 1), [slot('x', 30, { open: false })])).toEqual([false]);
  });
});

describe('a draft and its verdict', () => {
  it('marks what findings point at, also where they overlap', () => {
    const findings = [
      finding('R10', 5, '', { spans: [{ start: 0, end: 3 }] }),
      finding('R9', 4, '', { severity: 'warn', spans: [{ start: 2, end: 5 }] }),
      finding('R14', 9, '', { severity: 'human', spans: [{ start: 6, end: 7 }] }),
    ];
    expect(piecesOf('abcdefg', findings)).toEqual([
      { text: 'abcde', marked: true },
      { text: 'fg', marked: false },
    ]);
    expect(piecesOf('ab', [finding('R9', 4, '', { spans: [{ start: 1, end: 99 }] })]).at(-1)).toEqual({
      text: 'b',
      marked: true,
    });
    expect(wholeText('一言', '本題')).toBe('一言\n本題');
    expect(wholeText('', '本題')).toBe('本題');
  });

  it('lists every check with how it came out', () => {
    const list = checksOf('callback-request', [
      finding('R3', 2, ''),
      finding('R11', 6, '', { severity: 'hold' }),
    ]);
    expect(list.filter((check) => check.state !== 'pass').map((check) => [check.row, check.state])).toEqual([
      [2, 'refuse'],
      [6, 'hold'],
    ]);
    expect(checksOf('reply', []).some((check) => check.row === 2)).toBe(false);
  });
});

describe('today', () => {
  it.each([
    ['over', NOON - 40 * MINUTE, { state: 'over', words: '40分 超過' }],
    ['soon', NOON + 92 * MINUTE, { state: 'soon', words: 'あと1時間32分' }],
    ['calm', NOON + 5 * HOUR, { state: 'calm', words: 'あと5時間' }],
  ])('shows a duty that is %s', (_, dueAt, shown) => {
    expect(dutyClock({ receivedAt: NOON - 2 * HOUR, dueAt }, NOON)).toMatchObject(shown);
  });

  it('puts what is due first first, and counts what waits for a person', () => {
    expect(byDue([{ dueAt: 2 }, { dueAt: 1 }])).toEqual([{ dueAt: 1 }, { dueAt: 2 }]);
    expect(spell(50 * HOUR)).toBe('2日');
    expect(workCount(QUIET)).toBe(0);
  });
});

describe('the record', () => {
  it('stands newest first, with corrections under what they correct', () => {
    const threads = recordThreads([
      record({ id: 'a', seq: 1, at: NOON - DAY }),
      record({ id: 'b', seq: 2, at: NOON }),
      record({ id: 'c', seq: 3, at: NOON, correctsId: 'a' }),
      record({ id: 'd', seq: 4, at: NOON, correctsId: 'c' }),
    ]);
    expect(threads.map(({ entry, corrections }) => [entry.id, corrections.map((each) => each.id)])).toEqual([
      ['b', []],
      ['a', ['c', 'd']],
    ]);
  });

  it('loses nothing of what the form held', () => {
    const body = recordBodyOf({
      date: '2026-12-08',
      from: '14:32',
      until: '14:40',
      method: 'phone',
      condition: '寒い',
      content: '日程を確認',
      nextDue: '2026-12-09',
    });
    expect(body).toEqual({
      summary: '電話　日程を確認',
      method: 'phone',
      startedAt: Date.UTC(2026, 11, 8, 5, 32),
      endedAt: Date.UTC(2026, 11, 8, 5, 40),
      condition: '寒い',
      content: '日程を確認',
      nextDue: '2026-12-09',
    });
    expect(recordBodyOf({ content: '15時の誤り', reason: '書き違い' })).toEqual({
      summary: '訂正　15時の誤り',
      content: '15時の誤り',
      reason: '書き違い',
    });
    expect([...recordBodyOf({ content: 'あ'.repeat(400) }).summary]).toHaveLength(60);
  });

  it('keeps a provider to its own weekdays', () => {
    expect(Object.keys(weekdayHours('09:00', '17:00'))).toEqual(['1', '2', '3', '4', '5']);
  });
});
