import type { Fault } from '../libsql/faults.ts';
import type { FaultKind } from '../line/faults.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { Dice } from './seeded.ts';

export interface Struck {
  database: Record<string, number>;
  line: Record<string, number>;
  /** What the Worker was doing when it was killed. */
  kills: Record<string, number>;
}

/** Where a kill may strike: before or after a request to the database or to LINE has had its effect. */
const MOMENTS = [
  'database-before',
  'database-middle',
  'database-after',
  'line-before',
  'line-after',
] as const;
type Moment = (typeof MOMENTS)[number];

const LINE_FAULTS: readonly FaultKind[] = [
  '500-before',
  '500-after-commit',
  'cut-after-commit',
  '429-rate',
  'slow',
];

/** Breaks what the Worker speaks to, by the dice, until told to stop; and kills it at every step of its work. */
export class Troubles {
  readonly struck: Struck = { database: {}, line: {}, kills: {} };
  readonly #world: ChaosWorld;
  readonly #dice: Dice;
  #on = true;
  #armed: { moment: Moment; requests: number } | null = null;
  #turn = 0;

  constructor(world: ChaosWorld, dice: Dice) {
    this.#world = world;
    this.#dice = dice;
    // One decision for each request, where the database asks which fault strikes it.
    world.database.faults.take = () => this.#strikeDatabase();
    world.line.control.subscribe((event) => {
      if (event.type === 'delivery') this.#near('line-after');
    });
  }

  /** The next kill: each moment in its turn, after some more requests. */
  armKill(): void {
    const moment = MOMENTS[this.#turn % MOMENTS.length] ?? 'database-before';
    this.#turn += 1;
    this.#armed = { moment, requests: this.#dice.between(0, 12) };
  }

  /** Some of the next calls to LINE go wrong, on either side of its accepting them. */
  armLine(calls: number): void {
    const { control } = this.#world.line;
    control.clearFaults();
    for (let n = 0; n < calls; n += 1) {
      const kind = this.#dice.pick(LINE_FAULTS);
      this.#arm(kind, this.#dice.chance(0.1) ? 'reply' : 'push');
    }
  }

  /** LINE keeps silent after it has accepted: the Worker waits until its own patience ends. */
  armHang(): void {
    this.#arm('timeout-after-commit', 'push');
  }

  /** LINE says that the month's number is used up: everything is held until the next day. */
  armMonthlyLimit(): void {
    this.#arm('429-monthly', 'push');
  }

  stop(): void {
    this.#on = false;
    this.#armed = null;
    const { control } = this.#world.line;
    control.clearFaults();
    for (const { fault } of control.calls())
      if (fault) this.struck.line[fault] = (this.struck.line[fault] ?? 0) + 1;
  }

  #arm(kind: FaultKind, path: string): void {
    this.#world.line.control.addFault({ kind, path, times: 1, ms: 300 });
  }

  #strikeDatabase(): Fault | null {
    if (!this.#on) return null;
    if (this.#near('database-before')) return this.#note({ kind: 'cut', moment: 'before' });
    if (this.#near('database-middle')) return this.#note({ kind: 'cut', moment: 'middle' });
    if (this.#near('database-after')) return this.#note({ kind: 'cut', moment: 'after' });
    if (this.#near('line-before')) return null;
    const dice = this.#dice.next();
    if (dice < 0.01) return this.#note({ kind: 'busy' });
    if (dice < 0.02) return this.#note({ kind: 'slow', ms: this.#dice.between(20, 200) });
    if (dice < 0.025) return this.#note({ kind: 'cut', moment: 'before' });
    if (dice < 0.03) return this.#note({ kind: 'cut', moment: 'middle' });
    if (dice < 0.035) return this.#note({ kind: 'cut', moment: 'after' });
    return null;
  }

  /** Kills when this is the moment that was armed and its turn has come. */
  #near(moment: Moment): boolean {
    const armed = this.#armed;
    if (!this.#on || armed?.moment !== moment) return false;
    armed.requests -= 1;
    if (armed.requests >= 0) return false;
    this.#armed = null;
    this.struck.kills[moment] = (this.struck.kills[moment] ?? 0) + 1;
    void this.#world.kill();
    return true;
  }

  #note(fault: Fault): Fault {
    const name = fault.kind === 'cut' ? `cut-${fault.moment}` : fault.kind;
    this.struck.database[name] = (this.struck.database[name] ?? 0) + 1;
    return fault;
  }
}
