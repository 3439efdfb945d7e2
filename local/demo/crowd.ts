import { instantOf } from '../../worker/manual/jst.ts';
import type { CallOutcome, CivilDate, Instant } from '../../worker/manual/types.ts';
import type { Linked, Office } from './office.ts';

// Names nobody bears: words for samples and make-believe, in every combination.
const FAMILY = [
  ...[
    '見本:みほん',
    '架空:かくう',
    '例田:れいだ',
    '仮山:かりやま',
    '試野:ためしの',
    '想川:おもかわ',
    '雛形:ひながた',
  ],
  ...[
    '練木:ねりき',
    '習田:ならいだ',
    '型野:かたの',
    '写谷:うつしや',
    '影沢:かげさわ',
    '夢岡:ゆめおか',
    '空絵:そらえ',
  ],
  ...['虹村:にじむら', '霧坂:きりさか', '綿雲:わたぐも', '麦星:むぎほし', '鈴音:すずね', '泡島:あわしま'],
];
const GIVEN = [
  ...[
    'いろは:いろは',
    'まる:まる',
    'さくら:さくら',
    '一歩:いっぽ',
    'つむぎ:つむぎ',
    '太陽:たいよう',
    'こはる:こはる',
  ],
  ...[
    '月子:つきこ',
    '大地:だいち',
    'あおば:あおば',
    '千里:ちさと',
    'のぞみ:のぞみ',
    '風太:ふうた',
    'ひなた:ひなた',
    '四季:しき',
  ],
];
const CROWD = 295;
const WITH_LINE = 110;
const CASES = 36;
const WRITERS = 24;
const FAILED: readonly CallOutcome[] = ['no-answer', 'voicemail', 'busy'];
const WORDS = [
  'こんにちは。次の訪問は いつですか',
  '書類が とどきました。ありがとうございます',
  '電話ください',
  '来週の予定を 変えたいです',
  'すこし 聞きたいことが あります',
  '作業所を きょう 休みました',
  '返信不要です。きのうは ありがとうございました',
  '手帳の 更新について 教えてください',
];

interface Somebody extends Linked {
  index: number;
  staff: string;
  caseId?: string;
  slots: string[];
}

/** How far a case of the large demo has come: one sixth of them each. */
const STAGES = ['not-called', 'calling', 'asked-back', 'asked-dates', 'answered', 'confirmed'] as const;

/**
 * The large demo's people (`--demo large`): with the small demo's, 300 clients, 40 open cases in every stage and 25
 * unanswered messages. No chance in it: the same people do the same on every machine.
 */
export class Crowd {
  readonly #office: Office;
  readonly #staff: readonly string[];
  #people: Somebody[] = [];

  /** `staff`: LINE accounts of the counselors, who share the people. */
  constructor(office: Office, staff: readonly string[]) {
    this.#office = office;
    this.#staff = staff;
  }

