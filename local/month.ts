import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { busiestHour, stamp } from './month/judge-month.ts';
import { type MonthReport, runMonth } from './month/run-month.ts';
import { Refusal } from './prepare/refusal.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    clients: { type: 'string', default: '300' },
    days: { type: 'string', default: '30' },
    /** The days on which cron never runs; `none`: only the whole month is run. */
    missed: { type: 'string', default: '9' },
  },
});

try {
  const seed = values.seed === undefined ? randomInt(1, 2 ** 31) : Number(values.seed);
  const [clients, days] = [Number(values.clients), Number(values.days)];
  const missed = values.missed === 'none' ? [] : (values.missed ?? '').split(',').map(Number);
  if (![seed, clients, days, ...missed].every((n) => Number.isInteger(n) && n >= 0))
    throw new Refusal(
      '--seed, --clients and --days take whole numbers, --missed days as 9,10.',
      'npm run month -- --seed 7',
    );
  const say = (line: string) => console.error(line);
  console.log(`seed ${seed}: ${clients} clients, ${days} days`);
  const whole = await runMonth({ seed, clients, days, missed: [], say });
  for (const each of whole.sent) console.log(`${stamp(each.at)}  ${each.contact}  ${each.rule}`);
  let bad = tell('the whole month', whole);
  if (missed.length > 0) {
    const cut = await runMonth({ seed, clients, days, missed, say });
    bad += tell(`the month without cron on day ${missed.join(', ')}`, cut);
    const back =
      cut.backAt === null
        ? []
        : cut.sent.filter((each) => each.at >= (cut.backAt ?? 0) && each.at < (cut.backAt ?? 0) + 86_400_000);
    console.log(
      `in the day after cron came back: ${back.length} automatic messages, to one person at most ${busiestHour(back.map(({ at, contact }) => ({ at, who: contact })))}`,
    );
  }
  process.exitCode = bad === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error);
  process.exitCode = 2;
}

function tell(what: string, report: MonthReport): number {
  const { outsideHours, twice, overCap, reasonGone, named } = report;
  const notices = busiestHour(report.notices.map(({ at, channel }) => ({ at, who: channel })));
  const wrong = {
    'outside hours': outsideHours,
    twice,
    'over the cap': overCap,
    'reason gone': reasonGone,
    'names in notices': named,
  };
  console.log(
    `\n${what}: ${report.matters} matters, ${report.ticks} ticks (${report.failedTicks} failed), ${report.seconds} s`,
  );
  console.log(`automatic messages      ${report.sent.length}`);
  console.log(`kept back by the cap    ${report.heldBack}`);
  console.log(`notices to staff        ${report.notices.length}, at most ${notices} an hour in one channel`);
  for (const [name, list] of Object.entries(wrong)) {
    console.log(`${name.padEnd(23)} ${list.length}`);
    for (const each of list.slice(0, 20)) console.log(`  ${each}`);
  }
  for (const [refusal, times] of Object.entries(report.refusals)) console.error(`  ${times} x ${refusal}`);
  return Object.values(wrong).reduce((sum, list) => sum + list.length, 0) + report.failedTicks;
}
