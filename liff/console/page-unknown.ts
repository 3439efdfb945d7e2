import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Page } from './part.ts';
import { urls } from './urls.ts';

/** An address that leads nowhere, with a way on. */
@customElement('page-unknown')
export class PageUnknown extends Page {
  protected override render(): TemplateResult {
    return html`<div class="lone"><h1>このページはありません</h1>
      <p>アドレスが変わったか、まちがっています。</p><p><a class="b" href=${urls.today()}>今日へもどる</a></p></div>`;
  }
}
