import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isClosed } from '../../worker/manual/calendar.ts';
import { addDays, instantOf } from '../../worker/manual/jst.ts';
import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';
import { dice as diceOf } from '../chaos/seeded.ts';
import { type Machine, startMachine } from '../machine.ts';
import { freePorts } from '../ports.ts';
import { buildOutputs } from '../prepare/build.mjs';
import { judgeMonth, type MonthVerdict } from './judge-month.ts';
import { MonthLife } from './month-life.ts';
import { openOffice } from './month-office.ts';

export interface MonthOptions {
  seed: number;
  clients: number;
  days: number;
  /** The days, counted from the first, on which cron never runs. */
  missed: readonly number[];
  say: (line: string) => void;
}

export interface MonthReport extends MonthVerdict {
  ticks: number;
  failedTicks: number;
  matters: number;
  refusals: Record<string, number>;
  /** When cron came back after the missed days. */
  backAt: number | null;
  seconds: number;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** A Monday with a holiday in its month (11-03, 11-23). */
const FIRST = '2026-11-02';

/** A month of an office under the studio's clock: cron every hour, people and staff through the product's own API. */
export async function runMonth({ seed, clients, days, missed, say }: MonthOptions): Promise<MonthReport> {
  const began = Date.now();
  await buildOutputs(ROOT, ['liff-local', 'worker'], () => {});
  const folder = mkdtempSync(join(tmpdir(), 'month-'));
  const machine = await startMachine({
    folder,
    ports: await freePorts(),
    start: instantOf(FIRST, '07:30'),
    demo: null,
    plan: { type: 'limited', value: 30_000 },
  });
  const report = { ticks: 0, failedTicks: 0, backAt: null as number | null };
  const stop = machine.onTick((run) => {
    report.ticks += 1;
    if (run.error !== null) report.failedTicks += 1;
    if (report.ticks > 1 && wasMissed && report.backAt === null) report.backAt = run.at;
  });
  let wasMissed = false;
  try {
    const dice = diceOf(seed);
    const office = await openOffice(machine, clients, dice);
    const life = new MonthLife(machine, office, dice);
    const aDay = Math.max(2, Math.ceil(clients / 25));
    for (let day = 0; day < days; day += 1) {
      const date = addDays(FIRST, day);
      const ticks = !missed.includes(day);
      if (!ticks) wasMissed = true;
      const to = async (time: string) => {
        await arrived(machine);
        await machine.moveTo(Math.max(machine.clock.now(), instantOf(date, time)), { ticks });
      };
      await to('08:10');
      const open = !isClosed(date, DEFAULT_SETTINGS, []);
      for (let hour = 9; hour <= 20; hour += 1) {
        await to(`${String(hour).padStart(2, '0')}:05`);
        if (hour === 9 && open) await life.morning(aDay);
        if (hour > 9 && (open || hour % 4 === 0)) await life.hour(open && hour < 17);
      }
      await to('20:55');
      await to('23:55');
      say(
        `${date} ${life.truth.matters.length} matters, ${report.ticks} ticks, ${Math.round((Date.now() - began) / 1000)} s`,
      );
    }
    const verdict = await judgeMonth(machine, office, life.truth, missed.length === 0);
    const refusals: Record<string, number> = {};
    for (const refusal of life.truth.refusals) {
      const kind = refusal.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id');
      refusals[kind] = (refusals[kind] ?? 0) + 1;
    }
    const seconds = Math.round((Date.now() - began) / 1000);
    return { ...verdict, ...report, matters: life.truth.matters.length, refusals, seconds };
  } finally {
    stop();
    await machine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const PATIENCE_MS = 2_000;

/** Waits until what was sent a moment ago has arrived: an hour must not pass between a decision and its request. */
async function arrived(machine: Machine): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const { rows } = await machine.db.execute({
      sql: "select count(*) as n from messages where status = 'leased' or (status = 'queued' and not_before <= ? and attempts = 0)",
      args: [machine.clock.now()],
    });
    // What waits for cron stays where it is.
    if (Number(rows[0]?.n) === 0 || Date.now() > until) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
