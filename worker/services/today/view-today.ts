import { eq, gt, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import { cases } from '../../../db/schema/cases.ts';
import { inboundEvents, inboundMessages, replyDuties, wishes } from '../../../db/schema/inbound.ts';
import { messages } from '../../../db/schema/messages.ts';
import { heldBack } from '../../../db/schema/notices.ts';
import { clients, contacts } from '../../../db/schema/people.ts';
import type { Ctx } from '../../context.ts';
import { DAY } from '../../manual/jst.ts';
import type { TodayView } from '../../views/desk.ts';
import { readAlerts, toAlert } from '../alert/alert-rows.ts';
import { exceptionQueries, toExceptions } from '../approval/list-approvals.ts';
import { readCaseRows, toCaseRow } from '../case/case-rows.ts';
import { readRuleVersions } from '../consent/consent-state.ts';
import { consentVersionNeeded } from '../facts/assemble-facts.ts';
import { readMessages, toMessage } from '../message/message-rows.ts';
import { readProposals, toProposal } from '../proposal/list-proposals.ts';
import { quotaView, readQuota } from '../quota/quota-readings.ts';
import { readDrafts, toDraft } from '../record/draft-rows.ts';
import { readReviews, toReview } from '../review/list-reviews.ts';
import { readTasks, toTask } from '../task/task-rows.ts';
import { WISH_SAID, wishLines } from '../wish/wish-words.ts';
import { readInvited, waitingConsents } from './waiting-consents.ts';

const PREVIEW = 60;
/** A form has lines of its own before the person's words. */
const PREVIEW_OF_FORM = 180;
const MOST_PARKED = 50;
/** A message that couldn't be sent leaves a task; it stays in sight itself for a week. */
const FAILED_SHOWN = 7 * DAY;
const KEPT_BACK_SHOWN = 14 * DAY;
/** An automatic message that the cap kept back until it was too late. */
const GIVEN_UP_SHOWN = 2 * DAY;

/** What needs a person, the most urgent first. */
export async function viewToday(ctx: Ctx, staffId: string, isManager: () => boolean): Promise<TodayView> {
  const { q } = ctx.db;
  const [
    keptBackRows,
    dutyRows,
    caseRows,
    taskRows,
    ruleRows,
    invitationRows,
    messageRows,
    alertRows,
    quotaRows,
    parkedRows,
    reviewRows,
    proposalRows,
    draftRows,
    ownRows,
    approvalRows,
    circumstanceRows,
  ] = await ctx.db.read([
    q
      .select({ messageId: heldBack.messageId, why: heldBack.why })
      .from(heldBack)
      .where(gt(heldBack.lastAt, ctx.now - KEPT_BACK_SHOWN)),
    q
      .select({
        id: replyDuties.id,
        contactId: replyDuties.contactId,
        contactName: contacts.name,
        phone: contacts.phone,
        text: inboundMessages.text,
        kind: inboundMessages.kind,
        unsentAt: inboundMessages.unsentAt,
        wish: wishes.kind,
        whenText: wishes.whenText,
        topic: wishes.topic,
        talkWith: wishes.talkWith,
        urgency: wishes.urgency,
        lineReason: wishes.lineReason,
        lineVoice: wishes.lineVoice,
        note: wishes.note,
        receivedAt: replyDuties.openedAt,
        dueAt: replyDuties.dueAt,
        client: sql<
          string | null
        >`(select json_object('id', c.id, 'name', c.name, 'kana', c.kana) from client_contacts cc join clients c on c.id = cc.client_id where cc.contact_id = ${replyDuties.contactId} and (${wishes.clientId} is null or c.id = ${wishes.clientId}) order by c.kana limit 1)`,
      })
      .from(replyDuties)
      .leftJoin(contacts, eq(contacts.id, replyDuties.contactId))
      .leftJoin(inboundMessages, eq(inboundMessages.id, replyDuties.inboundMessageId))
      .leftJoin(wishes, eq(wishes.id, replyDuties.wishId))
      .where(isNull(replyDuties.clearedAt))
      .orderBy(replyDuties.dueAt),
    readCaseRows(ctx.db, inArray(cases.status, ['open', 'confirmed'])),
    readTasks(ctx.db),
    readRuleVersions(ctx.db, ctx.now),
    readInvited(ctx.db, ctx.now),
    readMessages(
      ctx.db,
      sql`${messages.id} in (${heldMessages(ctx.now, sql`id`, sql`and not_before > ${ctx.now}`)})`,
    ),
    readAlerts(ctx.db),
    readQuota(ctx.db, ctx.now),
    q
      .select({ id: inboundEvents.id, count: sql<number>`count(*) over ()` })
      .from(inboundEvents)
      .where(sql`parked_at is not null`)
      .orderBy(inboundEvents.parkedAt)
      .limit(MOST_PARKED),
    readReviews(ctx.db),
    readProposals(ctx.db),
    readDrafts(ctx.db),
    ownClients(ctx, staffId),
    ...exceptionQueries(ctx),
  ]);
  return {
    now: ctx.now,
    mine: [
      ...new Set([
        ...ownRows.map((row) => row.id),
        ...invitationRows.filter((row) => row.counselorId === staffId).map((row) => row.clientId),
      ]),
    ],
    alerts: alertRows.map(toAlert),
    quota: quotaView(quotaRows[0]),
    parked: { count: parkedRows[0]?.count ?? 0, ids: parkedRows.map((row) => row.id) },
    reviews: reviewRows.map(toReview),
    exceptions: toExceptions([approvalRows, circumstanceRows], { id: ctx.actor.id, manager: isManager() }),
    proposals: proposalRows.map(toProposal),
    drafts: draftRows.map(toDraft).map(({ id, clientId, client, body, createdAt }) => ({
      id,
      clientId,
      client,
      summary: body.summary ?? '相談記録',
      createdAt,
    })),
    duties: dutyRows.map((d) => ({
      id: d.id,
      contactId: d.contactId,
      contactName: d.contactName ?? 'まだ登録のない方',
      phone: d.phone,
      client: d.client ? (JSON.parse(d.client) as { id: string; name: string; kana: string }) : null,
      preview: previewOf(d),
      receivedAt: d.receivedAt,
      dueAt: d.dueAt,
    })),
    calls: caseRows
      .filter((c) => c.status === 'open' && !c.answered && !c.asked && c.talkedAt < c.openedAt)
      .map((c) => ({ ...toCaseRow(c), phone: c.phone, contactId: c.contactId, lastCallAt: c.lastCallAt }))
      .sort((a, b) => b.failedCalls - a.failedCalls || a.openedAt - b.openedAt),
    tasks: taskRows.map(toTask),
    answered: caseRows.filter((c) => c.answered).map(toCaseRow),
    waitingConsents: waitingConsents(invitationRows, consentVersionNeeded(ruleRows), ctx.now),
    held: messageRows.map((m) => ({
      ...toMessage(m),
      clientId: m.clientId,
      client: { name: m.clientName, kana: m.clientKana },
      keptBack: keptBackRows.find((each) => each.messageId === m.id)?.why ?? null,
    })),
    appointments: caseRows
      .flatMap((c) =>
        c.status === 'confirmed' && c.startsAt !== null && c.endsAt !== null && c.endsAt > ctx.now
          ? [
              {
                caseId: c.id,
                clientId: c.clientId,
                client: { name: c.name, kana: c.kana },
                kind: c.kind,
                startsAt: c.startsAt,
                endsAt: c.endsAt,
                place: c.place ?? '',
                method: c.method,
                counselor: { name: c.counselor, kana: null },
              },
            ]
          : [],
      )
      .sort((a, b) => a.startsAt - b.startsAt),
  };
}

/** Of the clients that can appear here, but for those with a consent to wait for, this member of staff's own. */
function ownClients(ctx: Ctx, staffId: string) {
  return ctx.db.q
    .select({ id: clients.id })
    .from(clients)
    .where(
      sql`${clients.counselorId} = ${staffId} and ${clients.erasedAt} is null and ${clients.id} in (
        select client_id from cases where status in ('open', 'confirmed')
        union select client_id from tasks where done_at is null
        union select client_id from approvals where outcome is null
        union select client_id from circumstances where approved_at is null
        union select client_id from (${heldMessages(ctx.now, sql`client_id`)})
        union select client_id from monitoring_proposals where settled_at is null
        union select client_id from record_drafts where settled_at is null
        union select cc.client_id from client_contacts cc join reply_duties d on d.contact_id = cc.contact_id where d.cleared_at is null
        union select cc.client_id from client_contacts cc join reviews r on r.contact_id = cc.contact_id where r.closed_at is null)`,
    );
}

/** Messages that wait, failed, or were given up because of the cap per person; each part goes by an index of its own. */
function heldMessages(now: number, column: SQL, queued = sql``): SQL {
  return sql`select ${column} from messages where status = 'queued' ${queued}
    union all select ${column} from messages where status = 'dead' and created_at > ${now - FAILED_SHOWN}
    union all select ${column} from messages where status = 'dropped'
      and id in (select message_id from held_back where last_at > ${now - GIVEN_UP_SHOWN})`;
}

function previewOf(
  duty: {
    text: string | null;
    kind: string | null;
    unsentAt: number | null;
    wish: keyof typeof WISH_SAID | null;
  } & Parameters<typeof wishLines>[0],
): string {
  if (duty.wish)
    return [`「${WISH_SAID[duty.wish]}」`, ...wishLines(duty)].join(' ').slice(0, PREVIEW_OF_FORM);
  if (duty.unsentAt !== null) return '送信が取り消されました';
  if (duty.text) return duty.text.slice(0, PREVIEW);
  return duty.kind === 'sticker' ? 'スタンプ' : duty.kind === 'image' ? '画像' : 'メッセージ';
}
