import { answerParts } from '../../../db/schema/cases.ts';
import type { Ctx } from '../../context.ts';
import { addDays, civilDate } from '../../manual/jst.ts';
import { sayMeeting } from '../../manual/say.ts';
import type { CivilDate, Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type {
  AnswerChoice,
  Attendance,
  Health,
  PartView,
  PlaceChoice,
  SlotMark,
} from '../../views/shared.ts';
import { toPlaces } from '../case/case-queries.ts';
import { act } from '../record/act.ts';
import { headsOfCase } from '../record/chain.ts';
import {
  ATTENDANCE_SAID,
  CHOICE_SAID,
  HEALTH_SAID,
  inOrder,
  MARK_SAID,
  PLACE_SAID,
  partsSaid,
} from './answer-said.ts';
import { insertAnswer, insertPreferences, readAnswering, readOffered } from './answer-statements.ts';
import { taskOnce, worriesOf } from './worry.ts';

export interface AnswerInput {
  lineUserId: string;
  submissionKey: string;
  choice: AnswerChoice;
  /** Slot ids, best first; at most three. */
  ranked?: string[] | undefined;
  /** Slot ids that suit as well, in no order. */
  also?: string[] | undefined;
  /** A provider's ○△× for every offered time. */
  marks?: Record<string, SlotMark> | undefined;
  /** Parts of days, where no times were offered. */
  parts?: PartView[] | undefined;
  place?: PlaceChoice | 'any' | undefined;
  health?: Health | undefined;
  attendance?: Attendance | undefined;
  note?: string | undefined;
}

/**
 * Keeps what a participant chose, with the check-in (R6). The same submission twice is one answer; a later one
 * replaces it until staff confirm. `urgent`: it holds words of danger (RX). A time that was taken meanwhile asks for a new choice and loses nothing.
 */
export async function submitAnswer(
  ctx: Ctx,
  caseId: string,
  input: AnswerInput,
): Promise<{ answeredAt: Instant; urgent: boolean } | Refused> {
  const { q } = ctx.db;
  const id = ctx.newId();
  const { lineUserId, submissionKey } = input;
  return act(
    ctx,
    headsOfCase({ caseId }),
    [readAnswering({ caseId, lineUserId, submissionKey, now: ctx.now }), readOffered({ caseId })],
    ([found, offered]) => {
      const mine = found[0];
      if (!mine) return { result: refused('not-found') };
      if (mine.answeredAt !== null) return { result: { answeredAt: mine.answeredAt, urgent: false } };
      if (mine.choice !== 'yes' || (mine.version ?? 0) < mine.versionNeeded)
        return { result: refused('consent-needed') };
      if (mine.status !== 'open') return { result: refused('case-closed') };
      const chosen = chosenSlots(input, mine.kind === 'provider');
      if (typeof chosen === 'string') return { result: refused('bad-input', { fields: { ranked: chosen } }) };
      const parts =
        input.choice === 'parts'
          ? inOrder(input.parts ?? []).filter((each) => isAhead(each.date, ctx.now))
          : [];
      if (input.choice === 'parts' && parts.length === 0)
        return {
          result: refused('bad-input', { fields: { parts: 'これからの日の時間帯をえらんでください。' } }),
        };
      const slotOf = new Map(offered.map((s) => [s.id, s]));
      if (chosen.some((c) => !slotOf.has(c.slotId)))
        return { result: refused('bad-input', { fields: { ranked: '候補にない日時です。' } }) };
      const gone = chosen.filter((c) => {
        const slot = slotOf.get(c.slotId);
        return c.mark !== 'no' && slot && (slot.closedAt !== null || slot.taken || slot.startsAt <= ctx.now);
      });
      if (gone.length > 0) return { result: refused('slot-taken') };
      const said = chosen.map((c) => {
        const slot = slotOf.get(c.slotId);
        const mark = c.rank === null ? MARK_SAID[c.mark] : `${c.rank}番`;
        return `${mark} ${slot ? sayMeeting(slot.startsAt, slot.endsAt) : ''}`;
      });
      const asked = mine.kind !== 'provider';
      const told = {
        health: (asked && input.health) || null,
        attendance: (asked && mine.attendsProgram && input.attendance) || null,
        note: input.note || null,
      };
      const place = asked && takesPlace(mine.placeChoices, input) ? (input.place ?? null) : null;
      const whose = { ...mine, caseId, answerId: id, lineUserId };
      const worries = worriesOf(ctx, whose, told);
      const also = [
        place ? `場所：${PLACE_SAID[place]}` : '',
        told.health ? `体の調子：${HEALTH_SAID[told.health]}` : '',
        told.attendance ? `通所：${ATTENDANCE_SAID[told.attendance]}` : '',
        told.note ? `ひとこと：${told.note}` : '',
      ].filter(Boolean);
      return {
        result: { answeredAt: ctx.now, urgent: worries.urgent },
        writes: [
          insertAnswer({
            id,
            caseId,
            contactId: mine.contactId,
            submissionKey,
            seq: (mine.lastSeq ?? 0) + 1,
            choice: input.choice,
            place,
            ...told,
            answeredAt: ctx.now,
          }),
          ...(chosen.length > 0 ? [insertPreferences({ answerId: id, chosen: JSON.stringify(chosen) })] : []),
          ...(parts.length > 0
            ? [q.insert(answerParts).values(parts.map((each) => ({ answerId: id, ...each })))]
            : []),
          ...(input.choice === 'call'
            ? [taskOnce(ctx, whose, 'answer-call', `${mine.name}さんから、日程は電話で話したいとの答え`)]
            : []),
          ...worries.writes,
        ],
        entries: [
          {
            clientId: mine.clientId,
            kind: 'dates-answered',
            caseId,
            contactId: mine.contactId,
            body: {
              summary: `日程の答えが届きました：${CHOICE_SAID[input.choice]}`,
              method: 'line' as const,
              partner: mine.name,
              relation: mine.relation,
              content: [...said, ...partsSaid(parts), ...also].join('\n'),
              rules: worries.urgent ? ['R4', 'R6', 'RX'] : ['R4', 'R6'],
            },
          },
        ],
      };
    },
  );
}

const PARTS_AHEAD_DAYS = 28;

/** A day chosen before midnight may be today by now. */
function isAhead(date: CivilDate, now: Instant): boolean {
  const today = civilDate(now);
  return date > today && date <= addDays(today, PARTS_AHEAD_DAYS);
}

/** The place may have been settled while the person was answering: then it is no longer asked. */
function takesPlace(stored: string, { choice, place }: AnswerInput): boolean {
  const open = toPlaces(stored);
  if (open.length === 0 || (choice !== 'ranked' && choice !== 'parts')) return false;
  return place === 'any' || open.some((each) => each === place);
}

interface Chosen {
  slotId: string;
  mark: SlotMark;
  rank: number | null;
}

/** What was chosen, as rows; or, in Japanese, why it can't be. */
function chosenSlots(input: AnswerInput, provider: boolean): Chosen[] | string {
  if (input.choice !== 'ranked') return [];
  if (provider) {
    const marks = Object.entries(input.marks ?? {}).map(([slotId, mark]) => ({ slotId, mark, rank: null }));
    return marks.length > 0 ? marks : 'それぞれの日時に、○△×をつけてください。';
  }
  const ranked = input.ranked ?? [];
  if (ranked.length === 0) return '日にちを、ひとつはえらんでください。';
  if (ranked.length > 3) return '順番をつけられるのは3つまでです。';
  const all = [...ranked, ...(input.also ?? [])];
  if (new Set(all).size !== all.length) return '同じ日時が、二度えらばれています。';
  return all.map((slotId, i) => ({ slotId, mark: 'yes', rank: i < ranked.length ? i + 1 : null }));
}
