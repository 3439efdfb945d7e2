import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Failure, failureOf } from '../data/console-http.ts';

/** Loads what a form begins from, once: a form that is being filled in is not read anew under one's hands. */
export class Once<T> implements ReactiveController {
  value: T | undefined;
  failure: Failure | undefined;
  private readonly host: ReactiveControllerHost;
  private readonly fetch: (signal: AbortSignal) => Promise<T>;
  private running: AbortController | undefined;

  constructor(host: ReactiveControllerHost, fetch: (signal: AbortSignal) => Promise<T>) {
    this.host = host;
    this.fetch = fetch;
    host.addController(this);
  }

  hostConnected(): void {
    void this.load();
  }

  hostDisconnected(): void {
    this.running?.abort();
  }

  /** Loads now, in place of what was loaded before. */
  async load(): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    try {
      const value = await this.fetch(running.signal);
      if (running.signal.aborted) return;
      this.value = value;
      this.failure = undefined;
    } catch (error) {
      if (running.signal.aborted) return;
      this.failure = failureOf(error);
    }
    this.host.requestUpdate();
  }
}
