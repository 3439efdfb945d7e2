import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import type { Page } from '../../worker/views/office.ts';
import { type Failure, failureOf } from '../data/console-http.ts';

/** A list that is read a page at a time. */
export class Paged<T> implements ReactiveController {
  rows: T[] | undefined;
  failure: Failure | undefined;
  private next: string | null = null;
  private busy = false;
  private running: AbortController | undefined;
  private readonly host: ReactiveControllerHost;
  private readonly fetch: (after: string | null, signal: AbortSignal) => Promise<Page<T>>;

  constructor(
    host: ReactiveControllerHost,
    fetch: (after: string | null, signal: AbortSignal) => Promise<Page<T>>,
  ) {
    this.host = host;
    this.fetch = fetch;
    host.addController(this);
  }

  hostConnected(): void {
    void this.refresh();
  }

  hostDisconnected(): void {
    this.running?.abort();
  }

  /** Reads the first page; what was read before is no longer shown. */
  async refresh(): Promise<void> {
    await this.read(null);
  }

  /** The button for the next page, while there is one. */
  more(): TemplateResult | typeof nothing {
    if (this.next === null || this.rows === undefined) return nothing;
    return html`<div class="pad"><button class="b b-quiet" type="button" @click=${() => void this.read(this.next)}>${this.busy ? '読み込んでいます' : 'つづきを見る'}</button></div>`;
  }

  private async read(after: string | null): Promise<void> {
    this.running?.abort();
    const running = new AbortController();
    this.running = running;
    this.busy = true;
    this.host.requestUpdate();
    try {
      const page = await this.fetch(after, running.signal);
      if (running.signal.aborted) return;
      this.rows = after === null ? page.rows : [...(this.rows ?? []), ...page.rows];
      this.next = page.next;
      this.failure = undefined;
    } catch (error) {
      if (running.signal.aborted) return;
      this.failure = failureOf(error);
    } finally {
      if (this.running === running) this.busy = false;
      this.host.requestUpdate();
    }
  }
}
