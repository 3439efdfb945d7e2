import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { civilDate } from '../../worker/manual/jst.ts';
import { shortDate, shortInstant } from '../../worker/manual/say.ts';
import type { RulesDraft, RulesView } from '../../worker/views/rules.ts';
import { PARTNER } from '../data/console-labels.ts';
import {
  dropRulesDraft,
  fetchRules,
  publishRules,
  startRulesDraft,
  withdrawRules,
} from '../data/console-rules.ts';
import { announce } from './announce.ts';
import { differenceList } from './change-detail.ts';
import { chip, rule } from './chips.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import './rules-editor.ts';
import { managersOnly, managersRead, settingsTabs } from './settings-tabs.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './styles/office.css';
import { urls } from './urls.ts';

const STATE = { past: 'まえの版', 'in-force': '使用中', waiting: 'これから' } as const;

/** 留意点: the usage rules that people agree to, version by version; the next is written here (R1). */
@customElement('page-rules')
export class PageRules extends Page {
  @state() private said = '';
  protected readonly watch = new StaffWatch(this);
  private readonly live = new Live<RulesView>(this, (signal) => managersRead(() => fetchRules(signal)));
  private readonly acting = new Deed(this);
  private readonly publishing = new Deed(this);

  protected override render(): TemplateResult {
    if (staffSession.me?.role !== 'manager') return managersOnly('留意点');
    const view = this.live.value;
    return html`<div class="top"><div class="grow"><h1>留意点</h1><span class="s">利用者が読んで選ぶ文です。きまりが変わると、もう一度承諾をもらいます</span></div></div>
      <div class="page">${settingsTabs('rules')}<fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note><fault-note .failure=${this.acting.failure}></fault-note>
        ${this.said ? html`<p class="say">${this.said}</p>` : nothing}
        ${view ? this.body(view) : this.live.failure ? nothing : html`<p class="s">読み込んでいます</p>`}</div>`;
  }

  private body(view: RulesView): TemplateResult {
    const { draft } = view;
    return html`<div class="two"><div>${draft ? html`<rules-editor .draft=${draft} .changed=${() => this.live.refresh()}></rules-editor>${this.compare(draft)}${this.publish(view, draft)}` : this.begin(view)}</div>
      <aside aria-label="これまでの版">${this.versions(view)}${this.affected(view)}</aside></div>`;
  }

  private begin(view: RulesView): TemplateResult {
    const waiting = view.versions.find((each) => each.state === 'waiting');
    return html`<section class="sheet" aria-labelledby="nx-h"><header>${icon('pen')}<h2 id="nx-h">つぎの版</h2></header><div class="pad">${
      waiting
        ? html`<p>版 ${waiting.version} が、${shortDate(civilDate(waiting.effectiveFrom))}から使うのを待っています。</p><div><button class="b" type="button" @click=${() => this.withdraw(waiting.version)}>版 ${waiting.version} を取り下げる</button></div>`
        : html`<p>使用中の文を写して、下書きをはじめます。決めるまで、利用者の画面は変わりません。</p><div><button class="b b-main" type="button" @click=${this.start}>${icon('pen')}つぎの版を書く</button></div>`
    }</div></section>`;
  }

  private compare(draft: RulesDraft): TemplateResult {
    return html`<section class="sheet" aria-labelledby="df-h"><header>${icon('doc')}<h2 id="df-h">使用中の版とのちがい</h2><span class="count num">${draft.differences.length}<span class="vh">か所</span></span></header>
      <div class="pad">${draft.differences.length === 0 ? html`<p class="s">まだ変えたところはありません。</p>` : differenceList(draft.differences)}
      ${draft.problems.length > 0 ? html`<div class="why" role="status"><b>直してから決めます</b><ul class="dotted">${draft.problems.map((each) => html`<li>${each.where}：${each.message}</li>`)}</ul></div>` : nothing}</div></section>`;
  }

