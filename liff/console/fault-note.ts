import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Failure } from '../data/console-http.ts';
import { rowTag } from '../data/console-labels.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

/** The one way a failure is shown: what happened, what to do, and a way on. */
@customElement('fault-note')
export class FaultNote extends Part {
  @property({ attribute: false }) failure: Failure | undefined;
  /** A way on; null leaves it out. */
  @property({ attribute: false }) retry: (() => void) | null = null;

  protected override render(): TemplateResult | typeof nothing {
    const failure = this.failure;
    if (!failure) return nothing;
    const { problem } = failure;
    const [title, detail] = problem
      ? [problem.title, problem.detail]
      : UNANSWERED[failure.type === 'offline' ? 'offline' : 'fault'];
    const fields = Object.values(problem?.fields ?? {});
    return html`<div class="why" role="alert">
      <b class="row">${icon('alert')}${title}</b>
      ${detail ? html`<p>${detail}</p>` : nothing}
      ${fields.length > 0 ? html`<ul class="dotted">${fields.map((words) => html`<li>${words}</li>`)}</ul>` : nothing}
      ${problem?.rules?.map(
        (finding) => html`<p><span class="rule">${rowTag(finding.row)}</span> ${finding.message}</p>`,
      )}
      ${
        this.retry
          ? html`<div><button class="b b-quiet" type="button" @click=${this.retry}>もう一度ためす</button></div>`
          : nothing
      }
    </div>`;
  }
}

/** Where no answer came, or none that could be read. */
const UNANSWERED = {
  offline: ['つながりません', '電波や Wi-Fi を確かめてください。入力したものは残っています。'],
  fault: [
    'うまく読み書きできませんでした。',
    'もう一度ためしてください。続くときは管理者に知らせてください。',
  ],
} as const;

declare global {
  interface HTMLElementTagNameMap {
    'fault-note': FaultNote;
  }
}
