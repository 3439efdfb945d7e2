import type { ParticipantView, SlotClash } from '../../worker/views/cases.ts';
import type { PartView, PlaceChoice, SlotView } from '../../worker/views/shared.ts';
import { PARTNER } from './console-labels.ts';

/** One cell of participants × times. */
export type Cell =
  | { is: 'rank'; rank: number }
  | { is: 'yes' | 'maybe' | 'no' | 'unchosen' | 'unanswered' | 'unknown' | 'call' };

/** What one participant said about one time. */
export function cellOf(participant: ParticipantView, slotId: string): Cell {
  const answer = participant.answer;
  if (!answer) return { is: 'unanswered' };
  // Said before these times were offered.
  if (answer.choice === 'parts') return { is: 'unanswered' };
  if (answer.choice === 'none') return { is: 'no' };
  if (answer.choice === 'unknown') return { is: 'unknown' };
  if (answer.choice === 'call') return { is: 'call' };
  const mark = answer.marks.find((each) => each.slotId === slotId);
  if (!mark) return { is: 'unchosen' };
  if (mark.rank !== null) return { is: 'rank', rank: mark.rank };
  return { is: mark.mark };
}

export interface Summary {
  no: number;
  maybe: number;
  open: number;
  /** The person's own rank, or the family's where the person gave none; 9 when nobody did. */
  rank: number;
  tone: 'ok' | 'wait' | 'stop' | 'plain';
  words: string;
}

/** The last column: who fits, who does not, who has not said. */
export function summaryOf(participants: readonly ParticipantView[], slotId: string): Summary {
  const counts = { no: 0, maybe: 0, open: 0 };
  let rank = 9;
  const own = participants.some((each) => each.kind === 'person' && each.answer);
  for (const participant of participants) {
    const cell = cellOf(participant, slotId);
    if (cell.is === 'rank') rank = own && participant.kind !== 'person' ? rank : Math.min(rank, cell.rank);
    else if (cell.is === 'no') counts.no += 1;
    else if (cell.is === 'maybe' || cell.is === 'unchosen') counts.maybe += 1;
    else if (cell.is !== 'yes') counts.open += 1;
  }
  return { ...counts, rank, ...wordsOf(counts, participants.length) };
}

/** The time to propose: nobody refuses, then fewest open questions, then the person's own order. */
export function bestSlot(
  slots: readonly SlotView[],
  participants: readonly ParticipantView[],
): SlotView | null {
  if (!participants.some((each) => each.answer?.choice === 'ranked')) return null;
  const ranked = slots
    .filter((slot) => slot.open)
    .map((slot) => ({ slot, sum: summaryOf(participants, slot.id) }))
    .filter(({ sum }) => sum.no === 0)
    .sort(
      (a, b) =>
        a.sum.maybe + a.sum.open - (b.sum.maybe + b.sum.open) ||
        a.sum.rank - b.sum.rank ||
        a.slot.startsAt - b.slot.startsAt,
    );
  return ranked[0]?.slot ?? null;
}

/** Whose order counts: the person's own, or that of whoever answers for them. */
export function whoRanked(participants: readonly ParticipantView[]): string {
  const ranked = participants.filter((each) => each.answer?.choice === 'ranked');
  const one = participants.some((each) => each.kind === 'person' && each.answer)
    ? undefined
    : ranked.find((each) => each.kind !== 'provider');
  return PARTNER[one?.kind ?? 'person'];
}

/** Why this one is proposed, in words. */
export function whyBest(
  best: SlotView,
  slots: readonly SlotView[],
  participants: readonly ParticipantView[],
): string {
  const sum = summaryOf(participants, best.id);
  const others = slots.filter((slot) => slot.open && slot.id !== best.id);
  const sums = others.map((slot) => summaryOf(participants, slot.id));
  const dropped = sums.filter((each) => each.no > 0).length;
  const complete = sum.maybe + sum.open === 0;
  const asGood = sums.filter((each) => each.no === 0 && each.maybe + each.open === sum.maybe + sum.open);
  const rank = sum.rank === 9 ? '' : `${whoRanked(participants)}の第${sum.rank}希望`;
  return [
    complete
      ? asGood.length === 0
        ? '全員が来られるのは、この日だけです。'
        : '全員が来られます。'
      : `来られないという返事はありません（${sum.words}）。`,
    rank ? (asGood.length > 0 ? `その中で${rank}がいちばん上です。` : `${rank}です。`) : '',
    dropped > 0 ? `ほかの${dropped}つは、来られない人がいます。` : '',
  ].join('');
}

/** Participants whose answer is no choice among the times: each needs a talk or other times. */
export function withoutChoice(
  participants: readonly ParticipantView[],
): { name: string; words: string; step: 'times' | 'phone' }[] {
  const said = {
    none: { words: 'どの日もだめ、とのこと', step: 'times' },
    unknown: { words: 'わからない、とのこと', step: 'phone' },
    call: { words: '電話で話したい、とのこと', step: 'phone' },
  } as const;
  return participants.flatMap(({ name, answer }) =>
    answer?.choice === 'none' || answer?.choice === 'unknown' || answer?.choice === 'call'
      ? [{ name, ...said[answer.choice] }]
      : [],
  );
}

/** Whether the counselor is free: a fixed meeting stands against it, or too little time for the way. */
export function counselorCell(slot: { clashes: readonly SlotClash[]; overlap: boolean }): Cell {
  if (slot.overlap || slot.clashes.some((each) => each.kind === 'overlap')) return { is: 'no' };
  return slot.clashes.length > 0 ? { is: 'maybe' } : { is: 'yes' };
}

/** Parts of days that somebody named, with who did; soonest first. */
export function wishedParts(
  participants: readonly ParticipantView[],
): { part: PartView; names: Set<string> }[] {
  const order = ['morning', 'afternoon', 'evening'];
  const rows = new Map<string, { part: PartView; names: Set<string> }>();
  for (const { contactId, answer } of participants)
    for (const part of answer?.choice === 'parts' ? answer.parts : []) {
      const key = `${part.date} ${order.indexOf(part.part)}`;
      const row = rows.get(key) ?? { part, names: new Set() };
      row.names.add(contactId);
      rows.set(key, row);
    }
  return [...rows].sort(([a], [b]) => a.localeCompare(b)).map(([, row]) => row);
}

function wordsOf(
  counts: { no: number; maybe: number; open: number },
  all: number,
): Pick<Summary, 'tone' | 'words'> {
  if (counts.no > 0) return { tone: 'stop', words: `${counts.no}人 不可` };
  if (counts.open === all) return { tone: 'plain', words: '返事待ち' };
  if (counts.maybe > 0) return { tone: 'wait', words: `${counts.maybe}人 調整` };
  if (counts.open > 0) return { tone: 'plain', words: `${counts.open}人 未回答` };
  return { tone: 'ok', words: '全員そろう' };
}

/** Where people said they would like to meet, the person first; those who were not asked or left it open are left out. */
export function wishedPlaces(
  participants: readonly ParticipantView[],
): { name: string; place: PlaceChoice | 'any' }[] {
  const own = (each: ParticipantView) => (each.kind === 'person' ? 0 : 1);
  return [...participants]
    .sort((a, b) => own(a) - own(b))
    .flatMap(({ name, answer }) => (answer?.place ? [{ name, place: answer.place }] : []));
}

/** What is proposed when the place was left open: the first wish that names one; null where the offered one stays. */
export function wishedPlace(participants: readonly ParticipantView[]): PlaceChoice | null {
  const named = wishedPlaces(participants).find(({ place }) => place !== 'any')?.place;
  return named && named !== 'any' ? named : null;
}
