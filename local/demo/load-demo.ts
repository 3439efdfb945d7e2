import { instantOf } from '../../worker/manual/jst.ts';
import type { CivilDate, ClockTime, Instant } from '../../worker/manual/types.ts';
import type { Machine } from '../machine.ts';
import { Crowd } from './crowd.ts';
import { businessDaysAfter, demoDays, nextBusinessDay } from './demo-start.ts';
import { type Linked, Office } from './office.ts';

/**
 * Five business days of an office, lived through the product's own API with the clock going along:
 * everything a newcomer sees has its record entry, its deliveries and its chats. Everybody is made up.
 * `large` adds a crowd that fills the lists.
 */
export async function loadDemo(machine: Machine, start: Instant, size: 'small' | 'large'): Promise<void> {
  const office = new Office(machine);
  const days = demoDays(start);
  const at = async (day: number, time: ClockTime) => {
    await machine.moveTo(Math.max(instantOf(days[day] ?? '', time), machine.clock.now()));
  };
  const tomorrow = nextBusinessDay(days.at(-1) ?? '');
  const inTwoDays = nextBusinessDay(tomorrow);
  const inThreeDays = nextBusinessDay(inTwoDays);

  const nakamura = office.person('中村 さおり');
  const sato = office.person('佐藤 健');
  await office.firstManager(nakamura, '中村 さおり', 'なかむら さおり');
  await office.colleague(nakamura, sato, '佐藤 健', 'さとう けん');
  for (const colleague of [nakamura, sato]) await office.addAccount(colleague);
  const crowd = size === 'large' ? new Crowd(office, [nakamura, sato]) : null;
  const people = await meetEverybody(office, nakamura, sato);

  await at(0, '09:45');
  for (const who of [people.ono, people.miuraMother, people.hidamari, people.takahashi, people.tanaka]) {
    await office.exchangeLine(nakamura, who);
  }
  const cases = await openCases(office, nakamura, sato, people);
  await crowd?.meet();

  for (const [round, time] of (['10:00', '13:10', '16:05'] as const).entries()) {
    await at(0, time);
    await crowd?.tryCalls(round);
    await office.call(nakamura, cases.miura, people.miuraMother.contactId, 'no-answer');
    await office.call(nakamura, cases.miura, people.hidamari.contactId, 'busy');
    await office.call(sato, cases.takahashi, people.takahashi.contactId, 'voicemail');
    await office.call(sato, cases.tanaka, people.tanaka.contactId, 'no-answer');
    await office.call(sato, cases.trip, people.takahashi.contactId, 'no-answer');
  }
  await at(0, '16:30');
  await office.ask(nakamura, cases.miura, people.miuraMother, 'callback-request');
  await office.ask(nakamura, cases.miura, people.hidamari, 'callback-request');
  await office.ask(sato, cases.takahashi, people.takahashi, 'callback-request');
  await office.ask(sato, cases.tanaka, people.tanaka, 'callback-request');
  await office.ask(sato, cases.trip, people.takahashi, 'callback-request');
  await crowd?.askBack();
  await machine.nextTick();

  await at(3, '09:30');
  const forTanaka = await office.offer(
    sato,
    cases.tanaka,
    slots(tomorrow, '14:00', inTwoDays, '10:00', inThreeDays, '15:00'),
    'ご自宅',
  );
  await office.ask(sato, cases.tanaka, people.tanaka, 'date-request');
  const forTakahashi = await office.offer(
    sato,
    cases.takahashi,
    slots(inTwoDays, '13:30', inTwoDays, '16:00', inThreeDays, '10:00'),
    'サンクスシェア',
  );
  await office.ask(sato, cases.takahashi, people.takahashi, 'date-request');
  // No times are offered here: parts of days are asked for, and where.
  await office.ask(sato, cases.trip, people.takahashi, 'date-request');
  await machine.nextTick();
  await office.finishTasks(sato, cases.tanaka);
  await office.finishTasks(sato, cases.takahashi);
  await office.finishTasks(sato, cases.trip);
  await crowd?.askDates(businessDaysAfter(inThreeDays, 12));
  await at(3, '12:20');
  await office.answer(people.tanaka, cases.tanaka, {
    choice: 'ranked',
    ranked: [forTanaka[0], forTanaka[2]],
    health: 'usual',
    attendance: 'usual',
  });
  await office.remindAt(people.tanaka, '18:00');
  await crowd?.answer();
  await at(3, '15:00');
  await office.confirm(sato, cases.tanaka, forTanaka[0] ?? '');
  await crowd?.confirm();
  await machine.nextTick();

  await at(4, '10:00');
  const forMiura = await office.offer(
    nakamura,
    cases.miura,
    slots(inTwoDays, '10:00', inTwoDays, '14:00', inThreeDays, '13:00'),
    'サンクスシェア',
  );
  await office.ask(nakamura, cases.miura, people.miuraMother, 'date-request');
  await office.ask(nakamura, cases.miura, people.hidamari, 'date-request');
  await machine.nextTick();
  await office.finishTasks(nakamura, cases.miura);
  await at(4, '11:00');
  await office.call(nakamura, cases.ono, people.ono.contactId, 'no-answer');
  await at(4, '13:40');
  await office.answer(people.hidamari, cases.miura, {
    choice: 'ranked',
    marks: { [forMiura[0] ?? '']: 'yes', [forMiura[1] ?? '']: 'maybe', [forMiura[2] ?? '']: 'no' },
  });
  await at(4, '16:20');
  await office.call(nakamura, cases.ono, people.ono.contactId, 'busy');
  await at(4, '20:10');
  await office.answer(people.takahashi, cases.takahashi, {
    choice: 'ranked',
    ranked: [forTakahashi[1], forTakahashi[0]],
    health: 'good',
  });
  await at(4, '20:40');
  await office.write(people.tanaka.userId, '持っていくものは ありますか');
  await crowd?.write();

  await machine.moveTo(start);
}

