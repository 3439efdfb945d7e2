import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { shortInstant } from '../../worker/manual/say.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import { cancelCase, changeDate } from '../data/console-cases.ts';
import { PARTNER } from '../data/console-labels.ts';
import { announce } from './announce.ts';
import './case-held.ts';
import { rule } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft, readDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

type Telling = 'change' | 'cancel';

const WORDS = {
  change: {
    form: '日の変更の記録',
    lead: '決まった日をいったん外し、あらためて日を決めます。',
    button: '決まった日を変える',
    busy: '変えています',
    done: '決まった日を外しました。伝えるための「すること」をつくりました。',
  },
  cancel: {
    form: 'とりやめの記録',
    lead: '送る前の知らせは止めて、電話か訪問の「すること」をつくります。',
    button: 'この調整をとりやめる',
    busy: 'とりやめています',
    done: 'とりやめました。伝えるための「すること」をつくりました。',
  },
} as const;

/** How a matter ends or its date is given up: it was held, it is moved, or it is called off, which LINE never says (R10). */
@customElement('case-close')
export class CaseClose extends Part {
  @property({ attribute: false }) view!: CaseView;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  private readonly deeds = { change: new Deed(this), cancel: new Deed(this) };

  protected override render(): TemplateResult | typeof nothing {
    const { status } = this.view;
    if (status !== 'open' && status !== 'confirmed') return nothing;
    return html`<section class="sheet" id="end" aria-labelledby="end-h"><header>${icon('check')}<h2 id="end-h">実施・変更・とりやめ</h2></header>
      <details class="pad" ?open=${readDraft(`held:${this.view.id}`) !== null}><summary>実施した</summary><case-held .view=${this.view} .changed=${this.changed}></case-held></details>
      ${status === 'confirmed' ? html`<details class="pad" ?open=${readDraft(this.key('change')) !== null}><summary>決まった日を変える</summary>${this.telling('change')}</details>` : nothing}
      <details class="pad" ?open=${readDraft(this.key('cancel')) !== null}><summary>とりやめる</summary>${this.telling('cancel')}</details></section>`;
  }

  private telling(kind: Telling): TemplateResult {
    const words = WORDS[kind];
    const deed = this.deeds[kind];
    const id = (name: string) => `${kind}-${name}`;
    return html`<form class="col" novalidate aria-label=${words.form} @submit=${(event: SubmitEvent) => this.tell(event, kind)} ${ref(keepDraft(this.key(kind)))}>
      <p class="say"><b>LINE では伝えません。</b>${words.lead}${rule(5)}</p>
      <div class="f"><label for=${id('r')}>理由</label><textarea class="in low" id=${id('r')} name="reason" maxlength="400" aria-describedby=${id('r-m')}></textarea><p class="miss" id=${id('r-m')} data-missing="reason" hidden></p></div>
      <fieldset class="f"><legend class="l">どうやって伝えますか</legend><div class="pick"><label><input type="radio" name="tell" value="phone" checked />${icon('check')}電話で</label><label><input type="radio" name="tell" value="visit" />${icon('check')}訪問して</label></div></fieldset>
      <div class="f"><span class="l" id=${id('who')}>伝える人</span><ul class="dotted" aria-labelledby=${id('who')}>${this.view.participants.map(
        (each) =>
          html`<li>${each.name}<span class="s num">（${PARTNER[each.kind]}）${each.phone ?? '電話番号の登録なし'}</span></li>`,
      )}</ul></div>
      <fault-note .failure=${deed.failure}></fault-note>
      <button class="b b-quiet b-w" type="submit">${deed.busy ? words.busy : words.button}</button></form>`;
  }

  private async tell(event: SubmitEvent, kind: Telling): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { reason = '', tell } = fieldsOf(form);
    if (!complain(form, { reason: !reason && '理由を書いてください。' })) return;
    const input = { reason, tell: tell === 'visit' ? 'visit' : 'phone' } as const;
    const deed = this.deeds[kind];
    const done = await deed.run(() =>
      kind === 'change' ? changeDate(this.view.id, input) : cancelCase(this.view.id, input),
    );
    const type = deed.failure?.type;
    if (done) {
      dropDraft(this.key(kind));
      announce(WORDS[kind].done);
    }
    // Somebody else was first: the page must show what stands now.
    if (done || type === 'case-closed' || type === 'conflict') await this.changed();
  }

  private key(kind: Telling): string {
    return `${kind}:${this.view.id}`;
  }
}

/** What stands of a date that was given up, at the head of the page. */
export function changedNote(view: CaseView): TemplateResult | typeof nothing {
  if (!view.changed) return nothing;
  const { from, by, at, reason } = view.changed;
  return html`<p class="say wait"><b>${shortInstant(from)} の予定を変えるところです。</b>${by}・${shortInstant(at)}・理由：${reason}。電話か訪問で伝え、新しい日を決めます。</p>`;
}
