import { LitElement } from 'lit';
import { tapAnswered } from './answer-first.ts';

/** Renders into itself: the office's style sheet reaches everything, and ids and labels work across parts. */
export abstract class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override async scheduleUpdate(): Promise<void> {
    await tapAnswered();
    super.scheduleUpdate();
  }
}
