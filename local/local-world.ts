import { demoStart } from './demo/demo-start.ts';
import { forget, type Machine, type MachineOptions, startMachine } from './machine.ts';
import { type Studio, startStudio } from './studio/server.ts';

export type LocalWorldOptions = Omit<MachineOptions, 'start'>;

/** Cron's own step is five minutes; looking oftener costs nothing and keeps ticks punctual. */
const CATCH_UP_EVERY = 15_000;

/** The machine with its studio, as long as somebody plays with it. */
export class LocalWorld {
  readonly #options: LocalWorldOptions;
  #machine: Machine | undefined;
  #studio: Studio | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LocalWorldOptions) {
    this.#options = options;
  }

  get machine(): Machine {
    if (!this.#machine) throw new Error('not started');
    return this.#machine;
  }

  async start(): Promise<void> {
    await this.#startMachine();
    const machine = () => this.machine;
    this.#studio = await startStudio({
      port: this.#options.ports.studio,
      machine,
      beginAnew: () => this.#anew(),
    });
    this.#timer = setInterval(() => this.#catchUp(), CATCH_UP_EVERY);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#studio?.close();
    await this.#machine?.close();
  }

  async #startMachine(): Promise<void> {
    const start = demoStart(Date.now());
    this.#machine = await startMachine({ ...this.#options, start });
  }

  async #anew(): Promise<void> {
    await this.machine.close();
    forget(this.#options.folder);
    await this.#startMachine();
  }

  #catchUp(): void {
    this.machine.catchUp().catch((error: unknown) => console.error(`cron: ${String(error)}`));
  }
}
