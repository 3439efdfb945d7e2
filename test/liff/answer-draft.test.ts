import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type AnswerDraft,
  checkinQuestions,
  isAnswered,
  lacksPlace,
  moveSlot,
  startDraft,
  togglePart,
  toggleSlot,
  toInput,
  weeksOf,
} from '../../liff/data/answer-draft.ts';
import type { AppCase } from '../../worker/views/mini-app.ts';
import { NOW, providerCase, theCase } from '../browser/mini-app-office.ts';

function draft(change: Partial<AnswerDraft> = {}): AnswerDraft {
  return { ...startDraft(theCase(), null, 'key-0').draft, ...change };
}

describe('beginning an answer', () => {
  it('goes on with what was begun on this device', () => {
    const { draft: begun, lost } = startDraft(
      theCase(),
      draft({ choice: 'ranked', ranked: ['slot-2'] }),
      'new',
    );
    expect(begun).toMatchObject({ submissionKey: 'key-0', ranked: ['slot-2'] });
    expect(lost.count).toBe(0);
  });

  it('starts a change from the answer given before, under a new key', () => {
    const answered = theCase({
      answer: {
        choice: 'ranked',
        marks: [
          { slotId: 'slot-3', mark: 'yes', rank: 2 },
          { slotId: 'slot-1', mark: 'yes', rank: 1 },
        ],
        parts: [],
        place: null,
        health: 'bad',
        attendance: null,
        note: 'ねむい',
        answeredAt: NOW,
      },
    });
    expect(startDraft(answered, null, 'new').draft).toMatchObject({
      submissionKey: 'new',
      choice: 'ranked',
      ranked: ['slot-1', 'slot-3'],
      health: 'bad',
      note: 'ねむい',
    });
  });

  it('drops a time taken meanwhile, keeps the rest in order and says which', () => {
    const asked = theCase();
    asked.slots = asked.slots.map((slot) => (slot.id === 'slot-2' ? { ...slot, open: false } : slot));
    const { draft: rest, lost } = startDraft(
      asked,
      draft({ choice: 'ranked', ranked: ['slot-4', 'slot-2', 'slot-1'], health: 'good' }),
      'new',
    );
    expect(rest).toMatchObject({
      choice: 'ranked',
      ranked: ['slot-4', 'slot-1'],
      health: 'good',
      submissionKey: 'new',
    });
    expect(lost).toEqual({ slots: [asked.slots[1]], count: 1 });
  });

  it('drops a time taken back by the office, which is no longer listed at all', () => {
    const asked = theCase({ slots: theCase().slots.slice(1) });
    const { draft: rest, lost } = startDraft(asked, draft({ choice: 'ranked', ranked: ['slot-1'] }), 'new');
    expect(rest).toMatchObject({ choice: null, ranked: [] });
    expect(lost).toEqual({ slots: [], count: 1 });
  });

  it('loses nothing to a time that was marked × anyway', () => {
    const asked = providerCase({ slots: providerCase().slots.slice(1) });
    const begun = draft({ choice: 'ranked', marks: { 'slot-1': 'no', 'slot-2': 'maybe' } });
    expect(startDraft(asked, begun, 'new').lost.count).toBe(0);
  });
});

describe('ranking', () => {
  it('puts times in the order they are pressed; the first three have a rank, the rest suit as well', () => {
    let now = draft();
    for (const id of ['slot-3', 'slot-1', 'slot-2', 'slot-5', 'slot-4'])
      now = { ...now, ...toggleSlot(now, id) };
    expect(toInput(now, theCase())).toMatchObject({
      ranked: ['slot-3', 'slot-1', 'slot-2'],
      also: ['slot-5', 'slot-4'],
    });
    expect(toggleSlot(now, 'slot-1')).toEqual({
      choice: 'ranked',
      ranked: ['slot-3', 'slot-2', 'slot-5', 'slot-4'],
    });
  });

  it('takes the place of another answer', () => {
    expect(toggleSlot(draft({ choice: 'call' }), 'slot-1')).toEqual({ choice: 'ranked', ranked: ['slot-1'] });
  });

  it('never loses or doubles a time, however they are moved', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -1, max: 3 }), fc.constantFrom(-1 as const, 1 as const))),
        (moves) => {
          let now = draft({ choice: 'ranked', ranked: ['a', 'b', 'c'] });
          for (const [index, by] of moves) now = { ...now, ...moveSlot(now, index, by) };
          expect([...now.ranked].sort()).toEqual(['a', 'b', 'c']);
        },
      ),
    );
  });
});

