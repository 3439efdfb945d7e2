import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';

/** Shows the first rows of a long list, and all of them once a person asks. */
export class Cut {
  private all = false;
  private readonly host: ReactiveControllerHost;
  private readonly most: number;

  constructor(host: ReactiveControllerHost, most = 8) {
    this.host = host;
    this.most = most;
  }

  /** Two more than the limit are shown at once: a button for them would take the same place. */
  rows<T>(rows: readonly T[]): readonly T[] {
    return this.all || rows.length <= this.most + 2 ? rows : rows.slice(0, this.most);
  }

  button(rows: readonly unknown[], words: string): TemplateResult | typeof nothing {
    const hidden = rows.length - this.rows(rows).length;
    if (hidden === 0) return nothing;
    return html`<p class="pad more-rows"><button class="b b-quiet" type="button" @click=${() => {
      this.all = true;
      this.host.requestUpdate();
    }}>${words}をあと${hidden}件見る</button></p>`;
  }
}
