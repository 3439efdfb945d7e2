import { type Tick, tickAfter, tickUntil } from '../../cron.ts';

export interface CronDriver {
  /** No further tick begins; resolves when the one that runs has ended. */
  stop(): Promise<void>;
}

// A timer that sleeps over a suspended machine wakes late: looking often keeps ticks punctual.
const LOOK_EVERY_MS = 5_000;

/**
 * Runs a tick at the times of wrangler.toml, never two at once; the last one missed at once, as the office may have been
 * off. A tick that fails is said and forgotten: the next one takes up what it left.
 */
export function driveCron(
  now: () => number,
  run: (tick: Tick) => Promise<string | null>,
  say: (line: string) => void,
): CronDriver {
  let next = tickUntil(now());
  let running: Promise<void> | null = null;
  const look = () => {
    if (running || now() < next.at) return;
    const tick = tickUntil(now());
    next = tickAfter(tick.at);
    running = run(tick)
      .then(
        (error) => error && say(`定期実行が失敗しました: ${error}`),
        (error: unknown) => say(`定期実行ができません: ${String(error)}`),
      )
      .then(() => {
        running = null;
      });
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
