import type { RuleId } from './types.ts';

/** One row of the office's own table, 手順書 n, named as the table names it. */
export interface Row {
  row: number;
  name: string;
  /** The row's own words, shortened where the table repeats itself. */
  quote: string;
}

/** 手順書: the preamble (0) and the nine rows, in their order. */
export const ROWS: readonly Row[] = [
  {
    row: 0,
    name: '大切にしたいこと',
    quote:
      '会って話をしたり、電話で話をしたりすることができるのであれば、特別な事情がない限り会って話をします。',
  },
  {
    row: 1,
    name: 'LINE交換をする利用者',
    quote:
      '利用上の留意点を説明し、承諾を得られた利用者とLINE交換を行う。必要以上のLINEがある場合には、事業所内で検討する。',
  },
  {
    row: 2,
    name: '担当者会議やモニタリング等の日程調整の連絡',
    quote:
      '3回以上電話をしたがつながらない場合はラインで伝えたい内容を書き、折り返しを求める。折り返しがない場合、利用者の希望する日時を電話やLINEで連絡を求める。',
  },
  {
    row: 3,
    name: 'LINEを活用したモニタリングの実施',
    quote:
      '大原則として、自宅や事業所を訪問してモニタリングを実施する。2回連続のLINEでのモニタリングなどの会議は実施しない。',
  },
  {
    row: 4,
    name: '仕事の重要事項や個人情報の連絡',
    quote:
      '仕事の大切な情報や個人情報の連絡にはLINEを使わない。個人が特定できる資料はメールやFAX、郵送で送る。',
  },
  {
    row: 5,
    name: 'キャンセルの連絡や謝罪',
    quote: '予定をキャンセルしたり、仕事のミスを謝罪したりする時の連絡にはLINEを使わない。',
  },
  {
    row: 6,
    name: '業務時間外に送らない',
    quote: '仕事関係のLINEを相手の業務時間外に送らない。LINEでの連絡は、原則8時から21時までとする。',
  },
  {
    row: 7,
    name: '既読スルーをしない',
    quote: 'なるべく早く返信をする。「返信不要」などと書かれている時も一言、返信をする。',
  },
  { row: 8, name: 'スタンプは使用しない', quote: 'スタンプは使用しない。' },
  {
    row: 9,
    name: '気軽すぎるメッセージやプライベートメッセージを送らない',
    quote:
      '気軽すぎるメッセージを送ることは避ける。業務とプライベートを区別する。言葉遣いには十分に留意する。',
  },
];

/** Which row a rule rests on. */
export const ROW_OF: Readonly<Record<RuleId, number>> = {
  R0: 0,
  R1: 1,
  R2: 1,
  R3: 2,
  R4: 2,
  R5: 2,
  R6: 2,
  R7: 3,
  R8: 3,
  R9: 4,
  R10: 5,
  R11: 6,
  R12: 7,
  R13: 8,
  R14: 9,
  RX: 1,
};

/** 「手順書 5 キャンセルの連絡や謝罪」: how a rule is cited to people. */
export function citeRow(row: number): string {
  const found = ROWS[row];
  return found ? `手順書 ${row} ${found.name}` : `手順書 ${row}`;
}
