import type { CivilDate } from '../../manual/types.ts';
import type { ImportProblem } from '../../views/clients.ts';
import { toReading } from '../client/name-terms.ts';
import type { CsvRow } from './parse-csv.ts';
import { readDate } from './read-date.ts';

export const MOST_ROWS = 5000;

/** The columns of the template; the first two must be filled. */
export const COLUMNS = [
  '名前',
  'よみ',
  '事業所に見せる名前',
  '生年月日',
  '通所先',
  'モニタリングの月',
  '担当',
  '本人の電話番号',
  '保護者の名前',
  '保護者のよみ',
  '保護者の続柄',
  '保護者の電話番号',
] as const;
type Column = (typeof COLUMNS)[number];

/** A client of the file, as it would be written. */
export interface ImportedClient {
  line: number;
  name: string;
  kana: string;
  shownName: string;
  birthDate: CivilDate | null;
  attendsProgram: boolean;
  monitoringMonths: number[];
  counselorId: string;
  phone: string | null;
  guardian: { name: string; kana: string | null; relation: string; phone: string | null } | null;
}

export interface ReadRows {
  clients: ImportedClient[];
  problems: ImportProblem[];
}

/** What the file says, line by line: a client, or what is wrong with it in words. */
export function readRows(
  rows: readonly CsvRow[],
  office: { colleagues: readonly { id: string; name: string }[]; importer: string; today: CivilDate },
): ReadRows {
  const [header, ...body] = rows;
  if (!header) return { clients: [], problems: [{ line: 1, column: null, message: 'ファイルが空です。' }] };
  const columns = header.cells.map((cell) => cell.normalize('NFKC').replace(/\s/g, ''));
  const wrong = headerProblems(columns, header.line);
  // Where the two that matter can be found, all that is wrong further down is said at once.
  if (!columns.includes('名前') || !columns.includes('よみ')) return { clients: [], problems: wrong };
  if (body.length === 0)
    return {
      clients: [],
      problems: [...wrong, { line: 2, column: null, message: '利用者の行がありません。' }],
    };
  if (body.length > MOST_ROWS) {
    const message = `一度に${MOST_ROWS}行までです（${body.length}行あります）。分けて取りこみます。`;
    return { clients: [], problems: [{ line: body[MOST_ROWS]?.line ?? 1, column: null, message }] };
  }
  const known = new Map(office.colleagues.map((each) => [squeezed(each.name), each.id]));
  const problems = [...wrong];
  const clients: ImportedClient[] = [];
  for (const row of body) {
    const read = readRow(row, columns, { ...office, known });
    problems.push(...read.problems);
    if (read.problems.length === 0) clients.push(read.client);
  }
  return { clients, problems };
}

function headerProblems(columns: readonly string[], line: number): ImportProblem[] {
  const problem = (column: string, message: string) => ({ line, column, message });
  const known: readonly string[] = COLUMNS;
  return [
    ...(['名前', 'よみ'] as const)
      .filter((name) => !columns.includes(name))
      .map((name) => problem(name, `見出しに「${name}」の列がありません。`)),
    ...columns
      .filter((name) => name !== '' && !known.includes(name))
      .map((name) =>
        problem(
          name.slice(0, 30),
          `「${name.slice(0, 30)}」という列は、取りこめません。見出しを直すか、列を消してください。`,
        ),
      ),
    ...columns
      .filter((name, at) => name !== '' && columns.indexOf(name) !== at)
      .map((name) => problem(name, `「${name}」の列が二つあります。`)),
  ];
}

