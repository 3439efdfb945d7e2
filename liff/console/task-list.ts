import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { TaskView } from '../../worker/views/cases.ts';
import { shortMoment } from '../data/console-stages.ts';
import { byDue, finishTask } from '../data/console-today.ts';
import { announce } from './announce.ts';
import { who } from './chips.ts';
import { Cut } from './cut.ts';
import { Deed } from './deed.ts';
import { fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';
import { staffSession } from './staff-session.ts';
import { urls } from './urls.ts';

/** What has to be done by a person, with a word about how it went. */
@customElement('task-list')
export class TaskList extends Part {
  @property({ attribute: false }) tasks: TaskView[] = [];
  /** Whether rows name the client: not on the client's own page. */
  @property({ attribute: false }) named = true;
  @property({ attribute: false }) changed: () => void = () => {};
  @state() private closing = '';
  private readonly cut = new Cut(this);
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult {
    return html`<section class="sheet" id="task" aria-labelledby="task-h"><header>${icon('list')}<h2 id="task-h">すること</h2><span class="count num">${this.tasks.length}<span class="vh">件</span></span></header>
      ${this.tasks.length === 0 ? html`<p class="pad s">いま、することはありません。</p>` : nothing}
      ${repeat(
        this.cut.rows(byDue(this.tasks)),
        (task) => task.id,
        (task) => this.row(task),
      )}${this.cut.button(this.tasks, 'すること')}</section>`;
  }

  private row(task: TaskView): TemplateResult {
    const late = staffSession.me !== null && task.dueAt < staffSession.me.now;
    const drawing = ({ phone: 'phone', visit: 'house', decide: 'calswap', check: 'check' } as const)[
      task.kind
    ];
    return html`<div class="q mini ${late ? 'over' : ''}"><div class="col-s">
        ${this.named ? who(task.client, urls.client(task.clientId)) : nothing}
        <span class="task">${icon(drawing)}${task.caseId ? html`<a href=${urls.case(task.caseId)}>${task.title}</a>` : html`<span>${task.title}</span>`}</span>
        <span class="s num">${late ? '期限をすぎました・' : ''}${shortMoment(task.dueAt)} まで${task.contactName ? `・${task.contactName}` : ''}${task.phone ? html` <a class="nb" href="tel:${task.phone.replace(/[^\d+]/g, '')}">${task.phone}</a>` : ''}</span></div>
      ${
        this.closing === task.id
          ? html`<form class="col wide-cell" @submit=${(event: SubmitEvent) => this.finish(event, task)}>
            <div class="f"><label for="tn-${task.id}">ひとこと（なくてもよい）</label><input class="in" id="tn-${task.id}" name="note" maxlength="400" autocomplete="off" /></div>
            <fault-note .failure=${this.deed.failure}></fault-note>
            <div class="row"><button class="b b-main b-s" type="submit">済みにする</button><button class="b b-quiet b-s" type="button" @click=${() => this.turn('')}>やめる</button></div></form>`
          : task.reviewId !== null
            ? html`<a class="b b-main" href=${urls.review(task.reviewId)}>見直す<span class="vh">：${task.title}</span></a>`
            : html`<button class="b b-quiet" type="button" @click=${() => this.turn(task.id)}>済んだ<span class="vh">：${task.title}</span></button>`
      }</div>`;
  }

  private turn(id: string): void {
    this.closing = id;
    this.deed.forget();
    if (id)
      void this.updateComplete.then(() => this.querySelector<HTMLInputElement>('input[name=note]')?.focus());
  }

  private async finish(event: SubmitEvent, task: TaskView): Promise<void> {
    event.preventDefault();
    const { note = '' } = fieldsOf(event.target as HTMLFormElement);
    const done = await this.deed.run(() => finishTask(task.id, note));
    if (!done) return;
    this.closing = '';
    announce('済みにしました。');
    this.changed();
  }
}
