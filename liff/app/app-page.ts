import type { PropertyValues, TemplateResult } from 'lit';
import { property } from 'lit/decorators/property.js';
import { state } from 'lit/decorators/state.js';
import { CallFailed, type Failure, failureOf } from '../data/http.ts';
import { renewSession, sessionWorks } from '../data/session.ts';
import { LightElement } from '../parts/light-element.ts';
import { skeleton } from './blocks.ts';
import { failurePage, notSentPage } from './failure.ts';
import type { Place } from './place.ts';

/**
 * A page: fetches what it shows, sends what is answered, and has one way for everything that goes wrong with either.
 * The focus moves to its h1 whenever it shows something else.
 */
export abstract class AppPage<Data> extends LightElement {
  @property({ attribute: false }) place!: Place;
  @state() protected data: Data | undefined;
  @state() protected sending = false;
  @state() private failure: Failure | null = null;
  @state() private notSent: Failure | null = null;
  private sendAgain: () => void = () => {};
  private shown: unknown;

  protected abstract load(): Promise<Data>;
  protected abstract show(data: Data): TemplateResult;

  override connectedCallback(): void {
    super.connectedCallback();
    this.classList.add('page');
    window.addEventListener('online', this.onOnline);
    void this.fetch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('online', this.onOnline);
  }

  /** What could not be fetched is fetched as soon as it can be; what could not be sent waits for the person. */
  private readonly onOnline = (): void => {
    if (this.failure === 'offline') void this.fetch();
  };

  private async fetch(): Promise<void> {
    this.failure = null;
    try {
      this.data = await this.load();
      sessionWorks();
    } catch (error) {
      this.failure = await endOfSession(error);
    }
  }

  /** Fetches again what the page shows; keeps the old while it does. */
  protected refresh(): Promise<void> {
    return this.fetch();
  }

  /** Sends once, however often the button is tapped; what fails is kept and can be sent again. */
  protected async send(act: () => Promise<void>): Promise<void> {
    if (this.sending) return;
    this.sending = true;
    try {
      await act();
      sessionWorks();
      this.notSent = null;
    } catch (error) {
      const failure = await endOfSession(error);
      const met = await this.meet(failure);
      this.notSent = met ? null : failure;
      this.sendAgain = () => void this.send(act);
    } finally {
      this.sending = false;
    }
  }

  /** For failures a page has its own answer to: true when it has dealt with one. */
  protected async meet(_failure: Failure): Promise<boolean> {
    return false;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('place')) this.notSent = null;
  }

  protected override render(): TemplateResult {
    if (this.failure) return failurePage(this.failure, () => void this.fetch());
    if (this.notSent) return notSentPage(this.notSent, this.sendAgain, () => this.back(), this.sending);
    return this.data === undefined ? skeleton() : this.show(this.data);
  }

  private back(): void {
    this.notSent = null;
  }

  protected override updated(): void {
    const showing = this.failure ?? this.notSent ?? (this.data === undefined ? null : this.place);
    if (showing === null || showing === this.shown) return;
    this.shown = showing;
    const title = this.querySelector('h1');
    if (!title) return;
    title.focus({ preventScroll: true });
    this.dispatchEvent(new CustomEvent('page-shown', { bubbles: true, detail: wordsOf(title) }));
  }

  /** Says what is missing where the person looks: the notice takes the focus. */
  protected async pointOut(): Promise<void> {
    await this.updateComplete;
    const notice = this.querySelector<HTMLElement>('#msg');
    notice?.scrollIntoView({ block: 'center' });
    notice?.focus({ preventScroll: true });
  }

  /** Tells a change to those who don't see it. */
  protected say(words: string): void {
    this.dispatchEvent(new CustomEvent('say', { bubbles: true, detail: words }));
  }
}

/** A dead session is renewed (the page is left); every other failure is given back. */
async function endOfSession(error: unknown): Promise<Failure> {
  if (!(error instanceof CallFailed) || error.failure !== 'signed-out') return failureOf(error);
  try {
    return await renewSession(error);
  } catch (inVain) {
    return failureOf(inVain);
  }
}

function wordsOf(title: HTMLElement): string {
  const copy = title.cloneNode(true) as HTMLElement;
  for (const reading of copy.querySelectorAll('rt')) reading.remove();
  return copy.textContent?.replace(/\s+/g, ' ').trim() ?? '';
}