interface People {
  kobayashi: Omit<Linked, 'userId'>;
  ono: Linked;
  miuraMother: Linked;
  hidamari: Linked;
  takahashi: Linked;
  tanaka: Linked;
}

/** One client without consent yet, four with; a guardian, and a provider with hours of its own. */
async function meetEverybody(office: Office, nakamura: string, sato: string): Promise<People> {
  const adult = async (
    staff: string,
    name: string,
    kana: string,
    phone: string,
    rest: { birthDate: CivilDate; attendsProgram: boolean; monitoringMonths: number[] },
  ) => {
    const clientId = await office.newClient(staff, { name, kana, ...rest });
    const contactId = await office.newContact(staff, clientId, {
      kind: 'person',
      name,
      kana,
      relation: '本人',
      phone,
    });
    return { clientId, contactId, kind: 'person' as const };
  };
  const kobayashi = await adult(nakamura, '小林 空', 'こばやし そら', '080-0000-0001', {
    birthDate: '1998-06-02',
    attendsProgram: true,
    monitoringMonths: [3, 9],
  });
  office.person('小林 空');
  const ono = await adult(nakamura, '大野 はな', 'おおの はな', '080-0000-0002', {
    birthDate: '1990-11-20',
    attendsProgram: true,
    monitoringMonths: [6, 12],
  });
  const takahashi = await adult(sato, '高橋 誠', 'たかはし まこと', '080-0000-0003', {
    birthDate: '1985-02-14',
    attendsProgram: false,
    monitoringMonths: [5, 11],
  });
  const tanaka = await adult(sato, '田中 ゆき', 'たなか ゆき', '080-0000-0004', {
    birthDate: '1979-08-30',
    attendsProgram: true,
    monitoringMonths: [6, 12],
  });

  const miura = await office.newClient(nakamura, {
    name: '三浦 翔',
    kana: 'みうら しょう',
    birthDate: '2012-04-18',
    attendsProgram: true,
    monitoringMonths: [1, 4, 7, 10],
  });
  const mother = {
    kind: 'guardian',
    name: '三浦 陽子',
    kana: 'みうら ようこ',
    relation: '母',
    phone: '080-0000-0005',
  } as const;
  const motherId = await office.newContact(nakamura, miura, mother);
  const hidamari = {
    kind: 'provider',
    name: 'ひだまり 山本',
    kana: 'ひだまり やまもと',
    relation: '放課後等デイサービス',
    phone: '086-000-0006',
  } as const;
  const hidamariId = await office.newContact(nakamura, miura, hidamari);

  return {
    kobayashi,
    ono: { ...ono, userId: office.person('大野 はな') },
    miuraMother: {
      clientId: miura,
      contactId: motherId,
      userId: office.person('三浦 陽子'),
      kind: 'guardian',
    },
    hidamari: {
      clientId: miura,
      contactId: hidamariId,
      userId: office.person('ひだまり 山本'),
      kind: 'provider',
    },
    takahashi: { ...takahashi, userId: office.person('高橋 誠') },
    tanaka: { ...tanaka, userId: office.person('田中 ゆき') },
  };
}

async function openCases(office: Office, nakamura: string, sato: string, people: People) {
  const { ono, miuraMother, hidamari, takahashi, tanaka } = people;
  const open = (
    staff: string,
    who: Linked,
    kind: 'meeting' | 'monitoring' | 'consultation',
    purpose: string,
    others: Linked[] = [],
  ) =>
    office.openCase(
      staff,
      who.clientId,
      kind,
      purpose,
      [who, ...others].map((each) => each.contactId),
    );
  return {
    ono: await open(nakamura, ono, 'monitoring', '12月のモニタリング'),
    miura: await open(nakamura, miuraMother, 'meeting', '放課後等デイサービスの利用日の見直し', [hidamari]),
    takahashi: await open(sato, takahashi, 'consultation', '就労についての相談'),
    tanaka: await open(sato, tanaka, 'monitoring', 'モニタリング'),
    trip: await office.openCase(
      sato,
      takahashi.clientId,
      'monitoring',
      '11月のモニタリング',
      [takahashi.contactId],
      ['home', 'office'],
    ),
  };
}

/** Pairs of date and time. */
function slots(...pairs: string[]): Instant[] {
  const starts: Instant[] = [];
  for (let i = 0; i + 1 < pairs.length; i += 2) starts.push(instantOf(pairs[i] ?? '', pairs[i + 1] ?? ''));
  return starts;
}
