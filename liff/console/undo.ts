import type { ReactiveController, ReactiveControllerHost } from 'lit';

const OFFER = 10_000;

/** Offers to take the last one-tap act back for ten seconds. */
export class Undo implements ReactiveController {
  offered: { id: string; words: string } | null = null;
  private readonly host: ReactiveControllerHost;
  private readonly ended: () => void;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, ended: () => void = () => {}) {
    this.host = host;
    this.ended = ended;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.timer);
    this.offered = null;
  }

  offer(id: string, words: string): void {
    clearTimeout(this.timer);
    this.offered = { id, words };
    this.timer = setTimeout(() => this.withdraw(), OFFER);
    this.host.requestUpdate();
  }

  withdraw(): void {
    clearTimeout(this.timer);
    this.offered = null;
    this.host.requestUpdate();
    this.ended();
  }
}
