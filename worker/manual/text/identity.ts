import type { Settings } from '../settings.ts';
import type { Span } from '../types.ts';
import { type Draft, type Folded, spanOf } from './draft.ts';
import type { Hit } from './hit.ts';
import { likestSentence, soundsLike } from './likeness.ts';
import { findFullNames, type KnownNames } from './names.ts';
import { findNumbers, isMyNumber, type NumberFound, withDigits } from './numbers.ts';
import { anyOf, locator, matchesOf, type Sentence, sentencesOf } from './sentences.ts';

export type OfficeIdentity = Pick<Settings, 'officePhones' | 'officeMails' | 'officeAddresses'>;

/** Asks people not to write or send such things, which is what the manual wants said. */
const ASKS_NOT_TO = /(?:書|か|送|おく|載せ|のせ|入れ)[かられ]?(?:ない|ず)|控え|ひかえ|遠慮/;

/** R9: what identifies a person (refuse); documents, diagnoses and third persons' names (warn). */
export function findIdentity(draft: Draft, office: OfficeIdentity, names: KnownNames): Hit[] {
  const hits: Hit[] = [];
  const add = (severity: Hit['severity'], message: string, spans: readonly Span[]) => {
    if (spans.length > 0) hits.push({ severity, message, spans });
  };
  const numbers = findNumbers(draft.spaced.text, office.officePhones);
  for (const kind of new Set(numbers.map((each) => each.kind))) {
    const same = numbers.filter((each) => each.kind === kind);
    add(
      'refuse',
      numberMessage(kind, same, draft),
      same.map((each) => spanOf(draft.spaced, each.start, each.end)),
    );
  }
  const tight = { ...draft.tight, text: withDigits(draft.tight.text) };
  add(
    'refuse',
    '生年月日はLINEに書けません。メール・FAX・郵送か、お会いしたときにお伝えください。',
    findBirthDates(tight),
  );
  add(
    'refuse',
    '住所はLINEに書けません。メール・FAX・郵送か、電話でお伝えください。',
    findAddresses(tight, office),
  );
  add(
    'refuse',
    'メールアドレスはLINEに書けません。電話か、お会いしたときにお伝えください。',
    findMails(draft.tight, office),
  );
  add(
    'refuse',
    '個人が特定できるものをLINEで送っていただくことはできません。お会いしたときか、郵送・FAXでお願いします。',
    findAsking(draft.kana),
  );
  add('refuse', '写真や書類はLINEで送れません。メール・FAX・郵送でお送りください。', findSending(draft.kana));
  add(
    'warn',
    '大切な書類の名前があります。中身はメール・FAX・郵送でお送りください。',
    spansOf(DOCUMENT, draft.kana),
  );
  add('warn', '診断や手帳の等級にふれています。お会いしたときか電話でお話しください。', findDiagnoses(draft));
  add(
    'warn',
    'ほかの方のお名前が、姓と名で書かれています。名字だけにするなど、お考えください。',
    findFullNames(draft, names),
  );
  const text = draft.kana.text;
  if (hits.length === 0 && !ASKS_NOT_TO.test(text) && soundsLike('R9', text)) {
    const sentence = likestSentence('R9', text);
    add(
      'refuse',
      '個人情報や書類のやりとりに読めます。そうであればメール・FAX・郵送か電話でお願いします。ちがうときは、言いかえてください。',
      sentence ? [spanOf(draft.kana, sentence.start, sentence.end)] : [],
    );
  }
  return hits;
}

const NUMBER_NAMES: Readonly<Record<NumberFound['kind'], string>> = {
  phone: '事業所のほかの電話番号',
  postal: '郵便番号',
  recipient: '10桁の番号（受給者証番号）',
  'my-number': '12桁の番号',
  account: '口座の番号',
  number: '個人が特定できる番号',
};

function numberMessage(kind: NumberFound['kind'], found: readonly NumberFound[], draft: Draft): string {
  const isMine = found.some((each) =>
    isMyNumber(withDigits(draft.spaced.text.slice(each.start, each.end)).replace(/\D/g, '')),
  );
  const name = kind === 'my-number' && isMine ? 'マイナンバー' : NUMBER_NAMES[kind];
  return `${name}はLINEに書けません。メール・FAX・郵送か、電話でお伝えください。`;
}

