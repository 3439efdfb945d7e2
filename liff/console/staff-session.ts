import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Instant } from '../../worker/manual/types.ts';
import type { StaffMe } from '../../worker/views/office.ts';
import { fetchMe } from '../data/console-staff.ts';
import { office } from '../data/office.ts';
import { keepDraftsOf } from './drafts.ts';

/** Who is signed in, for every element that shows it, and whether the office has changed; asked by the shell, again and again. */
class StaffSession extends EventTarget {
  me: StaffMe | null = null;
  /** The rail's number beside 今日; null before it is known. */
  work: number | null = null;
  /** The number beside 検討. */
  reviews: number | null = null;
  /** As the office stood when it was last asked; empty when that isn't known. */
  mark = '';

  /** Asks anew; whoever shows the office's things hears of it, also when there was no answer. */
  async load(signal?: AbortSignal): Promise<void> {
    try {
      const me = await fetchMe(signal);
      this.mark = me.mark;
      // The page was served with the name of a minute ago.
      office.learn(me.office);
      this.become(me);
    } catch (error) {
      if (!signal?.aborted) this.mark = '';
      throw error;
    } finally {
      if (!signal?.aborted) this.dispatchEvent(new Event('heard'));
    }
  }

  /** The newer one of what a page was told and of what was heard since. */
  now(told: Instant): Instant {
    return Math.max(told, this.me?.now ?? 0);
  }

  become(me: StaffMe | null): void {
    this.me = me;
    if (me) keepDraftsOf(me.id);
    if (!me) this.work = this.reviews = null;
    this.dispatchEvent(new Event('changed'));
  }

  count(work: number | null, reviews: number): void {
    if (this.work === work && this.reviews === reviews) return;
    this.work = work;
    this.reviews = reviews;
    this.dispatchEvent(new Event('changed'));
  }
}

export const staffSession = new StaffSession();

/** Draws its host again whenever the session changes. */
export class StaffWatch implements ReactiveController {
  private readonly host: ReactiveControllerHost;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  hostConnected(): void {
    staffSession.addEventListener('changed', this.changed);
  }

  hostDisconnected(): void {
    staffSession.removeEventListener('changed', this.changed);
  }

  private readonly changed = (): void => this.host.requestUpdate();
}
