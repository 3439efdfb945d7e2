import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Failure, failureOf } from '../data/console-http.ts';

/** Loads what a page shows and keeps it fresh: every 30 s while it can be seen, and when it is seen again. */
export class Live<T> implements ReactiveController {
  value: T | undefined;
  failure: Failure | undefined;
  private readonly host: ReactiveControllerHost;
  private readonly load: (signal: AbortSignal) => Promise<T>;
  private readonly every: number;
  private timer: ReturnType<typeof setInterval> | undefined;
  private running: AbortController | undefined;

  constructor(host: ReactiveControllerHost, load: (signal: AbortSignal) => Promise<T>, every = 30_000) {
    this.host = host;
    this.load = load;
    this.every = every;
    host.addController(this);
  }

  hostConnected(): void {
    void this.refresh();
    this.timer = setInterval(this.whenSeen, this.every);
    document.addEventListener('visibilitychange', this.whenSeen);
    window.addEventListener('focus', this.whenSeen);
    window.addEventListener('online', this.whenSeen);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
    this.running?.abort();
    document.removeEventListener('visibilitychange', this.whenSeen);
    window.removeEventListener('focus', this.whenSeen);
    window.removeEventListener('online', this.whenSeen);
  }

  /** Loads now. A newer call makes an older one void. */
  async refresh(): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
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

  private readonly whenSeen = (): void => {
    if (document.visibilityState === 'visible') void this.refresh();
  };
}
