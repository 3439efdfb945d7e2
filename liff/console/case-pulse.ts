import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { CaseView } from '../../worker/views/cases.ts';
import type { RecordView } from '../../worker/views/records.ts';
import { fetchHead } from '../data/console-cases.ts';
import { announce } from './announce.ts';
import { staffSession } from './staff-session.ts';

const EVERY = 4_000;

/**
 * Watches one case for what others do to it: asks every few seconds how far its record has grown (one small read),
 * has the page read again when it grew, and keeps what somebody else did, in words, until it is put away.
 */
export class CasePulse implements ReactiveController {
  /** What others did since the page was opened, newest last. */
  news: RecordView[] = [];
  private readonly host: ReactiveControllerHost;
  private readonly view: () => CaseView | undefined;
  private readonly refresh: () => Promise<void>;
  private timer: ReturnType<typeof setInterval> | undefined;
  private asking = false;
  private seen = -1;

  constructor(host: ReactiveControllerHost, view: () => CaseView | undefined, refresh: () => Promise<void>) {
    this.host = host;
    this.view = view;
    this.refresh = refresh;
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = setInterval(() => void this.ask(), EVERY);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
  }

  /** Called with each view that is drawn. */
  hostUpdate(): void {
    const view = this.view();
    if (!view || view.head === this.seen) return;
    const me = staffSession.me?.name;
    const fresh =
      this.seen < 0 ? [] : view.records.filter((each) => each.seq > this.seen && each.actor !== me);
    this.seen = view.head;
    if (fresh.length === 0) return;
    this.news = [...this.news, ...fresh.sort((a, b) => a.seq - b.seq)].slice(-3);
    const last = this.news.at(-1);
    if (last) announce(`${last.actor}：${last.body.summary}`, 'ears');
  }

  readonly putAway = (): void => {
    this.news = [];
    this.host.requestUpdate();
  };

  private async ask(): Promise<void> {
    const view = this.view();
    if (this.asking || !view || document.visibilityState !== 'visible') return;
    this.asking = true;
    try {
      const { head } = await fetchHead(view.id);
      if (head !== this.view()?.head) await this.refresh();
    } catch {
      // The page's own refresh says what is wrong.
    } finally {
      this.asking = false;
    }
  }
}