// Read on `tight` texts with digits for kanji digits, 十 kept.
const N = '[\\d十百元]';
const ERA = '(?:明治|大正|昭和|平成|令和|西暦)';
const DATE = `(?:${ERA}${N}{1,4}年?(?:[/.-]|の)?(?:${N}{1,3}[月/.-]${N}{1,3}日?)?|(?:18|19|20)\\d\\d年\\d{1,2}月|${ERA}${N}{1,4}年${N}{1,3}月|[mtshr][.]?\\d{1,2}[年/.-]\\d{1,2}[月/.-]\\d{1,2}日?|(?:18|19|20)\\d\\d[年/.-]\\d{1,2}[月/.-]\\d{1,2}日?|(?:18|19|20)\\d{6}|(?:18|19|20)\\d\\d年|(?<!\\d)\\d{1,2}月${N}{1,3}日)`;
const BORN =
  '(?:の?お?(?:生まれ|うまれ)|生(?=[のはがでとま、。,)）(（「\\s]|$)|の?お?(?:誕生日|たんじょう|ばーすで))';
const BIRTH_DATE = new RegExp(
  [
    `${DATE}(?:頃|ごろ)?${BORN}`,
    `(?:生年月日|誕生日|生まれ|たんじょうび|うまれ)[^。]{0,12}?${DATE}`,
    // Eras so long past, and years before 2000 in full, say a birth without the word.
    `(?:明治|大正|昭和)${N}{1,3}年${N}{1,3}月${N}{1,3}日`,
    '(?<![a-z])[mts][.]?\\d{1,2}[年/.-]\\d{1,2}[月/.-]\\d{1,2}',
    '(?<!\\d)19\\d\\d[年/.-]\\d{1,2}[月/.-]\\d{1,2}',
  ].join('|'),
  'gi',
);

function findBirthDates(tight: Folded): Span[] {
  return spansOf(BIRTH_DATE, tight);
}

const BANCHI =
  '(?:[\\d十]{1,4}丁目(?:[\\d十]{1,4}(?:番地?の?|[-‐-―−ーの])?[\\d十]{0,4}号?)|[\\d十]{1,5}番地|[\\d十]{1,4}番[\\d十]{1,4}号|(?!0)\\d{1,5}[-‐-―−ー]\\d{1,4}(?:[-‐-―−ー]\\d{1,4})?(?:[-‐-―−ー]\\d{1,4})?(?![\\d時日人名回個かヶ箇月週年件点:~]))';
const ADDRESS = new RegExp(
  [
    `(?:都(?!合)|道(?!が|は|路)|[府県市区町村郡])[^、。\\d丁~]{0,14}${BANCHI}`,
    '[\\d十]{1,4}丁目[\\d十]{1,4}(?:番|[-‐-―−ーの]|$|[、。\\s])',
    '(?:アパート|マンション|ハイツ|コーポ|ハイム|メゾン|団地|荘)[^。、]{0,6}\\d{2,4}号?室?',
  ].join('|'),
  'g',
);
/** Places that everybody may know. */
const PUBLIC_PLACE =
  /市役所|区役所|町役場|村役場|役場|支所|庁舎|県庁|保健所|保健センター|福祉センター|年金事務所|ハローワーク|税務署|警察署|公民館|会館|図書館|ホール|文化センター|市民センター|体育館|裁判所/;
const HOME =
  /自宅|お宅|ご住所|実家|お?住まい|さんの家|さん宅|様宅|本人宅|アパート|マンション|転居先|引っ?越し先/;

function findAddresses(tight: Folded, office: OfficeIdentity): Span[] {
  const known = office.officeAddresses.map((each) => withDigits(each.normalize('NFKC').replace(/\s/g, '')));
  const found = matchesOf(ADDRESS, tight.text);
  if (found.length === 0) return [];
  const sentenceAt = locator(sentencesOf(tight.text).filter((each) => isPrivatePlace(each.text, known)));
  return found.filter((each) => sentenceAt(each.start)).map((each) => spanOf(tight, each.start, each.end));
}

function isPrivatePlace(text: string, known: readonly string[]): boolean {
  if (PUBLIC_PLACE.test(text) && !HOME.test(text)) return false;
  return !known.some((each) => text.includes(each));
}

const MAIL = /[a-z0-9._%+-]{1,64}(?:@|\(at\)|\[at\]|アットマーク|あっと)[a-z0-9-]{1,63}\.[a-z0-9.-]{2,63}/gi;

function findMails(tight: Folded, office: OfficeIdentity): Span[] {
  const own = new Set(office.officeMails.map((mail) => mail.toLowerCase()));
  return matchesOf(MAIL, tight.text)
    .filter((each) => !own.has(tight.text.slice(each.start, each.end).toLowerCase()))
    .map((each) => spanOf(tight, each.start, each.end));
}

