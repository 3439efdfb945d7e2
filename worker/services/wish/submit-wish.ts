import { and, eq, isNull } from 'drizzle-orm';
import type { Statement } from '../../../db/client.ts';
import { cases, slots, tasks } from '../../../db/schema/cases.ts';
import { replyDuties, wishes } from '../../../db/schema/inbound.ts';
import { messages } from '../../../db/schema/messages.ts';
import { closures, officeSettings } from '../../../db/schema/office.ts';
import { clientContacts, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { replyClockStart, replyDue } from '../../manual/calendar.ts';
import { classifyInbound } from '../../manual/inbound.ts';
import { sayInstant } from '../../manual/say.ts';
import type { Instant } from '../../manual/types.ts';
import { type Refused, refused } from '../../problem.ts';
import type { WishReceipt } from '../../views/mini-app.ts';
import type {
  WishKind,
  WishReason,
  WishTopic,
  WishUrgency,
  WishVoice,
  WishWith,
} from '../../views/shared.ts';
import { raiseUrgent } from '../alert/raise-urgent.ts';
import { officeSettingsInForce } from '../facts/assemble-facts.ts';
import { act } from '../record/act.ts';
import { WISH_SAID, wishLines } from './wish-words.ts';

export interface WishInput {
  lineUserId: string;
  submissionKey: string;
  kind: WishKind;
  clientId: string;
  caseId?: string | undefined;
  when?: string | undefined;
  topic?: WishTopic | undefined;
  talkWith?: WishWith | undefined;
  urgency?: WishUrgency | undefined;
  /** R7: why a visit isn't possible, and how the person said the wish. */
  lineReason?: WishReason | undefined;
  lineVoice?: WishVoice | undefined;
  note?: string | undefined;
}

/**
 * A form instead of chat, at any hour (R10: the user may change or call off by the mini-app). It opens a duty to
 * answer like any message (R12), where something has to be decided also a task, and an alert for words of danger
 * (RX). The same submission twice is one wish.
 */
export async function submitWish(ctx: Ctx, input: WishInput): Promise<WishReceipt | Refused> {
  const { q } = ctx.db;
  const id = ctx.newId();
  return act(
    ctx,
    [input.clientId],
    [
      q
        .select({
          contactId: contacts.id,
          name: contacts.name,
          kind: contacts.kind,
          relation: clientContacts.relation,
        })
        .from(clientContacts)
        .innerJoin(contacts, eq(contacts.id, clientContacts.contactId))
        .where(and(eq(clientContacts.clientId, input.clientId), eq(contacts.lineUserId, input.lineUserId))),
      q
        .select({ wishedAt: wishes.wishedAt, dueAt: replyDuties.dueAt })
        .from(wishes)
        .innerJoin(replyDuties, eq(replyDuties.wishId, wishes.id))
        .innerJoin(contacts, eq(contacts.id, wishes.contactId))
        .where(and(eq(wishes.submissionKey, input.submissionKey), eq(contacts.lineUserId, input.lineUserId))),
      q.select().from(officeSettings),
      q.select({ date: closures.date }).from(closures),
      q
        .select({ clientId: cases.clientId, startsAt: slots.startsAt })
        .from(cases)
        .leftJoin(slots, eq(slots.id, cases.confirmedSlotId))
        .where(eq(cases.id, input.caseId ?? '')),
      q
        .select({ why: tasks.why, caseId: tasks.caseId, contactId: tasks.contactId })
        .from(tasks)
        .where(and(eq(tasks.clientId, input.clientId), isNull(tasks.doneAt))),
    ],
    ([found, again, settingsRows, closureRows, inCase, openTasks]) => {
      const mine = found[0];
      if (!mine) return { result: refused('not-found') };
      if (mine.kind === 'provider' && input.kind === 'line-monitoring')
        return { result: refused('forbidden') };
      if (again[0])
        return { result: { wishedAt: again[0].wishedAt, answerBy: again[0].dueAt, urgent: false } };
      if (input.caseId && inCase[0]?.clientId !== input.clientId) return { result: refused('not-found') };
      const { settings } = officeSettingsInForce(settingsRows, ctx.now);
      const closed = closureRows.map((c) => c.date);
      const answerBy = replyDue(ctx.now, settings, closed);
      const urgent = Boolean(input.note) && classifyInbound(input.note ?? '').includes('urgent');
      const soon = urgent ? ctx.now : replyClockStart(ctx.now, settings, closed);
      const wish = {
        whenText: input.when ?? null,
        topic: input.topic ?? null,
        talkWith: input.talkWith ?? null,
        urgency: input.urgency ?? null,
        lineReason: input.lineReason ?? null,
        lineVoice: input.lineVoice ?? null,
        note: input.note ?? null,
      };
      const about = { clientId: input.clientId, contactId: mine.contactId, caseId: input.caseId ?? null };
      const task = urgent ? URGENT_TASK : taskFor(input, inCase[0]?.startsAt ?? null);
      const known = openTasks.some(
        (open) =>
          open.why === task?.why && open.caseId === about.caseId && open.contactId === about.contactId,
      );
      return {
        result: { wishedAt: ctx.now, answerBy, urgent },
        writes: [
          q.insert(wishes).values({
            ...about,
            ...wish,
            id,
            kind: input.kind,
            submissionKey: input.submissionKey,
            wishedAt: ctx.now,
          }),
          q.insert(replyDuties).values({
            id: ctx.newId(),
            wishId: id,
            contactId: mine.contactId,
            openedAt: ctx.now,
            dueAt: urgent || input.urgency === 'soon' ? Math.min(soon, answerBy) : answerBy,
          }),
          ...(task && !known
            ? [
                q.insert(tasks).values({
                  ...task,
                  ...about,
                  id: ctx.newId(),
                  dueAt: urgent ? ctx.now : answerBy,
                  createdAt: ctx.now,
                }),
              ]
            : []),
          ...(input.kind === 'cannot-come' && input.caseId ? [dropReminder(ctx, about)] : []),
          ...(urgent
            ? [raiseUrgent(ctx, { lineUserId: input.lineUserId, contactId: mine.contactId, wishId: id })]
            : []),
        ],
        entries: [
          {
            clientId: input.clientId,
            kind: 'wished',
            caseId: about.caseId,
            contactId: mine.contactId,
            actor: { kind: 'contact' as const, id: mine.contactId },
            body: {
              summary: `ミニアプリから：${WISH_SAID[input.kind]}${urgent ? '。緊急のことばがあります' : ''}`,
              method: 'line',
              partner: mine.name,
              relation: mine.relation,
              content: wishLines(wish).join('\n'),
              rules: urgent ? ['R12', 'RX'] : RULES[input.kind],
            },
          },
        ],
      };
    },
  );
}

const RULES: Record<WishKind, string[]> = {
  call: ['R12'],
  change: ['R10', 'R12'],
  'cannot-come': ['R10', 'R12'],
  consult: ['R12'],
  question: ['R12'],
  'line-monitoring': ['R7', 'R12'],
};

type NewTask = Pick<typeof tasks.$inferInsert, 'kind' | 'why' | 'title'>;

const URGENT_TASK: NewTask = {
  kind: 'phone',
  why: 'urgent',
  title: 'ミニアプリに緊急のことばがあります。すぐに電話で確かめます',
};

/** Where an answer alone isn't enough: a date to move, or R7 to be decided. */
function taskFor(input: WishInput, startsAt: Instant | null): NewTask | null {
  const which = startsAt === null ? '予定' : `${sayInstant(startsAt)}の予定`;
  if (input.kind === 'cannot-come') {
    const title = `${which}に行けないとの連絡。電話で確かめ、次の日を決めます`;
    return { kind: 'decide', why: 'wish-cannot-come', title };
  }
  if (input.kind === 'change') {
    const title = `${which}を変えたいとの連絡。電話で次の日を決めます`;
    return { kind: 'decide', why: 'wish-change', title };
  }
  if (input.kind !== 'line-monitoring') return null;
  const title = 'LINEでのモニタリングの希望。訪問できない事情と本人の希望を確かめて決めます';
  return { kind: 'decide', why: 'wish-line-monitoring', title };
}

/** Nobody is reminded of what they have said they can't come to. */
function dropReminder({ db }: Ctx, about: { contactId: string; caseId: string | null }): Statement {
  return db.q
    .update(messages)
    .set({ status: 'dropped', onceKey: null, lastError: '行けないとの連絡' })
    .where(
      and(
        eq(messages.contactId, about.contactId),
        eq(messages.caseId, about.caseId ?? ''),
        eq(messages.purpose, 'reminder'),
        eq(messages.status, 'queued'),
      ),
    );
}
