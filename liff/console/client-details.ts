import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { sayLongDate } from '../../worker/manual/say.ts';
import type { ClientView } from '../../worker/views/clients.ts';
import type { Colleague } from '../../worker/views/office.ts';
import { editClient } from '../data/console-clients.ts';
import { fetchColleagues } from '../data/console-office.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import './fault-note.ts';
import { complain, fieldsOf, tickedOf } from './forms.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

export const MONTHS = [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3];

/** What the office knows of a client; whoever changes it leaves in the record what it was. */
@customElement('client-details')
export class ClientDetails extends Part {
  @property({ attribute: false }) client!: ClientView;
  @property({ attribute: false }) changed: () => void = () => {};
  @state() private colleagues: Colleague[] | null = null;
  /** Somebody else is chosen as the counselor. */
  @state() private moving = false;
  /** Fixed meetings that overlap at the new counselor's. */
  @state() private overlaps: string[] = [];
  private readonly opening = new Deed(this);
  private readonly saving = new Deed(this);

  protected override render(): TemplateResult {
    return html`<section class="sheet" aria-labelledby="info-h"><header>${icon('info')}<h2 id="info-h">基本の情報</h2>
        ${this.colleagues ? nothing : html`<span class="s"><button class="b b-quiet b-s" id="edit-client" type="button" @click=${this.open}>${icon('pen')}直す</button></span>`}</header>
      <div class="pad"><fault-note .failure=${this.opening.failure}></fault-note>${this.overlaps.length > 0 ? html`<div class="say stop" role="status"><b>新しい担当の、ほかの予定と重なる予定があります。</b>日時は変えていません。利用者と電話か訪問で相談してください。<ul>${this.overlaps.map((each) => html`<li>${each}</li>`)}</ul></div>` : nothing}${this.colleagues ? this.form(this.client, this.colleagues) : this.shown(this.client)}</div></section>`;
  }

  private shown(client: ClientView): TemplateResult {
    return html`<dl class="kv">
      <dt>生年月日</dt><dd>${client.birthDate ? sayLongDate(client.birthDate) : '登録なし'}</dd>
      <dt>通所先</dt><dd>${client.attendsProgram ? 'ある' : 'ない'}</dd>
      <dt>モニタリング</dt><dd>${client.monitoringMonths.length > 0 ? client.monitoringMonths.map((month) => `${month}月`).join('・') : '登録なし'}</dd>
      <dt>担当</dt><dd>${client.counselor.name}</dd>
      <dt>事業所に見せる名前</dt><dd>${client.shownName}</dd></dl>`;
  }

  private form(client: ClientView, colleagues: Colleague[]): TemplateResult {
    const here = colleagues.some((each) => each.id === client.counselor.id)
      ? colleagues
      : [{ ...client.counselor, kana: null }, ...colleagues];
    return html`<form class="col" novalidate aria-label="基本の情報を直す" @submit=${this.save} @change=${this.typed} @draft-restored=${this.typed} ${ref(keepDraft(this.key))}>
      ${field('d-name', 'name', '名前', client.name)}${field('d-kana', 'kana', 'よみ（かな）', client.kana ?? '')}
      ${field('d-shown', 'shownName', '事業所に見せる名前', client.shownName)}
      <div class="f"><label for="d-birth">生年月日</label><input class="in num" id="d-birth" name="birthDate" type="date" .defaultValue=${client.birthDate ?? ''} /></div>
      <fieldset class="f"><legend class="l">通所先</legend><div class="pick">
        <label><input type="radio" name="attends" value="yes" ?checked=${client.attendsProgram} />${icon('check')}ある</label>
        <label><input type="radio" name="attends" value="no" ?checked=${!client.attendsProgram} />${icon('check')}ない</label></div></fieldset>
      <fieldset class="f"><legend class="l">モニタリングの月</legend><div class="pick">${MONTHS.map(
        (month) =>
          html`<label><input type="checkbox" name="months" value=${month} ?checked=${client.monitoringMonths.includes(month)} />${icon('check')}${month}月</label>`,
      )}</div><span class="s">受給者証に書かれた月を選びます</span></fieldset>
      <div class="f"><label for="d-who">担当</label><select class="in" id="d-who" name="counselorId">${here.map((each) => html`<option value=${each.id} ?selected=${each.id === client.counselor.id}>${each.name}</option>`)}</select></div>
      ${this.moving ? this.along(client) : nothing}
      <fault-note .failure=${this.saving.failure}></fault-note>
      <div class="row"><button class="b b-main" type="submit">${this.saving.busy ? '直しています' : '直す'}</button>
        <button class="b b-quiet" type="button" @click=${() => this.close()}>やめる</button></div>
      <p class="s">直す前と後が、相談記録に残ります。</p></form>`;
  }

  /** A case in hand without its counselor is nobody's: so they go along, unless somebody says otherwise. */
  private along({ cases, counselor }: ClientView): TemplateResult | typeof nothing {
    const count = cases.filter(
      (each) => (each.status === 'open' || each.status === 'confirmed') && each.counselor === counselor.name,
    ).length;
    if (count === 0) return nothing;
    return html`<fieldset class="f"><legend class="l">進行中の調整 ${count}件も、いっしょに引きつぎますか</legend><div class="pick">
        <label><input type="radio" name="takeCases" value="yes" checked />${icon('check')}引きつぐ</label>
        <label><input type="radio" name="takeCases" value="no" />${icon('check')}${counselor.name}さんのまま</label></div>
      <span class="s">決まっている予定も、新しい担当のカレンダーに移ります</span></fieldset>`;
  }

  private readonly typed = (event: Event): void => {
    const { counselorId } = fieldsOf(event.currentTarget as HTMLFormElement);
    this.moving = counselorId !== undefined && counselorId !== this.client.counselor.id;
  };

  private readonly open = async (): Promise<void> => {
    const found = await this.opening.run(() => fetchColleagues());
    if (!found) return;
    this.overlaps = [];
    this.moving = false;
    this.colleagues = found.colleagues;
    await this.updateComplete;
    this.querySelector<HTMLInputElement>('#d-name')?.focus();
  };

  private close(): void {
    this.colleagues = null;
    this.saving.forget();
    dropDraft(this.key);
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('#edit-client')?.focus());
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const {
      name = '',
      kana = '',
      shownName,
      birthDate,
      attends,
      counselorId = '',
      takeCases,
    } = fieldsOf(form);
    if (!complain(form, { name: !name && '名前を入れてください。', kana: !kana && 'よみを入れてください。' }))
      return;
    const done = await this.saving.run(() =>
      editClient(this.client.id, {
        revision: this.client.revision,
        name,
        kana,
        shownName: shownName || name,
        birthDate: birthDate || null,
        attendsProgram: attends === 'yes',
        monitoringMonths: tickedOf(form, 'months').map(Number),
        counselorId,
        takeCases: takeCases !== 'no',
      }),
    );
    if (!done) {
      // Somebody else was first: their text is fetched, and ours stays in the fields.
      if (this.saving.failure?.type === 'conflict') this.changed();
      return;
    }
    this.close();
    this.overlaps = done.overlaps;
    announce('基本の情報を直しました。');
    this.changed();
  };

  private get key(): string {
    return `client:${this.client.id}`;
  }
}

function field(id: string, name: string, label: string, value: string): TemplateResult {
  return html`<div class="f"><label for=${id}>${label}</label><input class="in" id=${id} name=${name} maxlength="60" autocomplete="off" .defaultValue=${value} aria-describedby="${id}-m" />
    <p class="miss" id="${id}-m" data-missing=${name} hidden></p></div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'client-details': ClientDetails;
  }
}