// Read on `kana` texts. Asking for what identifies a person, in this very message.
const GIVE =
  '(?:送って|送信して|お?(?:書き|教え|入れ|撮り|寄せ|示し|打ち|返し|貼り|見せ)(?=くださ|下さ|いただ|頂|願|になって)|打って|うって|お送り|送付|送れ|教えて|おしえて|お知らせ|お聞かせ|書いて|かいて|入れて|いれて|ご?記入|入力|にゅうりょく|ご?返信|撮って|撮影|とって|添付|共有|あっぷ|見せて|みせて|伝えて|お伝え|届けて|返して|はって|貼って)[^。]{0,8}(?:くださ|下さ|いただ|頂|もら|くれ|ほし|お願い|おねがい|願|ます|ね[。!]|$)';
const IDENTIFIER =
  '(?:(?:ご|お)?住所|じゅうしょ|生年月日|誕生日|(?:電話|でんわ|携帯|けいたい|連絡先|れんらくさき)(?:の?番号|の?ばんごう)|番号|ばんごう|口座|名義|暗証|ぱすわーど|まいなんば|個人番号|めーるあどれす|あどれす|受給者証の番号|証の?番号|記号)';
const PAPER =
  '(?:受給者証|手帳|保険証|資格確認書|診断書|意見書|通帳|免許証?|在留かーど|身分証|契約書|計画書|計画案|報告書|申請書|書類|写真|しゃしん|画像|こぴー|すくしょ|すくりーんしょっと|領収書|明細|証明書|用紙|処方箋|お薬)';
const ASKING = anyOf(
  `${IDENTIFIER}[^。]{0,20}?${GIVE}`,
  `${PAPER}[^。]{0,16}?(?:写真|写め|画像|すまほ|めら|撮|らいん|line|こちら|ここ|とーく)[^。]{0,14}?${GIVE}`,
  `${PAPER}[^。]{0,20}(?:撮影|撮っ|撮り|写真|写め|すくしょ|すきゃん|写し)[^。]{0,18}(?:お願い|おねがい|くださ|下さ|いただ|もらえ|もらい|ほし|願い)`,
  `(?:撮影|撮って|写真に)[^。]{0,14}(?:らいん|line|こちら|ここ|とーく)[^。]{0,8}(?:お願い|おねがい|くださ|下さ|いただ|もらえ|ほし|願い)`,
  `(?:写真|写め|画像|すくしょ|pdf|でーた|ふぁいる)(?:を|で|に|は|も)[^。]{0,10}?${GIVE}`,
  `(?:らいん|line|こちら|とーく)(?:に|で|へ|から|まで)?[^。]{0,14}?${PAPER}[^。]{0,10}?${GIVE}`,
);
const NOT_ASKED =
  /(?:書か|送ら|載せ|教え|入れ)ない|(?:書か|送ら)ず|控え|遠慮|受け取れ|お受けできま|できません|決まり|ないで|ないよう|不要|いりません/;
const OTHER_WAY =
  /郵送|郵便|ふぁっくす|fax|めーる(?!あどれす)|窓口|封筒|お持ち|持って|持参|お会い|訪問|次回|来所|お電話(?:で|にて)|電話で|市役所|役場|病院|薬局|事務所(?:に|へ|まで)/;
const BY_LINE = /らいん|line|こちらに|とーく|ここに|写め|すまほ/;

function findAsking(kana: Folded): Span[] {
  const text = kana.text.toLowerCase();
  const found = matchesOf(ASKING, text);
  if (found.length === 0) return [];
  const sentenceAt = locator(sentencesOf(text).filter(asksHere));
  return found.filter((each) => sentenceAt(each.start)).map((each) => spanOf(kana, each.start, each.end));
}

function asksHere(sentence: Sentence): boolean {
  if (NOT_ASKED.test(sentence.text)) return false;
  return !OTHER_WAY.test(sentence.text) || BY_LINE.test(sentence.text);
}

