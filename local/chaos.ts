import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runChaos } from './chaos/run-chaos.ts';
import { Refusal } from './prepare/refusal.mjs';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    messages: { type: 'string', default: '10000' },
    events: { type: 'string', default: '10000' },
    minutes: { type: 'string', default: '25' },
  },
});
const seed = values.seed === undefined ? randomInt(1, 2 ** 31) : Number(values.seed);
const [messages, events, minutes] = [values.messages, values.events, values.minutes].map(Number);

try {
  if (![seed, messages, events, minutes].every((n) => Number.isInteger(n) && Number(n) >= 0)) {
    throw new Refusal(
      '--seed, --messages, --events and --minutes take whole numbers.',
      'npm run chaos -- --seed 7',
    );
  }
  console.log(`seed ${seed}: ${messages} messages, ${events} events`);
  const report = await runChaos({
    seed,
    messages: messages ?? 0,
    events: events ?? 0,
    limitMs: (minutes ?? 0) * 60_000,
    say: (line) => console.error(line),
  });
  const { struck } = report;
  const said = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([what, times]) => `${what} ${times}`)
      .join(', ') || 'none';
  console.log(
    `struck: database ${said(struck.database)}; LINE ${said(struck.line)}; killed ${said(struck.kills)}`,
  );
  console.log(`${report.ticks} ticks over ${report.days} days in ${report.seconds} s`);
  console.log(`messages               ${report.messages}`);
  console.log(`accepted exactly once  ${report.acceptedOnce}`);
  console.log(`not sent, staff told   ${report.toldOtherwise}`);
  for (const [why, times] of Object.entries(report.reasons)) console.log(`  ${times} ${why}`);
  console.log(`lost                   ${report.lost}`);
  console.log(`doubled                ${report.doubled}`);
  console.log(`outside hours          ${report.outsideHours}`);
  console.log(`against consent        ${report.againstConsent}`);
  console.log(`events                 ${report.events}`);
  console.log(`events lost            ${report.eventsLost}`);
  console.log(`events doubled         ${report.eventsDoubled}`);
  console.log(`taken back, still kept ${report.takenBackKept}`);
  console.log(`record gaps            ${report.recordGaps}`);
  console.log(`words leaked to logs   ${report.leaks}`);
  const bad =
    report.lost +
    report.doubled +
    report.outsideHours +
    report.againstConsent +
    report.eventsLost +
    report.eventsDoubled +
    report.takenBackKept +
    report.recordGaps +
    report.leaks;
  const short = report.messages < (messages ?? 0) || report.events < (events ?? 0);
  if (short) console.log('the storm ended before everything was sent: give it more --minutes');
  process.exitCode = bad === 0 && !short ? 0 : 1;
} catch (error) {
  console.error(error instanceof Refusal ? error.message : error);
  process.exitCode = 2;
}
