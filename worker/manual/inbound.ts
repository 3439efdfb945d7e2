import { foldDraft } from './text/draft.ts';
import { FIGURATIVE, FIRST_PERSON, LOST_THING, OVER, STORY } from './text/excuses.ts';
import { soundsLike } from './text/likeness.ts';
import { occurs, sentencesOf } from './text/sentences.ts';
import {
  ABUSE,
  AS_PRESCRIBED,
  CARER,
  DANGER,
  DESTITUTE,
  DYING,
  MEDICAL,
  MISSING,
  TOGETHER,
} from './text/urgent.ts';
import { asksForCall, asksForMonitoringByLine, cancels, saysNoReplyNeeded, thanks } from './text/wishes.ts';

/** What an inbound text may be about. Only `urgent` alerts; the others suggest a form or a staff action. */
export type InboundLabel = 'urgent' | 'cancel' | 'callback' | 'monitoringByLine' | 'thanks' | 'ordinary';

/** Which of the offered times: too few signs to sound like anything, and no reason to wake the office. */
const BARE_CHOICE = /^[一二三四五六七八九十]{1,2}(?:番目?|つ目?|日|時半?)?(?:です|で)?[。!]?$/;

/** RX, R10, R12: labels of an inbound text; `ordinary` stands alone. */
export function classifyInbound(text: string): InboundLabel[] {
  const kana = standardKana(text);
  const labels: InboundLabel[] = [];
  if (isUrgent(kana) || (!BARE_CHOICE.test(kana) && soundsLike('urgent', kana))) labels.push('urgent');
  if (cancels(kana)) labels.push('cancel');
  if (asksForCall(kana)) labels.push('callback');
  if (asksForMonitoringByLine(kana)) labels.push('monitoringByLine');
  if (saysNoReplyNeeded(kana) || (labels.length === 0 && thanks(kana))) labels.push('thanks');
  return labels.length === 0 ? ['ordinary'] : labels;
}

/** A text as the inbound rules read it: folded, kana, dialect endings in their standard forms. */
export function standardKana(text: string): string {
  return inStandardForms(foldDraft('', text).kana.text.toLowerCase());
}

/** Dialect and contracted endings as the forms the patterns are written in: 動けん, しんじゃう, 倒れとる. */
function inStandardForms(kana: string): string {
  return kana
    .replace(NEGATIVE, 'ない')
    .replace(/(?<=[がはも])ね[えぇ](?=[。!]|$)/g, 'ない')
    .replace(/ちゃ(?=[うおえ]|っ(?!と)|い(?:た|ま|そ))/g, 'てしま')
    .replace(/(?<=[んい])じゃ(?=[うっおえ]|い(?:た|ま|そ))/g, 'でしま')
    .replace(/(?<=[っいしれけめべせち])と(?=る|った|って|ります)/g, 'てい')
    .replace(/(?<=ん)ど(?=る|った|って|ります)/g, 'でい');
}

const NEGATIVE =
  /(?<=[一-龠けげせてでねべめれえらこ]|[一-龠いう]か)(?<!ま[しせ]|けいれ)(?<!(?:いか|じゃ|だ|や|る|た|い)け)(?:へん|ひん|ん(?=[。、!]|$|の(?:です|じゃ|や|で)|です|から|けど|で(?:困|す)|よ(?:うに)?|し[。、]|じゃ|ねん|かった)|ね[えぇー])/g;

/** RX: words of danger to life, abuse, medical emergency, also said indirectly. One alarm too many is better. */
export function isUrgent(kana: string): boolean {
  const sober = kana.replace(FIGURATIVE, '・');
  if (STORY.test(sober) && !FIRST_PERSON.test(sober)) return false;
  if (occurs(DYING, sober) || occurs(CARER, sober) || occurs(DESTITUTE, sober)) return true;
  if (sentencesOf(sober).some((each) => holdsTogether(each.text))) return true;
  const over = OVER.test(sober);
  if (!over && (occurs(MEDICAL, sober) || occurs(DANGER, sober) || occurs(ABUSE, sober))) return true;
  return !over && !LOST_THING.test(sober) && occurs(MISSING, sober);
}

function holdsTogether(sentence: string): boolean {
  return (
    TOGETHER.some((concepts) => concepts.every((each) => each.test(sentence))) &&
    !AS_PRESCRIBED.test(sentence)
  );
}
