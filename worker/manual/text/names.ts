import type { Span } from '../types.ts';
import { type Draft, spanOf } from './draft.ts';
import { matchesOf } from './sentences.ts';

/** Names the facts know. */
export interface KnownNames {
  /** The recipient: may be addressed by the full name. */
  partner: string;
  /** The person supported: a third person to everybody else. */
  client: string;
}

// The most frequent surnames; two signs and more first, so that 佐々木 is not read as 佐々 + 木.
const SURNAMES =
  '佐々木|長谷川|五十嵐|久保田|大久保|小野寺|菅原|佐久間|長谷部|宇佐美|日比野|曽我部|' +
  '佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|渡邉|山本|中村|小林|加藤|吉田|山田|山口|松本|井上|木村|斎藤|斉藤|齋藤|齊藤|清水|山崎|阿部|池田|橋本|山下|石川|中島|前田|藤田|小川|後藤|岡田|村上|近藤|石井|坂本|遠藤|青木|藤井|西村|福田|太田|三浦|藤原|岡本|松田|中川|中野|原田|小野|田村|竹内|金子|和田|中山|石田|上田|森田|小島|柴田|原口|宮崎|酒井|工藤|横山|宮本|内田|高木|安藤|谷口|大野|丸山|今井|高田|藤本|武田|村田|上野|杉山|増田|平野|大塚|千葉|松井|野口|松尾|菊地|菊池|野村|新井|渡部|桜井|古川|小山|島田|久保|松下|平田|水野|大西|川口|片山|北村|本田|安田|吉川|岩崎|川崎|熊谷|秋山|樋口|永井|矢野|内藤|小松|浜田|中田|服部|飯田|東|福島|川村|西田|白石|大石|辻本|田口|馬場|須藤|平井|石原|荒木|河野|黒田|森本|沢田|滝沢|関口|大谷|川上|永田|中西|大島|望月|松岡|三宅|難波|則武|赤木|光岡|守屋|妹尾|真鍋|土屋|栗原|広瀬|宮田|岡崎|荒井|松永|吉村|川田|富田|高野|小沢|大橋|石橋|山内|山中|田辺|伊東|三好|本間|奥村|飯塚|野田|吉岡|桑原|星野|八木|篠原|大森|成田|西川|松村|早川|内山|尾崎|児玉|浅野|西尾|河合|市川|根本|萩原|横田|田島|堀江|上村|岡村|安部|中井|川島|田代|山根|江口|榎本|相沢|小田|青山|西山|水谷|竹田|小池|森川|浅井|久野|戸田|北川|大川|堤|笠原|花田|松原|今村|宮下|河村|坂口|稲垣|藤川|関根|岩田|神田|若林|杉本|前川|植田|大田|渋谷|西岡|入江|奥田|川端|塚本|須田|窪田|平山|黒木|古賀|細川|長田|本多|柳田|下田|長尾|吉野|天野|向井|三木|泉|堀内|豊田|見本|仮名|林|森|原|岡|関|堀|辻|菅|南|星|谷';
const HONORIFIC = '(?:さん|様|さま|氏|くん|君|ちゃん|先生|殿)';
// What follows a surname as an office or a place, not as a given name.
const NOT_GIVEN =
  '(?!先生|所長|課長|部長|係長|主任|院長|施設長|管理者|相談|支援|世話|担当|職員|看護|医院|病院|内科|外科|歯科|薬局|作業|事業|学園|学校|小学|中学|高校|大学|商店|建設|市|町|村|駅|川|家|宅|方|様|さん|さま|くん|君|氏|ご|お|の|と|や|か|が|は|も|に|へ|で|を|から|まで|より|両|夫妻|親子|兄弟|姉妹|御|ちゃん|殿|のぞ)';
const FULL_NAME = new RegExp(
  `(?<![一-龠])(?:${SURNAMES})[\\s・]?${NOT_GIVEN}(?:[一-龠々]{1,3}|[ァ-ヶー]{2,5}|[ぁ-ん]{2,4}?|[一-龠々]{1,2}[ぁ-ん]{1,2}?)(?=${HONORIFIC})`,
  'g',
);
const KANA_SURNAMES =
  'さとう|すずき|たかはし|たなか|いとう|わたなべ|やまもと|なかむら|こばやし|かとう|よしだ|やまだ|ささき|やまぐち|まつもと|いのうえ|きむら|はやし|さいとう|しみず|やまざき|もり|いけだ|はしもと|やました|いしかわ|なかじま|まえだ|ふじた|おがわ|ごとう|おかだ|むらかみ|こんどう|いしい|さかもと|えんどう|あおき|ふじい|にしむら|ふくだ|おおた|みうら|おかもと|まつだ|なかがわ|なかの|はらだ|おの|たむら|たけうち|かねこ|わだ|いしだ|うえだ|もりた|しばた|みやざき|くどう|みやもと|うちだ|たかぎ|あんどう|おおの|いまい|たけだ|うえの';
const KANA_NAME = new RegExp(
  `(?<![ぁ-ん])(?:${KANA_SURNAMES})[\\s]{1,2}[ぁ-ん]{2,5}(?=さん|さま|様|くん|ちゃん)`,
  'g',
);

/** R9: full names of third persons with an honorific; the address line of the recipient is none. */
export function findFullNames(draft: Draft, names: KnownNames): Span[] {
  const spans: Span[] = [];
  const partner = bare(names.partner);
  const text = draft.spaced.text;
  for (const { start, end } of [...matchesOf(FULL_NAME, text), ...matchesOf(KANA_NAME, text)]) {
    if (partner !== '' && bare(text.slice(start, end)) === partner) continue;
    if (isAddressLine(text, start, end)) continue;
    spans.push(spanOf(draft.spaced, start, end));
  }
  const client = bare(names.client);
  if (client.length >= 3 && client !== partner) {
    const at = draft.tight.text.indexOf(client);
    if (at >= 0) spans.push(spanOf(draft.tight, at, at + client.length));
  }
  return spans;
}

/** The name that opens a message: 「山田花子様」 and a line break, or a comma behind it. */
function isAddressLine(text: string, start: number, end: number): boolean {
  if (start > 8 || text.slice(0, start).trim() !== '') return false;
  return /^(?:さん|様|さま|くん|君|ちゃん|先生|殿|氏)(?:\s|、|,|。|!|へ|$)/.test(text.slice(end, end + 4));
}

function bare(name: string): string {
  return name.normalize('NFKC').replace(/\s/g, '');
}
