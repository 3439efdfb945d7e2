import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Warns before the window closes on something that was typed and not sent; inside the console the draft is kept. */
export class Unsaved implements ReactiveController {
  private readonly dirty: () => boolean;

  constructor(host: ReactiveControllerHost, dirty: () => boolean) {
    this.dirty = dirty;
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('beforeunload', this.warn);
  }

  hostDisconnected(): void {
    window.removeEventListener('beforeunload', this.warn);
  }

  private readonly warn = (event: BeforeUnloadEvent): void => {
    if (this.dirty()) event.preventDefault();
  };
}
