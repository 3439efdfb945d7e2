import { civilDate } from '../jst.ts';
import { sayDate } from '../say.ts';
import type { ContactMethod, Finding, MeetingFact } from '../types.ts';
import { finding, type Rule, SILENT } from './rule.ts';

const FACE_TO_FACE: readonly ContactMethod[] = ['visit', 'office'];

/** R8: never two by LINE in a row, over monitoring and meetings of one client. */
export const R8: Rule = {
  id: 'R8',
  summary: 'LINEでのモニタリングや会議は、2回続けて行いません。',
  steps: ['visit', 'phone'],
  judge: ({ action, facts }) => {
    if (action.do !== 'plan' && action.do !== 'mark-held') return SILENT;
    if (action.kind === 'consultation' || action.method !== 'line') return SILENT;
    const counted = facts.meetings.filter((meeting) => meeting.kind !== 'consultation');
    const held = counted.filter((meeting) => meeting.status === 'held').sort((a, b) => a.at - b.at);
    const at = action.at ?? Number.POSITIVE_INFINITY;
    const before = held.filter((meeting) => meeting.at <= at);
    const previous = before.at(-1);
    const next = held.find((meeting) => meeting.at > at);
    if (previous?.method === 'line') {
      const when = sayDate(civilDate(previous.at));
      return [
        finding(
          'R8',
          'refuse',
          `前回（${when}）もLINEでした。2回続けてLINEでは行えません。訪問でお願いします。`,
        ),
      ];
    }
    if (next?.method === 'line') {
      const when = sayDate(civilDate(next.at));
      return [
        finding('R8', 'refuse', `次の回（${when}）がLINEでした。2回続けてLINEになるため、記録できません。`),
      ];
    }
    return [...warnOfPlans(counted, at), ...warnWithoutMeeting(before)];
  },
};

function warnOfPlans(meetings: readonly MeetingFact[], at: number): readonly Finding[] {
  const planned = meetings.find(
    (meeting) => meeting.status === 'planned' && meeting.method === 'line' && meeting.at !== at,
  );
  if (!planned) return SILENT;
  const when = sayDate(civilDate(planned.at));
  return [
    finding(
      'R8',
      'warn',
      `${when}にもLINEの予定があります。続けて行うことはできませんので、間に訪問を入れてください。`,
    ),
  ];
}

/** LINE, phone, LINE: allowed, but nobody has seen the person's face in between. */
function warnWithoutMeeting(before: readonly MeetingFact[]): readonly Finding[] {
  for (const meeting of before.toReversed()) {
    if (FACE_TO_FACE.includes(meeting.method)) return SILENT;
    if (meeting.method === 'line') {
      const when = sayDate(civilDate(meeting.at));
      return [
        finding('R8', 'warn', `${when}のLINEのあと、まだお会いしていません。次は訪問をお考えください。`),
      ];
    }
  }
  return SILENT;
}
