import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import type { ContactView } from '../../worker/views/clients.ts';
import { unlinkLine } from '../data/console-clients.ts';
import { announce } from './announce.ts';
import { rule } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft, readDraft } from './drafts.ts';
import './fault-note.ts';
import { complain, fieldsOf } from './forms.ts';
import { Part } from './part.ts';

/** Parts a contact from a LINE account that is not, or no longer, theirs; then they are explained to and invited anew (R1). */
@customElement('contact-unlink')
export class ContactUnlink extends Part {
  @property({ attribute: false }) contact!: ContactView;
  @property({ attribute: false }) changed: () => void = () => {};
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult | typeof nothing {
    const { id, name, linked } = this.contact;
    if (!linked) return nothing;
    return html`<details ?open=${readDraft(this.key) !== null}><summary>LINE のつながりを外す<span class="vh">：${name}</span></summary>
      <form class="col" novalidate aria-label="LINE のつながりを外す" @submit=${this.unlink} ${ref(keepDraft(this.key))}>
        <p class="s">ちがう人が QR を読みとったとき、LINE のアカウントが新しくなったときに使います。送る前の LINE は止まります。あらためて説明し、まねきます。 ${rule(1)}</p>
        <div class="f"><label for="ul-${id}">つながりを外す理由</label><input class="in" id="ul-${id}" name="reason" maxlength="400" autocomplete="off" aria-describedby="ul-m-${id}" /><p class="miss" id="ul-m-${id}" data-missing="reason" hidden></p></div>
        <fault-note .failure=${this.deed.failure}></fault-note>
        <div><button class="b b-s" type="submit">${this.deed.busy ? '外しています' : 'つながりを外す'}</button></div></form></details>`;
  }

  private readonly unlink = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { reason = '' } = fieldsOf(form);
    if (!complain(form, { reason: !reason && '理由を書いてください。' })) return;
    const done = await this.deed.run(() => unlinkLine(this.contact.id, reason));
    if (!done) return;
    dropDraft(this.key);
    announce(`${this.contact.name}さんの LINE のつながりを外しました。`);
    this.changed();
  };

  private get key(): string {
    return `unlink:${this.contact.id}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'contact-unlink': ContactUnlink;
  }
}
