import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import type { Verdict } from '../../worker/views/cases.ts';
import { checkMeeting, type MeetingDraft } from '../data/console-cases.ts';
import { rule } from './chips.ts';
import { icon } from './icons.ts';

const PAUSE = 300;

/** R7, R8: what the manual says to a meeting by LINE while its form is filled in; other methods need no question. */
export class MeetingCheck implements ReactiveController {
  verdict: Verdict | null = null;
  private readonly host: ReactiveControllerHost;
  private asked = '';
  private wait: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | undefined;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.wait);
    this.running?.abort();
  }

  look(clientId: string, draft: MeetingDraft): void {
    const asked = JSON.stringify(draft);
    if (asked === this.asked) return;
    this.asked = asked;
    clearTimeout(this.wait);
    this.running?.abort();
    if (draft.method !== 'line') {
      if (this.verdict) this.host.requestUpdate();
      this.verdict = null;
      return;
    }
    this.wait = setTimeout(() => void this.ask(clientId, draft), PAUSE);
  }

  /** What was found, in words, with the row of the manual; nothing while all is well. */
  said(): TemplateResult | typeof nothing {
    if (!this.verdict || this.verdict.findings.length === 0) return nothing;
    const no = this.verdict.outcome === 'refuse';
    return html`<div class="why ${no ? 'stop' : 'wait'}" role="status"><b class="row tight">${icon(no ? 'stop' : 'alert')}${no ? 'LINE では行えません' : 'LINE で行うときの注意'}</b>
      ${this.verdict.findings.map((each) => html`<p>${each.message} ${rule(each.row)}</p>`)}</div>`;
  }

  private async ask(clientId: string, draft: MeetingDraft): Promise<void> {
    const running = new AbortController();
    this.running = running;
    try {
      this.verdict = await checkMeeting(clientId, draft, running.signal);
    } catch {
      // Without an answer the form still asks, and the server decides.
      this.asked = '';
      return;
    }
    this.host.requestUpdate();
  }
}
