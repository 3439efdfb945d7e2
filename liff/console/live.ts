import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Failure, failureOf } from '../data/console-http.ts';
import { staffSession } from './staff-session.ts';

/**
 * Loads what a page shows and keeps it fresh: again as soon as the shell hears that something in the office has changed;
 * with `every`, by the clock alone, while it can be seen and when it is seen again.
 */
export class Live<T> implements ReactiveController {
  value: T | undefined;
  failure: Failure | undefined;
  private readonly host: ReactiveControllerHost;
  private readonly load: (signal: AbortSignal) => Promise<T>;
  private readonly every: number | null;
  private timer: ReturnType<typeof setInterval> | undefined;
  private running: AbortController | undefined;
  /** The office's mark that was known before `value` was asked for. */
  private mark = '';

  constructor(
    host: ReactiveControllerHost,
    load: (signal: AbortSignal) => Promise<T>,
    every: number | null = null,
  ) {
    this.host = host;
    this.load = load;
    this.every = every;
    host.addController(this);
  }

  hostConnected(): void {
    void this.refresh();
    if (this.every === null) {
      staffSession.addEventListener('heard', this.whenChanged);
      return;
    }
    this.timer = setInterval(this.whenSeen, this.every);
    document.addEventListener('visibilitychange', this.whenSeen);
    window.addEventListener('focus', this.whenSeen);
    window.addEventListener('online', this.whenSeen);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
    this.running?.abort();
    staffSession.removeEventListener('heard', this.whenChanged);
    document.removeEventListener('visibilitychange', this.whenSeen);
    window.removeEventListener('focus', this.whenSeen);
    window.removeEventListener('online', this.whenSeen);
  }

  /** Loads now. A newer call makes an older one void. */
  async refresh(): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.mark = staffSession.mark;
    try {
      const value = await this.load(running.signal);
      if (running.signal.aborted) return;
      this.value = value;
      this.failure = undefined;
    } catch (error) {
      if (running.signal.aborted) return;
      this.failure = failureOf(error);
    }
    this.host.requestUpdate();
  }

  private readonly whenChanged = (): void => {
    const known = staffSession.mark !== '' && staffSession.mark === this.mark;
    if (!known || this.failure) void this.refresh();
  };

  private readonly whenSeen = (): void => {
    if (document.visibilityState === 'visible') void this.refresh();
  };
}
