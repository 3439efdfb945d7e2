import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { addDays, civilDate } from '../../worker/manual/jst.ts';
import type { InboundTag, ThreadMessage } from '../../worker/views/desk.ts';
import type { ThreadContact } from '../../worker/views/threads.ts';
import { INBOUND_TAG, inboundText, TASK } from '../data/console-labels.ts';
import { makeTask, type NewTask, tagMessage } from '../data/console-messages.ts';
import { shortMoment } from '../data/console-stages.ts';
import { closeDuty, dutyClock } from '../data/console-today.ts';
import { announce } from './announce.ts';
import { chip } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft, readDraft, writeDraft } from './drafts.ts';
import './fault-note.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { navigation } from './navigation.ts';
import { Part } from './part.ts';
import { theirWords } from './said.ts';
import { urls } from './urls.ts';

const TAGS: readonly InboundTag[] = ['urgent', 'basic-consultation', 'none'];
const KINDS: readonly NewTask['kind'][] = ['phone', 'visit', 'check', 'decide'];

/** One message of theirs: by what it was answered (R12), what it was (R2), and what it is made into. */
@customElement('thread-message')
export class ThreadMessageLine extends Part {
  @property({ attribute: false }) message!: ThreadMessage;
  @property({ attribute: false }) contact!: ThreadContact;
  @property({ attribute: false }) now = 0;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private form: '' | 'task' | 'case' | 'close' = '';
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult {
    const { message } = this;
    const waiting = message.duty !== null && message.duty.clearedAt === null;
    return html`<span class="s">${message.kind === 'wish' ? 'ミニアプリから' : '相手'} <span class="num">${shortMoment(message.at)}</span>${message.tag && message.tag !== 'none' ? html` ${chip('acc', INBOUND_TAG[message.tag], 'heart')}` : nothing}</span>
      ${theirWords(message)}<span class="answered">${this.answered()}</span>
      ${
        message.unsent || this.contact.clients.length === 0
          ? nothing
          : html`<details class="from" ?open=${waiting}><summary>この連絡から<span class="vh">（${shortMoment(message.at)}）</span></summary><div class="col-s">
        ${message.kind === 'wish' ? nothing : this.tags()}
        <div class="row">${this.opener('case', '調整をはじめる')}${this.opener('task', 'することにする')}${waiting ? this.opener('close', '返信せずに閉じる') : nothing}</div>
        ${this.form === 'task' ? this.taskForm() : this.form === 'case' ? this.caseChoice() : this.form === 'close' ? this.closeForm() : nothing}
        <fault-note .failure=${this.deed.failure}></fault-note></div></details>`
      }`;
  }

  /** The evidence: what answered it, never a read mark or a click. */
  private answered(): TemplateResult | typeof nothing {
    const { duty } = this.message;
    if (!duty) return nothing;
    if (duty.clearedAt === null) {
      const clock = dutyClock({ receivedAt: this.message.at, dueAt: duty.dueAt }, this.now);
      return chip(
        clock.state === 'over' ? 'stop' : 'wait',
        `未返信・${clock.words}`,
        clock.state === 'over' ? 'alert' : 'clock',
      );
    }
    const by = {
      reply: 'LINE で返信しました',
      talk: '電話で話しました',
      closed: '返信せずに閉じました',
    } as const;
    return html`${chip(duty.clearedBy === 'closed' ? 'plain' : 'ok', `${by[duty.clearedBy ?? 'closed']} ${shortMoment(duty.clearedAt)}`)}${duty.reason ? html`<span class="s">理由：${duty.reason}</span>` : nothing}`;
  }

  private tags(): TemplateResult {
    const { message } = this;
    return html`<div class="marks" role="group" aria-label="${shortMoment(message.at)}の連絡の種類">${TAGS.map(
      (tag) =>
        html`<button type="button" aria-pressed=${message.tag === tag} @click=${() => this.tag(tag)}>${message.tag === tag ? icon('check') : nothing}${INBOUND_TAG[tag]}</button>`,
    )}</div>`;
  }

  private opener(form: 'task' | 'case' | 'close', words: string): TemplateResult {
    const open = this.form === form;
    return html`<button class="b b-s b-quiet" type="button" aria-expanded=${open} @click=${() => this.turn(open ? '' : form)}>${words}</button>`;
  }

  private taskForm(): TemplateResult {
    const key = this.key('task');
    const { id } = this.message;
    return html`<form class="inset" novalidate aria-label="することにする" @submit=${this.task} ${ref(keepDraft(key))}>
      ${this.clientField()}
      <div class="f"><label for="ti-${id}">すること</label><input class="in" id="ti-${id}" name="title" maxlength="120" autocomplete="off" .defaultValue=${this.wordsFor()} aria-describedby="tm-${id}" /><p class="miss" id="tm-${id}" data-missing="title" hidden></p></div>
      <div class="grid2"><div class="f"><label for="tk-${id}">やりかた</label><select class="in" id="tk-${id}" name="kind">${KINDS.map((kind) => html`<option value=${kind}>${TASK[kind]}</option>`)}</select></div>
        <div class="f"><label for="td-${id}">いつまで</label><input class="in num" id="td-${id}" name="dueOn" type="date" min=${civilDate(this.now)} .defaultValue=${addDays(civilDate(this.now), 1)} aria-describedby="tdm-${id}" /><p class="miss" id="tdm-${id}" data-missing="dueOn" hidden></p></div></div>
      <p class="s">この連絡への返事は、別に要ります（手順書 7）。</p>
      <div class="row"><button class="b b-main b-s" type="submit">${this.deed.busy ? '入れています' : 'することに入れる'}</button><button class="b b-quiet b-s" type="button" @click=${() => this.turn('')}>やめる</button></div></form>`;
  }

