import { foldDraft } from './text/draft.ts';
import { sentencesOf } from './text/sentences.ts';
import {
  ABUSE,
  CARER,
  DANGER,
  DESTITUTE,
  DYING,
  FIGURATIVE,
  FIRST_PERSON,
  LOST_THING,
  MEDICAL,
  MISSING,
  OVER,
  STORY,
} from './text/urgent.ts';
import { asksForCall, asksForMonitoringByLine, cancels, saysNoReplyNeeded, thanks } from './text/wishes.ts';

/** What an inbound text may be about. Only `urgent` alerts; the others suggest a form or a staff action. */
export type InboundLabel = 'urgent' | 'cancel' | 'callback' | 'monitoringByLine' | 'thanks' | 'ordinary';

/** RX, R10, R12: labels of an inbound text; `ordinary` stands alone. */
export function classifyInbound(text: string): InboundLabel[] {
  const kana = foldDraft('', text).kana.text.toLowerCase();
  const labels: InboundLabel[] = [];
  const urgent = isUrgent(kana);
  if (urgent) labels.push('urgent');
  if (cancels(kana)) labels.push('cancel');
  if (asksForCall(kana)) labels.push('callback');
  if (asksForMonitoringByLine(kana)) labels.push('monitoringByLine');
  if (saysNoReplyNeeded(kana) || (labels.length === 0 && thanks(kana))) labels.push('thanks');
  return labels.length === 0 ? ['ordinary'] : labels;
}

/** RX: words of danger to life, abuse, medical emergency, also said indirectly. One alarm too many is better. */
export function isUrgent(kana: string): boolean {
  const sober = kana.replace(FIGURATIVE, '');
  const firstPerson = FIRST_PERSON.test(sober);
  const story = STORY.test(sober) && !firstPerson;
  const things = LOST_THING.test(sober);
  return sentencesOf(sober).some((sentence) => {
    const words = sentence.text;
    if (found(DYING, words) && !story) return true;
    if (found(ABUSE, words) && !story && !isOver(words)) return true;
    if (found(MEDICAL, words) && !story && !isOver(sober)) return true;
    if (found(CARER, words) && !story) return true;
    if (found(DESTITUTE, words) && !story) return true;
    if (found(DANGER, words) && !story && !isOver(words)) return true;
    return found(MISSING, words) && !things && !story && !isOver(sober);
  });
}

function isOver(text: string): boolean {
  return OVER.test(text);
}

function found(pattern: RegExp, text: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(text);
}
