import { addDays, civilDate, instantOf, minuteOfDay } from '../../worker/manual/jst.ts';
import { Visitor } from '../visitor.ts';
import { ChaosWorld } from './chaos-world.ts';
import { LinePosts } from './line-posts.ts';
import { fillOffice, type Office, type Person, queueReplies } from './people.ts';
import { dice as diceOf } from './seeded.ts';
import { type Struck, Troubles } from './troubles.ts';
import { judge, type Verdict } from './verdict.ts';

export interface ChaosOptions {
  seed: number;
  messages: number;
  events: number;
  /** After so long the storm ends, whatever is left of it is let go and counted. */
  limitMs: number;
  say: (line: string) => void;
}

export interface ChaosReport extends Verdict {
  struck: Struck;
  ticks: number;
  days: number;
  seconds: number;
}

const MINUTE = 60_000;
/** A Monday; nothing is closed that week. */
const START = Date.parse('2026-12-07T08:30:00+09:00');
const SUBREQUESTS = 50;

/** Everything goes wrong at once around the real Worker, then calms down; what was promised is counted. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const began = performance.now();
  const world = await ChaosWorld.open({ start: START, maxSubrequests: SUBREQUESTS });
  try {
    const dice = diceOf(options.seed);
    const size = Math.max(20, Math.min(400, Math.ceil(options.messages / 25)));
    const office = await fillOffice(world, size);
    const troubles = new Troubles(world, dice);
    const posts = new LinePosts(world, office, dice);
    const storm = new Storm({ world, office, troubles, posts, dice, options });
    await storm.blow();
    troubles.stop();
    await posts.settle();
    await storm.calmDown();
    const verdict = await judge(world, office, posts, storm);
    const days = Math.round((world.now() - START) / 86_400_000);
    const seconds = Math.round((performance.now() - began) / 1000);
    return { ...verdict, struck: troubles.struck, ticks: storm.ticks, days, seconds };
  } finally {
    await world.close();
  }
}

interface Weather {
  world: ChaosWorld;
  office: Office;
  troubles: Troubles;
  posts: LinePosts;
  dice: ReturnType<typeof diceOf>;
  options: ChaosOptions;
}

const STEPS = 100;

export class Storm {
  /** When each person's withdrawal was answered. */
  readonly withdrawn = new Map<string, number>();
  readonly queued = new Map<string, Person>();
  ticks = 0;
  readonly #w: Weather;
  readonly #until: number;

  constructor(weather: Weather) {
    this.#w = weather;
    this.#until = performance.now() + weather.options.limitMs;
  }

  async blow(): Promise<void> {
    const { options, dice, troubles } = this.#w;
    const steps = Math.min(STEPS, Math.max(12, Math.ceil(options.messages / 50)));
    let messages = 0;
    let events = 0;
    const hangs = Math.max(1, Math.round(steps / 25));
    for (let step = 0; step < steps && performance.now() < this.#until; step += 1) {
      const last = step === steps - 1;
      const some = (all: number, done: number) => (last ? all - done : Math.round(all / steps));
      const now = some(options.messages, messages);
      messages += now;
      const newEvents = some(options.events, events);
      events += newEvents;
      await this.#queue(now);
      troubles.armLine(dice.between(0, 6));
      if (dice.chance(hangs / steps)) troubles.armHang();
      // Once a run, on an evening: the next morning LINE takes messages again.
      if (step === Math.ceil(steps / 2)) troubles.armMonthlyLimit();
      if (dice.chance(0.6)) troubles.armKill();
      await this.#step(newEvents, Math.ceil((now * 1.3) / 20));
      if (step % Math.ceil(steps / 5) === 1) await this.#withdraw();
      await this.#timePasses(step, steps);
      if (step % 10 === 9)
        options.say(`${step + 1}/${steps} steps, ${this.ticks} ticks, ${this.#w.world.kills} kills`);
    }
  }

  /** Without faults: ticks until nothing waits, over the nights. */
  async calmDown(): Promise<void> {
    const { world } = this.#w;
    await world.up();
    for (let tick = 0; tick < 3000; tick += 1) {
      await this.#tick();
      const { rows } = await world.db.execute(`select
        (select count(*) from messages where status in ('queued', 'leased')) as messages,
        (select count(*) from messages where status = 'queued' and not_before <= ${world.now()}) as due,
        (select count(*) from inbound_events where processed_at is null and parked_at is null) as events,
        (select min(not_before) from messages where status = 'queued') as next`);
      const left = rows[0];
      if (Number(left?.messages) === 0 && Number(left?.events) === 0) return;
      if (Number(left?.due) > 0) continue;
      await world.moveTo(inTheDay(world.now() + 4 * MINUTE));
    }
  }

  async #queue(count: number, only?: Person): Promise<void> {
    const { world, office, dice } = this.#w;
    if (count === 0) return;
    const willing = office.people.filter((person) => !this.withdrawn.has(person.userId));
    const to = only
      ? Array.from({ length: count }, () => only)
      : Array.from({ length: count }, () => dice.pick(willing));
    for (const { id, person } of await queueReplies(world, office, to)) this.queued.set(id, person);
  }

  /** Webhooks and overlapping crons at once. */
  async #step(events: number, ticks: number): Promise<void> {
    const { posts, dice } = this.#w;
    const crons = async (count: number) => {
      for (let n = 0; n < count; n += 1) await this.#tick();
    };
    const beside = Math.ceil(ticks * 0.4);
    await Promise.all([
      posts.deliver(posts.make(events)),
      crons(Math.max(1, ticks - beside)),
      dice.chance(0.8) ? crons(beside) : null,
    ]);
  }

  /** Somebody stops using LINE, through the mini-app's own way, while everything else goes on. */
  async #withdraw(): Promise<void> {
    const { world, office, dice } = this.#w;
    const person = dice.pick(office.people);
    if (this.withdrawn.has(person.userId)) return;
    await this.#queue(3, person);
    const cron = this.#tick();
    const visitor = new Visitor(world.productUrl, world.line.control, person.userId);
    for (;;) {
      try {
        await world.up();
        await visitor.signIn('user');
        await visitor.call('POST', '/api/app/consents/withdraw', { clientId: person.clientId });
        break;
      } catch {
        // The person tries again, as the page offers to.
      }
    }
    this.withdrawn.set(person.userId, world.now());
    await cron;
  }

  /** Minutes; now and then right up to 21:00 and over it while crons run, then over midnight to the morning. */
  async #timePasses(step: number, steps: number): Promise<void> {
    const { world, dice } = this.#w;
    const evening = step % Math.ceil(steps / 3) === Math.ceil(steps / 6);
    if (!evening) return world.moveTo(inTheDay(world.now() + dice.between(1, 20) * MINUTE));
    const today = civilDate(world.now());
    await world.moveTo(Math.max(world.now(), instantOf(today, '21:00') - 1_500));
    await this.#queue(20);
    for (let tick = 0; tick < 4; tick += 1) await Promise.all([this.#tick(), this.#tick()]);
    await world.moveTo(instantOf(addDays(today, 1), '00:00') - 500);
    await Promise.all([this.#tick(), this.#tick()]);
    await world.moveTo(instantOf(addDays(today, 1), '08:00') - 500);
    await Promise.all([this.#tick(), this.#tick()]);
  }

  async #tick(): Promise<void> {
    this.ticks += 1;
    await this.#w.world.tick();
  }
}

/** Nobody needs a night of ticks in which nothing may happen: from 21:00 on, the next morning. */
function inTheDay(at: number): number {
  const minute = minuteOfDay(at);
  if (minute >= 8 * 60 && minute < 21 * 60) return at;
  return instantOf(minute < 8 * 60 ? civilDate(at) : addDays(civilDate(at), 1), '08:00');
}
