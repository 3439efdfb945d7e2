import { addDays, civilDate, instantOf } from '../jst.ts';
import type { Settings } from '../settings.ts';
import type { CivilDate, Instant } from '../types.ts';
import { finding, type Rule, SILENT } from './rule.ts';

/** R2: excess contact is looked into by people; nobody is ever limited or blocked. */
export const R2: Rule = {
  id: 'R2',
  summary: '必要以上のLINEがあるときは事業所内で検討します。連絡を止めたり、制限したりはしません。',
  steps: ['ask-manager', 'phone', 'visit'],
  judge: ({ action }) => {
    if (action.do === 'limit-contact') {
      return [
        finding('R2', 'refuse', '利用者からの連絡は制限できません。事業所内で支え方をご検討ください。'),
      ];
    }
    if (action.do === 'close-review' && action.outcome.trim() === '') {
      return [finding('R2', 'refuse', '検討の結果を書いてから終えてください。相談記録に残ります。')];
    }
    return SILENT;
  },
};

/** An inbound message as R2 counts it. */
export interface InboundFact {
  at: Instant;
  /** Tagged 緊急 or 基本相談 by staff: such messages are always welcome and never counted. */
  exempt: boolean;
}

/** How much a contact wrote, by conversation. */
export interface ExcessCount {
  perDay: readonly { date: CivilDate; conversations: number }[];
  /** Days at or above the threshold. */
  busyDays: number;
  /** R2: time for a review by people. */
  review: boolean;
}

/** R2: conversations (a silence of 30 minutes starts a new one) on each of the last days, `now`'s included. */
export function countExcess(
  inbound: readonly InboundFact[],
  now: Instant,
  settings: Pick<
    Settings,
    'conversationGapMinutes' | 'excessConversations' | 'excessDays' | 'excessWindowDays'
  >,
): ExcessCount {
  const firstDate = addDays(civilDate(now), 1 - settings.excessWindowDays);
  const firstAt = instantOf(firstDate, '00:00');
  const times = inbound.filter((each) => !each.exempt && each.at <= now).map((each) => each.at);
  const perDay = new Map<CivilDate, number>();
  let last = Number.NEGATIVE_INFINITY;
  for (const at of times.sort((a, b) => a - b)) {
    const starts = at - last >= settings.conversationGapMinutes * 60_000;
    last = at;
    if (starts && at >= firstAt) perDay.set(civilDate(at), (perDay.get(civilDate(at)) ?? 0) + 1);
  }
  const days = [...perDay].map(([date, conversations]) => ({ date, conversations }));
  const busyDays = days.filter((day) => day.conversations >= settings.excessConversations).length;
  return { perDay: days, busyDays, review: busyDays >= settings.excessDays };
}