  private publish(view: RulesView, draft: RulesDraft): TemplateResult {
    const must = draft.mustAskAgain;
    return html`<section class="sheet" aria-labelledby="pb-h"><header>${icon('check')}<h2 id="pb-h">決める</h2></header><form class="pad" novalidate aria-label="版を決める" @submit=${this.decide}>
      <fieldset class="f"><legend class="l">どちらの変更ですか ${rule(1)}</legend><div class="col-s">
        <label class="choice"><input type="radio" name="change" value="rule" ?checked=${must.length > 0} /><span><b>きまりの変更</b><br /><span class="s">すること・しないこと、時間、記録の扱いなど、約束の中身が変わる。承諾した ${view.affected.count}人に、もう一度たずねます。それまで LINE を送れません。</span></span></label>
        ${must.length > 0 ? nothing : html`<label class="choice"><input type="radio" name="change" value="wording" /><span><b>言い回しの直し</b><br /><span class="s">中身は同じで、読みやすくする。承諾はそのまま続き、知らせるだけです。</span></span></label>`}</div>
        ${must.length > 0 ? html`<div class="say wait"><b>きまりの変更になります。</b>${must.map((each) => html`<p>${each}</p>`)}</div>` : nothing}<p class="miss" data-missing="change" hidden></p></fieldset>
      <div class="f half"><label for="rf">いつから</label><input class="in num" id="rf" name="effectiveFrom" type="date" min=${view.today} aria-describedby="rf-m" /><p class="miss" id="rf-m" data-missing="effectiveFrom" hidden></p></div>
      <fault-note .failure=${this.publishing.failure}></fault-note>
      <div class="row"><button class="b b-main" type="submit">${this.publishing.busy ? '決めています' : 'この文に決める'}</button><button class="b b-quiet" type="button" @click=${() => this.drop(draft)}>下書きをやめる</button></div></form></section>`;
  }

  private versions(view: RulesView): TemplateResult {
    return html`<section class="sheet" aria-labelledby="vs-h"><header>${icon('doc')}<h2 id="vs-h">これまでの版</h2></header>${view.versions.map(
      (each) =>
        html`<div class="q mini version"><div class="col-s"><a class="b-link" href=${urls.rulesText(each.version)}>版 ${each.version}</a><span class="s num">${each.effectiveFrom === 0 ? 'はじめから' : shortInstant(each.effectiveFrom)}・${each.change === 'rule' ? 'きまりの変更' : '言い回しの直し'}${each.publishedBy ? `・${each.publishedBy}` : ''}</span>${each.note ? html`<p class="s">${each.note}</p>` : nothing}</div>${chip(each.state === 'in-force' ? 'ok' : each.state === 'waiting' ? 'wait' : 'plain', STATE[each.state])}</div>`,
    )}</section>`;
  }

  private affected({ affected }: RulesView): TemplateResult {
    return html`<section class="sheet" aria-labelledby="af-h"><header>${icon('users')}<h2 id="af-h">承諾している人</h2><span class="count num">${affected.count}<span class="vh">人</span></span></header>
      <p class="pad s">きまりを変えると、もう一度承諾をもらう人です。</p>
      ${affected.rows.map((each) => html`<div class="q mini"><div class="col-s"><a class="b-link" href=${urls.client(each.clientId)}>${each.contact}</a><span class="s">${each.client} さんの${PARTNER[each.kind]}・版 ${each.version}</span></div></div>`)}
      ${affected.count > affected.rows.length ? html`<p class="pad s">ほかに ${affected.count - affected.rows.length}人います。</p>` : nothing}</section>`;
  }

  private readonly start = async (): Promise<void> => {
    await this.acting.run(() => startRulesDraft());
    await this.live.refresh();
  };

  private async drop(draft: RulesDraft): Promise<void> {
    const done = await this.acting.run(() => dropRulesDraft(draft.id, draft.revision));
    if (done) announce('下書きをやめました。');
    await this.live.refresh();
  }

  private async withdraw(version: number): Promise<void> {
    const done = await this.acting.run(() => withdrawRules(version));
    if (done) this.said = `版 ${version} を取り下げました。`;
    await this.live.refresh();
  }

  private readonly decide = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const draft = this.live.value?.draft;
    const { change, effectiveFrom = '' } = fieldsOf(form);
    const editor = this.querySelector('rules-editor');
    const whole = complain(form, {
      change: editor?.unsaved
        ? '先に、下書きを残してください。ちがいを見てから決めます。'
        : !change && 'どちらの変更かを選んでください。',
      effectiveFrom: !effectiveFrom && 'いつから使うかを選んでください。',
    });
    if (!whole || !draft) return;
    const made = await this.publishing.run(() =>
      publishRules(draft.id, {
        revision: draft.revision,
        change: change as 'rule' | 'wording',
        effectiveFrom,
      }),
    );
    if (!made) return;
    this.said = `版 ${made.version} を決めました。${shortDate(effectiveFrom)}から使います。`;
    announce(this.said, 'ears');
    await this.live.refresh();
  };
}
