import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { Page } from './part.ts';

@customElement('page-staff')
export class PageStaff extends Page {
  protected override render(): TemplateResult {
    return html`<div class="lone"><h1>準備中</h1></div>`;
  }
}
