import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { shortInstant } from '../../worker/manual/say.ts';
import type { Finding } from '../../worker/manual/types.ts';
import type { TemplateEdit, TemplatePurpose } from '../../worker/views/office.ts';
import { fetchTemplates, retireTemplate, saveTemplate, TEMPLATE_PURPOSE } from '../data/console-office.ts';
import { announce } from './announce.ts';
import { rule } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import './fault-note.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { managersOnly, managersRead, settingsTabs } from './settings-tabs.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './styles/office.css';

const PURPOSES = Object.keys(TEMPLATE_PURPOSE) as TemplatePurpose[];

/** ひな形: texts to write from, checked by the manual when they are kept (R6, R9, R10, R13, R14). */
@customElement('page-templates')
export class PageTemplates extends Page {
  @state() private open: TemplateEdit | 'new' | null = null;
  @state() private advice: readonly Finding[] = [];
  protected readonly watch = new StaffWatch(this);
  private readonly live = new Live<{ templates: TemplateEdit[] }>(this, (signal) =>
    managersRead(() => fetchTemplates(signal)),
  );
  private readonly saving = new Deed(this);
  private readonly retiring = new Deed(this);

  protected override render(): TemplateResult {
    if (staffSession.me?.role !== 'manager') return managersOnly('ひな形');
    const all = this.live.value?.templates;
    return html`<div class="top"><div class="grow"><h1>ひな形</h1><span class="s">手順書に合わない文面は残せません</span></div>
        <button class="b b-main" id="new-template" type="button" @click=${() => this.show('new')}>${icon('plus')}ひな形を作る</button></div>
      <div class="page">${settingsTabs('templates')}<fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note><fault-note .failure=${this.retiring.failure}></fault-note>
        ${this.advice.length > 0 ? html`<div class="say wait" role="status"><b>残しました。次のところを見てください。</b>${this.advice.map((each) => html`<p>${rule(each.row)} ${each.message}</p>`)}</div>` : nothing}
        ${this.open === 'new' ? this.form(null) : nothing}
        ${all ? this.groups(all) : this.live.failure ? nothing : html`<p class="s">読み込んでいます</p>`}</div>`;
  }

  private groups(all: readonly TemplateEdit[]): TemplateResult {
    const used = all.filter((each) => each.retiredAt === null);
    const retired = all.filter((each) => each.retiredAt !== null);
    return html`${PURPOSES.map((purpose) => {
      const rows = used.filter((each) => each.purpose === purpose);
      return html`<section class="sheet" aria-labelledby="t-${purpose}"><header>${icon('chat')}<h2 id="t-${purpose}">${TEMPLATE_PURPOSE[purpose]}</h2><span class="count num">${rows.length}<span class="vh">件</span></span></header>
        ${
          rows.length === 0
            ? html`<p class="pad s">ひな形はありません。</p>`
            : repeat(
                rows,
                ({ id }) => id,
                (each) => this.row(each),
              )
        }</section>`;
    })}${retired.length > 0 ? html`<details class="sheet pad"><summary>使わなくしたひな形 ${retired.length}件</summary>${retired.map((each) => this.row(each))}</details>` : nothing}`;
  }

  private row(each: TemplateEdit): TemplateResult {
    if (this.open !== 'new' && this.open?.id === each.id) return this.form(each);
    return html`<div class="q mini text-row"><div class="col-s"><b>${each.name}</b>${each.greeting ? html`<p class="pre s">${each.greeting}</p>` : nothing}<p class="pre">${each.body}</p>
        ${each.updatedBy ? html`<span class="s num">${shortInstant(each.updatedAt)} ${each.updatedBy}</span>` : nothing}</div>
      <div class="acts">${each.retiredAt === null ? html`<button class="b b-quiet b-s" type="button" @click=${() => this.show(each)}>直す<span class="vh">：${each.name}</span></button>` : nothing}
        <button class="b b-quiet b-s" type="button" @click=${() => this.retire(each)}>${each.retiredAt === null ? '使わない' : 'また使う'}<span class="vh">：${each.name}</span></button></div></div>`;
  }

