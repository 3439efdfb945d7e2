import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { civilDate } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { ContactMethod } from '../../worker/manual/types.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import { changeMethod } from '../data/console-cases.ts';
import { CASE_KIND, METHOD } from '../data/console-labels.ts';
import { announce } from './announce.ts';
import { chip, rule } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft, readDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { lineWishFields, lineWishMissing, lineWishOf } from './line-wish.ts';
import { MeetingCheck } from './meeting-check.ts';
import { Part } from './part.ts';

const METHODS: readonly ContactMethod[] = ['visit', 'office', 'phone', 'video', 'line'];

/** How this one is to be held, what the one before was (R8), and another way where it must be. */
@customElement('case-method')
export class CaseMethod extends Part {
  @property({ attribute: false }) view!: CaseView;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private fields: Record<string, string> = {};
  private readonly deed = new Deed(this);
  private readonly check = new MeetingCheck(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.fields = Object.fromEntries(readDraft<[string, string][]>(this.key) ?? []);
  }

  protected override willUpdate(): void {
    const { lineReason, wishBy, wishHow, wishDate } = this.fields;
    this.check.look(this.view.client.id, {
      do: 'plan',
      kind: this.view.kind,
      method: this.fields.method === 'line' ? 'line' : 'visit',
      at: this.view.confirmed?.startsAt ?? null,
      caseId: this.view.id,
      ...(lineReason && wishBy && wishHow && wishDate ? { line: lineWishOf(this.fields) } : {}),
    });
  }

  protected override render(): TemplateResult {
    const { view } = this;
    const { last, line } = view.alternation;
    const r8 = line.findings.find((each) => each.rule === 'R8');
    const running = view.status === 'open' || view.status === 'confirmed';
    return html`<section class="sheet" id="way" aria-labelledby="way-h"><header>${icon('house')}<h2 id="way-h">${CASE_KIND[view.kind]}の方法</h2></header>
      <div class="pad"><div class="row">${chip('acc', `今回は${METHOD[view.plannedMethod]}`, view.plannedMethod === 'line' ? 'chat' : view.plannedMethod === 'phone' ? 'phone' : 'house')}</div>
        <p class="s">${last ? html`前回は <span class="nb">${shortDate(civilDate(last.at))}</span> に${METHOD[last.method]}で${CASE_KIND[last.kind]}を行いました。` : '前回の記録はありません。'}${view.kind === 'consultation' ? nothing : r8 ? html`${r8.message} ${rule(3)}` : html`${view.kind === 'monitoring' ? '訪問が原則です。' : '会って話すのが原則です。'}2回続けて LINE では行えません。${rule(3)}`}</p>
        ${
          view.plannedMethod === 'line' && r8?.severity === 'refuse'
            ? html`<p class="say stop"><b>このままでは日を確定できません。</b>方法を訪問や来所に変えてください。</p>`
            : nothing
        }
        ${running ? html`<details ?open=${readDraft(this.key) !== null}><summary>方法を変える</summary>${this.form()}</details>` : nothing}</div></section>`;
  }

  private form(): TemplateResult {
    const method = this.fields.method ?? this.view.plannedMethod;
    return html`<form class="col" novalidate aria-label="方法の変更" @submit=${this.change} @input=${this.typed} @change=${this.typed} ${ref(keepDraft(this.key))}>
      <fieldset class="f"><legend class="l">方法</legend><div class="pick">${METHODS.map(
        (each) =>
          html`<label><input type="radio" name="method" value=${each} ?checked=${each === method} />${icon('check')}${METHOD[each]}</label>`,
      )}</div></fieldset>
      ${this.check.said()}${method === 'line' ? lineWishFields(this.view.line, 'cm') : nothing}
      <fault-note .failure=${this.deed.failure}></fault-note>
      <button class="b b-w" type="submit">${this.deed.busy ? '変えています' : 'この方法に変える'}</button></form>`;
  }

  private readonly typed = (event: Event): void => {
    this.fields = fieldsOf(event.currentTarget as HTMLFormElement);
  };

  private readonly change = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = fieldsOf(form);
    const method = METHODS.find((each) => each === fields.method) ?? this.view.plannedMethod;
    if (method === 'line' && !complain(form, lineWishMissing(fields))) return;
    const done = await this.deed.run(() =>
      changeMethod(this.view.id, { method, ...(method === 'line' ? { line: lineWishOf(fields) } : {}) }),
    );
    if (done) {
      dropDraft(this.key);
      this.fields = {};
      form.closest('details')?.removeAttribute('open');
      announce(`方法を${METHOD[method]}に変えました。`);
    }
    if (done || this.deed.failure?.type === 'case-closed') await this.changed();
  };

  private get key(): string {
    return `method:${this.view.id}`;
  }
}