  /** Everybody is registered; some exchange LINE, and some of those get a case. */
  async meet(): Promise<void> {
    for (let index = 0; index < CROWD; index += 1) this.#people.push(await this.#register(index));
    for (const who of this.#people.slice(0, WITH_LINE)) await this.#office.exchangeLine(who.staff, who);
    for (const who of this.#people.slice(0, CASES)) {
      const [kind, purpose] = CASE_OF[who.index % CASE_OF.length] ?? ['consultation', '相談'];
      who.caseId = await this.#office.openCase(who.staff, who.clientId, kind, purpose, [who.contactId]);
    }
  }

  /** One of the day's tries: whoever is further than their first case gets them all, a beginner one or two. */
  async tryCalls(round: number): Promise<void> {
    for (const who of this.#in('calling', 'asked-back', 'asked-dates', 'answered', 'confirmed')) {
      if (this.#stage(who) === 'calling' && round > who.index % 2) continue;
      const outcome = FAILED[(who.index + round) % FAILED.length] ?? 'busy';
      await this.#office.call(who.staff, who.caseId ?? '', who.contactId, outcome);
    }
  }

  async askBack(): Promise<void> {
    for (const who of this.#in('asked-back', 'asked-dates', 'answered', 'confirmed'))
      await this.#office.ask(who.staff, who.caseId ?? '', who, 'callback-request');
  }

  /** Each gets times of their own: a counselor has fewer hours than there are people. */
  async askDates(days: readonly CivilDate[]): Promise<void> {
    for (const [n, who] of this.#in('asked-dates', 'answered', 'confirmed').entries()) {
      const starts = [0, 1, 2].map((k) => slotOf(days, n * 3 + k));
      who.slots = await this.#office.offer(
        who.staff,
        who.caseId ?? '',
        starts,
        PLACES[n % PLACES.length] ?? '',
      );
      await this.#office.ask(who.staff, who.caseId ?? '', who, 'date-request');
      await this.#office.finishTasks(who.staff, who.caseId ?? '');
    }
  }

  async answer(): Promise<void> {
    for (const who of this.#in('answered', 'confirmed')) {
      const [first, second, third] = who.slots;
      const ranked = who.index % 3 === 0 ? [third, first] : [first, second, third];
      const health = (['good', 'usual', 'bad'] as const)[who.index % 3];
      await this.#office.answer(who, who.caseId ?? '', { choice: 'ranked', ranked, health });
    }
  }

  async confirm(): Promise<void> {
    for (const who of this.#in('confirmed'))
      await this.#office.confirm(who.staff, who.caseId ?? '', who.slots[who.index % 3 === 0 ? 2 : 0] ?? '');
  }

  /** Twenty-four people write, and nobody has answered yet. */
  async write(): Promise<void> {
    for (const who of this.#people.slice(CASES, CASES + WRITERS))
      await this.#office.write(who.userId, WORDS[who.index % WORDS.length] ?? '');
  }

  async #register(index: number): Promise<Somebody> {
    const staff = this.#staff[index % this.#staff.length] ?? '';
    const [name, kana] = nameOf(index);
    const child = index % 5 === 4;
    const clientId = await this.#office.newClient(staff, {
      name,
      kana,
      birthDate: `${child ? 2012 : 1960 + (index % 45)}-0${1 + (index % 9)}-1${index % 10}`,
      attendsProgram: index % 3 !== 0,
      monitoringMonths: MONTHS[index % MONTHS.length] ?? [],
    });
    const [family = '', familyKana = ''] = (FAMILY[index % FAMILY.length] ?? '').split(':');
    const phone = `080-0000-${String(1000 + index)}`;
    const kind = child ? 'guardian' : 'person';
    const contact = child
      ? { name: `${family} おや`, kana: `${familyKana} おや`, relation: '母' }
      : { name, kana, relation: '本人' };
    const contactId = await this.#office.newContact(staff, clientId, { kind, ...contact, phone });
    const userId = index < WITH_LINE ? this.#office.person(contact.name) : '';
    return { index, staff, clientId, contactId, userId, kind, slots: [] };
  }

  #in(...stages: (typeof STAGES)[number][]): Somebody[] {
    return this.#people.filter((who) => who.caseId !== undefined && stages.includes(this.#stage(who)));
  }

  #stage(who: Somebody): (typeof STAGES)[number] {
    return STAGES[who.index % STAGES.length] ?? 'not-called';
  }
}

const CASE_OF = [
  ['monitoring', 'モニタリング'],
  ['consultation', '暮らしの相談'],
  ['monitoring', '12月のモニタリング'],
  ['meeting', 'サービス等利用計画の見直し'],
] as const;
const PLACES = ['ご自宅', 'サンクスシェア', '通っている事業所'];
const MONTHS = [[6, 12], [3, 9], [1, 4, 7, 10], [2, 5, 8, 11], [12]];
const HOURS = ['09:00', '10:30', '13:00', '14:30', '16:00'] as const;

function slotOf(days: readonly CivilDate[], n: number): Instant {
  const day = days[Math.floor(n / HOURS.length) % days.length] ?? '';
  return instantOf(day, HOURS[n % HOURS.length] ?? '09:00');
}

function nameOf(index: number): [name: string, kana: string] {
  const [family = '', familyKana = ''] = (FAMILY[index % FAMILY.length] ?? '').split(':');
  const [given = '', givenKana = ''] = (GIVEN[Math.floor(index / FAMILY.length) % GIVEN.length] ?? '').split(
    ':',
  );
  return [`${family} ${given}`, `${familyKana} ${givenKana}`];
}