  private closeForm(): TemplateResult {
    const { id } = this.message;
    return html`<form class="inset" novalidate aria-label="返信せずに閉じる" @submit=${this.close} ${ref(keepDraft(this.key('close')))}>
      <div class="f"><label for="cr-${id}">返信せずに閉じる理由</label><input class="in" id="cr-${id}" name="reason" maxlength="400" autocomplete="off" aria-describedby="cm-${id}" /><p class="miss" id="cm-${id}" data-missing="reason" hidden></p></div>
      <div class="row"><button class="b b-main b-s" type="submit">${this.deed.busy ? '閉じています' : '理由を残して閉じる'}</button><button class="b b-quiet b-s" type="button" @click=${() => this.turn('')}>やめる</button></div></form>`;
  }

  private caseChoice(): TemplateResult {
    return html`<div class="inset" role="group" aria-label="だれの調整か"><span class="l">だれの調整ですか</span><div class="row">${this.contact.clients.map(
      (client) =>
        html`<button class="b b-s" type="button" @click=${() => this.openCase(client.id)}>${client.name} さん</button>`,
    )}</div></div>`;
  }

  private clientField(): TemplateResult {
    const { clients } = this.contact;
    const [first] = clients;
    if (clients.length === 1 && first) return html`<input type="hidden" name="client" value=${first.id} />`;
    return html`<div class="f"><label for="tc-${this.message.id}">だれのこと</label><select class="in" id="tc-${this.message.id}" name="client">${clients.map((client) => html`<option value=${client.id}>${client.name} さん</option>`)}</select></div>`;
  }

  private turn(form: '' | 'task' | 'case' | 'close'): void {
    const [only, another] = this.contact.clients;
    if (form === 'case' && only && !another) {
      this.openCase(only.id);
      return;
    }
    this.form = form;
    this.deed.forget();
    if (form)
      void this.updateComplete.then(() =>
        this.querySelector<HTMLElement>('.inset :is(input:not([type=hidden]), select, button)')?.focus(),
      );
    else this.querySelector<HTMLElement>('summary')?.focus();
  }

  /** What was written goes along as a draft, not in the address; what was typed there before stays. */
  private openCase(clientId: string): void {
    const key = `case:${clientId}`;
    const kept = readDraft<[string, string][]>(key) ?? [];
    if (kept.some(([name, value]) => name === 'purpose' && value))
      announce('書きかけの調整があったので、そのまま開きます。');
    else
      writeDraft(key, [
        ['kind', 'consultation'],
        ['method', 'visit'],
        ['purpose', this.wordsFor(200)],
        ['who', this.contact.id],
      ]);
    navigation.go(urls.caseOpen(clientId, 'consultation'));
  }

  private readonly task = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { title = '', kind, dueOn = '', client = '' } = fieldsOf(form);
    const whole = complain(form, {
      title: !title && 'することを書いてください。',
      dueOn: (!dueOn || dueOn < civilDate(this.now)) && '今日か、それより後の日を選んでください。',
    });
    if (!whole) return;
    const task = { contactId: this.contact.id, title, dueOn, aboutId: this.message.id };
    const done = await this.deed.run(() =>
      makeTask(client, { ...task, kind: KINDS.find((each) => each === kind) ?? 'check' }),
    );
    if (!done) return;
    dropDraft(this.key('task'));
    this.turn('');
    announce('「今日」のすることに入れました。');
    await this.changed();
  };

  private readonly close = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { reason = '' } = fieldsOf(form);
    if (!complain(form, { reason: !reason && '理由を書いてください。' })) return;
    const done = await this.deed.run(() => closeDuty(this.message.duty?.id ?? '', reason));
    if (!done) return;
    dropDraft(this.key('close'));
    this.turn('');
    announce('理由を残して閉じました。');
    await this.changed();
  };

  private async tag(tag: InboundTag): Promise<void> {
    if (this.message.tag === tag) return;
    const done = await this.deed.run(() => tagMessage(this.message.id, tag));
    if (done) announce(`「${INBOUND_TAG[tag]}」としました。${tag === 'none' ? '' : '数には入れません。'}`);
    await this.changed();
  }

  private wordsFor(most = 120): string {
    return inboundText(this.message).replace(/\s+/g, ' ').trim().slice(0, most);
  }

  private key(form: string): string {
    return `thread-${form}:${this.message.id}`;
  }
}