describe('parts of days, without offered times', () => {
  const asked = (change: Partial<AppCase> = {}) =>
    theCase({
      answersBy: 'parts',
      slots: [],
      days: ['2026-12-10', '2026-12-11', '2026-12-14', '2026-12-15', '2026-12-21', '2026-12-28'],
      ...change,
    });

  it('stand week by week, three weeks at most', () => {
    expect(weeksOf(asked())).toEqual([
      ['2026-12-10', '2026-12-11'],
      ['2026-12-14', '2026-12-15'],
      ['2026-12-21'],
    ]);
    expect(weeksOf(asked({ days: [] }))).toEqual([]);
  });

  it('go in and out, and are sent as they are', () => {
    let now = draft({ choice: 'none' });
    now = { ...now, ...togglePart(now, '2026-12-10', 'evening') };
    now = { ...now, ...togglePart(now, '2026-12-14', 'morning') };
    expect(isAnswered(now, asked())).toBe(true);
    expect(toInput(now, asked())).toMatchObject({
      choice: 'parts',
      parts: [
        { date: '2026-12-10', part: 'evening' },
        { date: '2026-12-14', part: 'morning' },
      ],
    });
    now = { ...now, ...togglePart(now, '2026-12-10', 'evening') };
    now = { ...now, ...togglePart(now, '2026-12-14', 'morning') };
    expect(now).toMatchObject({ choice: null, parts: [] });
    expect(isAnswered(now, asked())).toBe(false);
  });

  it('give way once times are offered, and times that are all gone give way to them', () => {
    const parts = draft({ choice: 'parts', parts: [{ date: '2026-12-10', part: 'morning' }], health: 'bad' });
    expect(startDraft(theCase(), parts, 'new').draft).toMatchObject({ choice: null, health: 'bad' });
    const begun = startDraft(asked(), draft({ choice: 'ranked', ranked: ['slot-1'], note: 'はい' }), 'new');
    expect(begun.draft).toMatchObject({ choice: null, ranked: [], note: 'はい' });
    expect(begun.lost.count).toBe(1);
  });
});

describe('where', () => {
  const open = theCase({ places: ['home', 'office'] });
  it('is asked of who names a time, where the case leaves it open', () => {
    expect(lacksPlace(draft({ choice: 'ranked', ranked: ['slot-1'] }), open)).toBe(true);
    expect(lacksPlace(draft({ choice: 'ranked', ranked: ['slot-1'], place: 'any' }), open)).toBe(false);
    expect(lacksPlace(draft({ choice: 'call' }), open)).toBe(false);
    expect(lacksPlace(draft({ choice: 'ranked', ranked: ['slot-1'] }), theCase())).toBe(false);
  });

  it('goes along only then', () => {
    const home = draft({ choice: 'ranked', ranked: ['slot-1'], place: 'home' });
    expect(toInput(home, open)).toMatchObject({ place: 'home' });
    expect(toInput(home, theCase())).not.toHaveProperty('place');
    expect(toInput({ ...home, choice: 'none' }, open)).not.toHaveProperty('place');
  });
});

describe('whether it is answered', () => {
  it.each([
    ['nothing', {}, false],
    ['one time', { choice: 'ranked', ranked: ['slot-1'] }, true],
    ['none fits', { choice: 'none' }, true],
    ['call me', { choice: 'call' }, true],
  ] as const)('%s', (_name, change, answered) => {
    expect(isAnswered(draft(change as Partial<AnswerDraft>), theCase())).toBe(answered);
  });

  it('a 事業所 marks every time', () => {
    const two = draft({ choice: 'ranked', marks: { 'slot-1': 'yes', 'slot-2': 'no' } });
    expect(isAnswered(two, providerCase())).toBe(false);
    expect(isAnswered({ ...two, marks: { ...two.marks, 'slot-3': 'maybe' } }, providerCase())).toBe(true);
    expect(isAnswered(draft({ choice: 'call' }), providerCase())).toBe(true);
  });
});

describe('what is sent', () => {
  it('the check-in goes along only where it is asked (R6)', () => {
    const full = draft({ choice: 'none', health: 'good', attendance: 'off', note: ' げんき ' });
    expect(toInput(full, theCase())).toEqual({
      submissionKey: 'key-0',
      choice: 'none',
      health: 'good',
      attendance: 'off',
      note: 'げんき',
    });
    expect(toInput(full, theCase({ asksAttendance: false }))).not.toHaveProperty('attendance');
    expect(toInput(full, providerCase())).not.toHaveProperty('health');
  });

  it('ranks for a person, marks for a 事業所', () => {
    expect(toInput(draft({ choice: 'ranked', ranked: ['slot-2'] }), theCase())).toMatchObject({
      ranked: ['slot-2'],
    });
    const marks = { 'slot-1': 'yes', 'slot-2': 'no', 'slot-3': 'maybe' } as const;
    expect(toInput(draft({ choice: 'ranked', marks }), providerCase())).toMatchObject({
      choice: 'ranked',
      marks,
    });
  });
});

describe('the steps', () => {
  it('begin with the check-in, without 通所 for who attends nowhere, without any for a 事業所 (R6)', () => {
    expect(checkinQuestions(theCase())).toEqual(['health', 'attendance', 'note']);
    expect(checkinQuestions(theCase({ asksAttendance: false }))).toEqual(['health', 'note']);
    expect(checkinQuestions(providerCase())).toEqual([]);
  });
});