// Announcing what is attached.
const SENDING = anyOf(
  '添付(?:し(?:ます|まし|て(?:い|お))|しており|いたし|致し|させ|の(?:とおり|通り|ふぁいる|資料|書類|pdf|もの|計画)|ふぁいる|資料|書類|を?ご(?:確認|覧))',
  '(?:らいん|line|とーく|こちら|ここ|この(?:画面|あと|後|下))(?:に|へ|で|から)?[^。]{0,16}(?:貼り?付?け?|はりつけ|載せ|のせ|あっぷ|添え|上げ)(?:て(?:おき|お(?:り|く)|い)|ま(?:す|した)|させ)|貼り?つ?付?けま|(?:す[きく]ゃん|写し|こぴー|めもの?写真|録音|音声|すらいど|ぷりんと)(?:を|も|した|し)[^。]{0,10}(?:お?送(?:り(?:ま|い|し)|付|信)|貼り|載せ|あっぷ|共有)(?!な)',
  '(?:ふぁいる|pdf|画像|写真|しゃしん|写め|でーた|動画|すくしょ|すくりーんしょっと|えくせる|わーど)(?:を|も|は|で|にて|の形で|として)?[^。]{0,24}(?:お?送(?:り(?:ま|い|し|た|さ)|付(?:し|いた)|信(?:し|いた)|らせ)|貼り|載せ|あっぷし|共有(?:し|いた)|お見せし)(?!な)',
);
const ELSEWHERE =
  /郵送|郵便|ふぁっくす|fax|めーる|宅配|持参|窓口|市役所|役場|申請|提出|できませ|しませ|ないで|お断り/;

function findSending(kana: Folded): Span[] {
  const text = kana.text.toLowerCase();
  const found = matchesOf(SENDING, text);
  if (found.length === 0) return [];
  const sentenceAt = locator(sentencesOf(text).filter((each) => !ELSEWHERE.test(each.text)));
  return found.filter((each) => sentenceAt(each.start)).map((each) => spanOf(kana, each.start, each.end));
}

const DOCUMENT = anyOf(
  '計画の?案',
  '計画書',
  '利用計画',
  '支援計画',
  'ふ[ぇえ]ー?[すい]す?しーと',
  'ふぇーすしーと',
  'ふぇいすしーと',
  'あせすめんと',
  '契約書',
  '報告書',
  '診断書',
  '意見書',
  '重要事項説明',
);

const ILLNESS = anyOf(
  '統合失調',
  'うつ病|鬱|うつ(?:状態|症状|に|が|の|で|と)',
  '双極性|そううつ',
  '発達障[害碍がい]',
  '自閉(?:症|すぺくとらむ)?',
  '(?<![a-z])(?:asd|adhd|add|ld|ptsd|als|hiv|ocd|bpd)(?![a-z])',
  'あすぺるがー|ちっく症|とぅれっと',
  '注意欠[如陥]',
  '学習障[害碍]',
  '(?:知的|精神|身体|視覚|聴覚|言語|発達|人格|ぱーそなりてぃ|不安|ぱにっく|適応|気分|睡眠|摂食|強迫性?|高次脳機能|肢体不自由|内部)障[害碍](?!者|児|福祉|年金|支援)',
  'だうん症',
  'てんかん',
  '認知症(?!かふぇ|さぽーた|予防|講座|研修)',
  '依存症|拒食|過食症|ひきつけ',
  '脳性(?:麻痺|まひ)|脳梗塞|脳出血|脳卒中|くも膜下',
  '筋じす|ぱーきんそん|りうまち|白血病|糖尿病|高血圧|心不全|肝炎|腎不全|透析|喘息|ぜんそく|結核|癌|(?:胃|肺|乳|大腸|肝臓|すい臓|子宮)がん',
  '(?:高次脳|難病|持病|病名|診断(?:名|が|を|され|の|結果|書|は|で))',
  '(?:障害)?支援区分[はがの]?[1-6]|区分[はがの]?[1-6](?:[^\\d]|$)',
  '(?<![a-z])iq[はがの]?\\d',
  '[一-龠]{2,4}(?<!熱中|感染|花粉|合併|後遺|対|炎|重|軽|発|既往)症(?![状候])',
  '[一-龠]{1,4}(?<!看|急|仮|疾|臨|発|闘|持|難|性|熱中|感染)病(?![院気状棟床休欠み人児後室弱歴])',
);
const GRADE = anyOf(
  '手帳[^。]{0,14}?(?:[1-6一二三四五六]級|等級|(?<![a-z])[ab](?:[12]|判定)?(?![a-z])|級[がはに]|判定|重度|中度|軽度|区分)',
  '(?:[1-6一二三四五六]級|(?<![a-z])[ab][12]?判?定?)の(?:[一-龠]{0,6})手帳',
  '年金[^。]{0,8}[1-3一二三]級',
  '(?:愛の手帳|みどりの手帳)[^。]{0,6}[1-4一二三四]度',
);

function findDiagnoses(draft: Draft): Span[] {
  const kana = { ...draft.kana, text: draft.kana.text.toLowerCase() };
  return [...spansOf(ILLNESS, kana), ...spansOf(GRADE, kana)];
}

function spansOf(pattern: RegExp, folded: Folded): Span[] {
  return matchesOf(pattern, folded.text).map((each) => spanOf(folded, each.start, each.end));
}
