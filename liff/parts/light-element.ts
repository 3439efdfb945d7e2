import { LitElement } from 'lit';
import { catchesUp, tapAnswered } from './answer-first.ts';

/** Renders into itself: the office's style sheet reaches everything, and ids and labels work across parts. */
export abstract class LightElement extends LitElement {
  override connectedCallback(): void {
    super.connectedCallback();
    catchesUp(this, true);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    catchesUp(this, false);
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override async scheduleUpdate(): Promise<void> {
    await tapAnswered();
    super.scheduleUpdate();
  }

  /** Shows at once what it would show after the next paint. */
  catchUp(): void {
    if (this.isUpdatePending) this.performUpdate();
  }
}