  private form(old: TemplateEdit | null): TemplateResult {
    const id = old?.id ?? 'new';
    return html`${keyed(
      id,
      html`<section class="sheet" aria-label=${old ? 'ひな形を直す' : 'ひな形を作る'}><form class="pad" novalidate aria-label=${old ? 'ひな形を直す' : 'ひな形を作る'} @submit=${this.save} ${ref(keepDraft(this.key(old)))}>
      <div class="grid2"><div class="f"><label for="tn">名前</label><input class="in" id="tn" name="name" maxlength="60" autocomplete="off" .defaultValue=${old?.name ?? ''} aria-describedby="tn-m" /><p class="miss" id="tn-m" data-missing="name" hidden></p></div>
        <div class="f"><label for="tp">何のときに使う</label><select class="in" id="tp" name="purpose">${PURPOSES.map((purpose) => html`<option value=${purpose} ?selected=${purpose === (old?.purpose ?? 'reply')}>${TEMPLATE_PURPOSE[purpose]}</option>`)}</select></div></div>
      <div class="f"><label for="tg">一言（体調や様子を聞く）</label><textarea class="in low" id="tg" name="greeting" maxlength="1000" .defaultValue=${old?.greeting ?? ''} aria-describedby="tg-s"></textarea><span class="s" id="tg-s">日程のことを書くときは、先に一言がいります（手順書 2）</span></div>
      <div class="f"><label for="tb">本題</label><textarea class="in" id="tb" name="body" rows="5" maxlength="4000" .defaultValue=${old?.body ?? ''} aria-describedby="tb-s tb-m"></textarea><p class="miss" id="tb-m" data-missing="body" hidden></p><span class="s" id="tb-s">{事業所} は事業所の名前、{担当} は書く人の名字に変わります</span></div>
      <fault-note .failure=${this.saving.failure}></fault-note>
      <div class="row"><button class="b b-main" type="submit">${this.saving.busy ? '確かめています' : '確かめて残す'}</button><button class="b b-quiet" type="button" @click=${() => this.close(old)}>やめる</button></div></form></section>`,
    )}`;
  }

  private show(which: TemplateEdit | 'new'): void {
    this.open = which;
    this.advice = [];
    this.saving.forget();
    void this.updateComplete.then(() => this.querySelector<HTMLInputElement>('#tn')?.focus());
  }

  private close(old: TemplateEdit | null): void {
    dropDraft(this.key(old));
    this.open = null;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('#new-template')?.focus());
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { name = '', purpose, greeting = '', body = '' } = fieldsOf(form);
    const whole = complain(form, {
      name: !name && '名前を入れてください。',
      body: !body && '本題を書いてください。',
    });
    if (!whole) return;
    const old = this.open === 'new' ? null : this.open;
    const saved = await this.saving.run(() =>
      saveTemplate({ name, purpose: purpose as TemplatePurpose, greeting, body }, old),
    );
    if (!saved) {
      const taken = this.saving.failure?.problem?.fields?.name;
      if (taken) complain(form, { name: taken });
      if (this.saving.failure?.type === 'conflict') await this.live.refresh();
      return;
    }
    this.close(old);
    this.advice = saved.findings;
    announce('ひな形を残しました。');
    await this.live.refresh();
  };

  private async retire(each: TemplateEdit): Promise<void> {
    const retired = each.retiredAt === null;
    const done = await this.retiring.run(() => retireTemplate(each.id, { revision: each.revision, retired }));
    if (done) announce(retired ? '使わないことにしました。' : 'また使えます。');
    await this.live.refresh();
  }

  private key(old: TemplateEdit | null): string {
    return `template:${old?.id ?? 'new'}`;
  }
}