function readRow(
  row: CsvRow,
  columns: readonly string[],
  office: { known: ReadonlyMap<string, string>; importer: string; today: CivilDate },
): { client: ImportedClient; problems: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  const say = (column: Column | null, message: string) => {
    problems.push({ line: row.line, column, message });
  };
  if (row.cells.length > columns.length && row.cells.slice(columns.length).some((cell) => cell !== ''))
    say(null, `列が多すぎます（見出しは${columns.length}列、この行は${row.cells.length}列）。`);
  const cell = (column: Column, most: number): string => {
    const at = columns.indexOf(column);
    const text = at < 0 ? '' : (row.cells[at] ?? '').replace(/[\r\n\t]+/g, ' ').trim();
    if ([...text].length > most) say(column, `${most}字までです（${[...text].length}字あります）。`);
    return text;
  };
  const kana = (column: Column): string => {
    const text = toReading(cell(column, 60));
    if (text !== '' && !/^[ぁ-ゖー・ ]+$/.test(text)) say(column, 'よみは、かなで書いてください。');
    return text;
  };
  const phone = (column: Column): string | null => {
    const text = cell(column, 20)
      .normalize('NFKC')
      .replace(/[‐−ー―]/g, '-')
      .replace(/^'/, '');
    if (text !== '' && !/^[0-9+\-() ]{6,20}$/.test(text))
      say(column, '電話番号は、数字とハイフンで書いてください。');
    return text || null;
  };
  const name = cell('名前', 60);
  if (name === '') say('名前', '名前がありません。');
  const reading = kana('よみ');
  if (reading === '') say('よみ', 'よみがありません。');
  const born = cell('生年月日', 30);
  const birthDate = born === '' ? null : readDate(born);
  if (born !== '' && birthDate === null)
    say(
      '生年月日',
      `「${born.slice(0, 20)}」は日付として読めません。1990-04-01 や 昭和60年4月1日 のように書いてください。`,
    );
  else if (birthDate !== null && (birthDate > office.today || birthDate < '1900-01-01'))
    say('生年月日', `生年月日が ${birthDate} になっています。`);
  const attends = cell('通所先', 10).normalize('NFKC');
  if (attends !== '' && !YES.test(attends) && !NO.test(attends))
    say('通所先', '「ある」か「ない」と書いてください。');
  const months = readMonths(cell('モニタリングの月', 60));
  if (months === null) say('モニタリングの月', '「3・9」のように、1から12までの月を書いてください。');
  const counselor = cell('担当', 60);
  const counselorId = counselor === '' ? office.importer : office.known.get(squeezed(counselor));
  if (counselorId === undefined) say('担当', `「${counselor.slice(0, 20)}」という職員はいません。`);
  const guardianName = cell('保護者の名前', 60);
  const guardianKana = kana('保護者のよみ');
  const guardianPhone = phone('保護者の電話番号');
  const relation = cell('保護者の続柄', 30);
  if (guardianName === '' && (guardianKana || guardianPhone || relation))
    say('保護者の名前', '保護者の名前がありません。');
  return {
    problems,
    client: {
      line: row.line,
      name,
      kana: reading,
      shownName: cell('事業所に見せる名前', 60) || name,
      birthDate,
      attendsProgram: YES.test(attends),
      monitoringMonths: months ?? [],
      counselorId: counselorId ?? '',
      phone: phone('本人の電話番号'),
      guardian:
        guardianName === ''
          ? null
          : {
              name: guardianName,
              kana: guardianKana || null,
              relation: relation || '保護者',
              phone: guardianPhone,
            },
    },
  };
}

const YES = /^(ある|あり|有|はい|○|〇|1|yes|true)$/i;
const NO = /^(ない|なし|無|いいえ|×|0|no|false)$/i;

function readMonths(text: string): number[] | null {
  const parts = text
    .normalize('NFKC')
    .split(/[・、,，\s/]+/)
    .filter(Boolean);
  const months = parts.map((part) => (/^\d{1,2}月?$/.test(part) ? Number.parseInt(part, 10) : 0));
  if (months.some((month) => month < 1 || month > 12)) return null;
  return [...new Set(months)].sort((a, b) => a - b);
}

function squeezed(name: string): string {
  return name.normalize('NFKC').replace(/\s/g, '');
}
