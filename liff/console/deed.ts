import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Failure, failureOf } from '../data/console-http.ts';

/** One thing a person does on a page: runs once at a time, and keeps what went wrong until the next try. */
export class Deed implements ReactiveController {
  busy = false;
  failure: Failure | undefined;
  private readonly host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** A second tap while the first is under way does nothing. Gives undefined when it failed. */
  async run<T>(act: () => Promise<T>): Promise<T | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.failure = undefined;
    this.host.requestUpdate();
    try {
      return await act();
    } catch (error) {
      this.failure = failureOf(error);
      return undefined;
    } finally {
      this.busy = false;
      this.host.requestUpdate();
    }
  }

  forget(): void {
    this.failure = undefined;
    this.host.requestUpdate();
  }
}
