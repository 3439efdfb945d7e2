import type { Span } from '../types.ts';
import { type Draft, spanOf } from './draft.ts';
import { anyOf, matchesOf, sentencesOf } from './sentences.ts';

// Read on `kana` texts. 〔R6: a word about the person before the matter〕

const ABOUT_THEM =
  '(?:体調|たいちょう|お?(?:体|身体|からだ|かぜ|風邪|怪我|けが)(?:の(?:具合|調子|ちょうし|ぐあい))?|お?加減(?:は|が|も|、|い)|おかげん|かげん|ご?機嫌|息災|達者|具合|ぐあい|調子|ちょうし|お変わり|おかわり|変わり|元気|げんき|様子|ようす|近況|過ごし|すごし|過ごされ|眠れ|ねむれ|寝られ|眠り|睡眠|食欲|(?:ご飯|ごはん|食事)(?:は|を|も)|熱|咳|せき|痛み|いたみ|腫れ|腰|膝|足|傷|疲れ|つかれ|通所|通い|通え|通わ|通って|かよ|お?仕事|作業(?:所)?(?:は|では|に)|学校|職場|住まい|新居|お部屋|引っ?越し|ひっこし|生活|せいかつ|すいみん|しょくよく|しごと|がっこう|つうしょ|きぶん|おくすり|暮らし|くらし|慣れ|なれ(?:ま|て)|出かけ(?:て|られ)|お?休みに?なれ|やすめ(?:て|ま)|休め(?:て|ま)|ゆっくりでき|困って|困りごと|その後|そのご|落ち着|おちつ|気分|気持ち|きもち|夏ばて|暑さ|寒さ|無理(?:は|を)|お?薬|通院|退院|回復|楽しめ|楽しく)';
const NOT_THEM = '(?!の?(?:ご?都合|ご?予定|日程|日にち|日時|お?時間|時刻|件|こと(?:で|に)|帰り|休みの日))';
const ASKED =
  '(?:いかが(?:です|でしょう|でいらっ|お過ごし|か|[。?]|$)|どう(?:です|でしょう|か[な。]|して|されて|[?。]|$|だった)|(?:です|ます|でしょう|ません|ました|でした|ましょう|られた|のでしょう|れた)か|(?:です|ます)かね|[?]|(?:お聞かせ|おきかせ|聞かせて|教えて|おしえて|お知らせ)(?:くだ|下さ|いただ)|気になって|心配して|案じて)';
const ASK = anyOf(`${ABOUT_THEM}${NOT_THEM}[^。!?]{0,24}?${ASKED}`);
const TOPIC =
  /日程|にってい|日時|日にち|候補|希望|きぼう|都合|つごう|もにたりんぐ|担当者会議|会議|面談|めんだん|訪問の|ほうもんの|次の訪問|次回|つぎの|うかがう日|行く日|いく日|決めた|きめた|お?約束|何日|何曜|いつ(?:が|に|なら|ごろ)|\d{1,4}日(?:\(|の|か|と|[0-9])|\d{1,4}\/\d{1,4}|\d{1,4}時|曜日?(?:の|か|と|に|は)|月曜|火曜|水曜|木曜|金曜|土曜|来週|来月|再来週|空いて|折り返し|おりかえし|お電話|見学の日/;
const NOT_AN_ASK = /日程|候補|ご?都合|ご?希望|何日|何時|\d日|\d時|曜|よろしい|どちら|いつ/;

/** Where a text asks after the person, and where its matter begins. */
export interface Greeting {
  /** The first question about 体調・通所・最近の様子, in `kana`; null when there is none. */
  asks: { start: number; end: number } | null;
  /** Whether it stands before the matter. */
  first: boolean;
}

/** R6: looks for the question about the person, and whether it comes first. */
export function readGreeting(draft: Draft): Greeting {
  const text = draft.kana.text;
  const asks =
    matchesOf(ASK, text).find((each) => !NOT_AN_ASK.test(text.slice(each.start, each.end))) ?? null;
  if (asks === null) return { asks, first: false };
  // What is told before may name a day (「先日お電話で…と伺いました」); the matter asks for one.
  const before = sentencesOf(text.slice(0, asks.start));
  return { asks, first: !before.some((each) => TOPIC.test(each.text) && MATTER.test(each.text)) };
}

const MATTER =
  /決めた|きめた|したい|いかが|よろしい|どちら|でしょうか|ますか|ください|お願い|おねがい|調整|予定して|相談|候補|希望|考えて|思います|思って|ですが|の件|ついて|お電話しま/;

/** R6: a question about 通所, for people who attend nowhere. */
export function asksAboutAttending(draft: Draft): Span[] {
  const greeting = readGreeting(draft).asks;
  if (greeting === null) return [];
  const asked = draft.kana.text.slice(greeting.start, greeting.end);
  if (!/通所|作業所|通い|通え|通わ|通って|かよ/.test(asked)) return [];
  return [spanOf(draft.kana, greeting.start, greeting.end)];
}
