import type { messagingApi } from '@line/bot-sdk';
import { eq } from 'drizzle-orm';
import { cases, slots } from '../../db/schema/cases.ts';
import { officeSettings } from '../../db/schema/office.ts';
import { sayInstant, sayMeeting } from '../manual/say.ts';
import type { Instant } from '../manual/types.ts';
import { isRefused, PROBLEMS, type Refused } from '../problem.ts';
import { takeAlert } from '../services/alert/take-alert.ts';
import { logCall } from '../services/call/log-call.ts';
import { readCaseRows } from '../services/case/case-rows.ts';
import { confirmDate } from '../services/case/confirm-date.ts';
import { takeDuty } from '../services/duty/take-duty.ts';
import { officeSettingsInForce } from '../services/facts/assemble-facts.ts';
import { type ButtonAct, findButton, isUsed, takeCard, taking } from './buttons.ts';
import { answer, type Card, opens } from './cards.ts';
import type { Desk } from './desk.ts';

const NOT_ACTING = {
  unknown: 'このボタンは使えません。「今日」と送って、新しいボタンを出してください。',
  'not-yours': 'このボタンは、ほかの職員に出したものです。「今日」と送って、ご自分のボタンを出してください。',
  used: 'このボタンは、もう使われています。いまのようすは「今日」と送ってごらんください。',
  expired:
    'このボタンは、30分をすぎたので使えません。何もしていません。「今日」と送って、新しいボタンを出してください。',
} as const;

/**
 * A pressed button, done as the console does it: by the same services, as this member of staff, under the same rules
 * and with the same entries. It is taken in the same batch as what it does. The answer says what was done, or what to do
 * instead.
 */
export async function press(desk: Desk, data: string, pressedAt: Instant): Promise<messagingApi.Message[]> {
  const pressed = await findButton(desk.ctx, data, pressedAt);
  if (pressed.kind !== 'acts') return answer(NOT_ACTING[pressed.kind]);
  try {
    if (pressed.act !== 'leave-date')
      return await obey({ ...desk, ctx: taking(desk.ctx, pressed.card) }, { ...pressed, act: pressed.act });
    await takeCard(desk.ctx, pressed.card);
    return answer('決めずに、そのままにしました。');
  } catch (error) {
    if (isUsed(error)) return answer(NOT_ACTING.used);
    throw error;
  }
}

async function obey(
  desk: Desk,
  { act, ref, about }: { act: Exclude<ButtonAct, 'leave-date'>; ref: string; about: string | null },
): Promise<messagingApi.Message[]> {
  const { ctx, links } = desk;
  switch (act) {
    case 'call-failed':
    case 'call-reached':
      return sayCall(desk, ref, about ?? '', act === 'call-failed' ? 'no-answer' : 'reached');
    case 'take-duty': {
      const done = await takeDuty(ctx, ref);
      return isRefused(done)
        ? sorry(done, '未返信')
        : answer('返信を引き受けました。返信は、コンソールの「今日」からお願いします。');
    }
    case 'take-alert': {
      const done = await takeAlert(ctx, ref);
      if (isRefused(done)) return sorry(done, '緊急');
      const told: Card = {
        title: '対応する人になりました',
        lines: ['内容と電話番号は、コンソールでごらんください。'],
        buttons: [opens('今日をひらく', links.today)],
      };
      return answer('対応する人になりました。すぐに電話で確かめてください。', links.today ? [told] : []);
    }
    case 'ask-date':
      return askDate(desk, ref, about ?? '');
    case 'confirm-date': {
      const done = await confirmDate(ctx, ref, about ?? '');
      if (isRefused(done)) return sorry(done, '依頼');
      return answer(`${sayInstant(done.startsAt)}に決めました。参加する方には、LINEか電話で伝わります。`, [
        {
          title: '決まりました',
          lines: ['電話で伝える方がいるときは、コンソールの「今日」に出ます。'],
          buttons: [opens('案件を開く', links.case(ref))],
        },
      ]);
    }
  }
}

/** R3: one press is one try; how many there are by now, and whether LINE may follow. */
async function sayCall(
  { ctx, links }: Desk,
  caseId: string,
  contactId: string,
  outcome: 'no-answer' | 'reached',
): Promise<messagingApi.Message[]> {
  const done = await logCall(ctx, { caseId }, { contactId, outcome });
  if (isRefused(done)) return sorry(done, '電話');
  const card: Card = { title: '記録しました', lines: [], buttons: [opens('案件を開く', links.case(caseId))] };
  if (outcome === 'reached')
    return answer('「つながった」を記録しました。相談記録の下書きが、コンソールにできています。', [card]);
  const [rows, settingsRows] = await ctx.db.read([
    readCaseRows(ctx.db, eq(cases.id, caseId)),
    ctx.db.q.select().from(officeSettings),
  ]);
  const failed = rows[0]?.failedCalls ?? 0;
  const needed = officeSettingsInForce(settingsRows, ctx.now).settings.callsNeeded;
  const next =
    failed < needed
      ? `あと${needed - failed}回つながらなければ、LINEで折り返しをお願いできます（手順書 2）。`
      : 'LINEで折り返しをお願いできる回数になりました（手順書 2）。文は、案件から送れます。';
  return answer(`「不通」を記録しました。つながらなかった電話は${failed}回です。\n${next}`, [card]);
}

/** A date is fixed only when it was asked once more: in a chat, a slip of the thumb is near. */
async function askDate(
  { ctx, buttons, links }: Desk,
  caseId: string,
  slotId: string,
): Promise<messagingApi.Message[]> {
  const [found] = await ctx.db.read([
    ctx.db.q
      .select({ startsAt: slots.startsAt, endsAt: slots.endsAt })
      .from(slots)
      .where(eq(slots.id, slotId)),
  ]);
  const slot = found[0];
  if (!slot) return answer('この時間は、もうありません。「依頼」と送って、いまのようすをごらんください。');
  const button = buttons.card(caseId, slotId);
  return answer('この日に決めますか。決めると、参加する方に伝わります。', [
    {
      title: sayMeeting(slot.startsAt, slot.endsAt),
      lines: [],
      buttons: [
        { label: 'はい、決めます', press: button('confirm-date') },
        { label: 'やめます', press: button('leave-date') },
        opens('案件を開く', links.case(caseId)),
      ],
    },
  ]);
}

/** The services' own reason, and where to go on. */
function sorry(no: Refused, next: string): messagingApi.Message[] {
  return answer(
    `${no.detail ?? PROBLEMS[no.refused].title}\nいまのようすは、「${next}」と送ってごらんください。`,
  );
}
