import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { UsageRule, UsageRuleGroup } from '../../worker/views/mini-app.ts';
import type { RulesDraft } from '../../worker/views/rules.ts';
import { saveRulesDraft } from '../data/console-rules.ts';
import { r as ruby } from '../parts/ruby.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import { dropDraft, readDraft, writeDraft } from './drafts.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

interface Kept {
  groups: UsageRuleGroup[];
  note: string;
}

/** The text of the next version, rule by rule, with the easy and the plain form and how it will look. */
@customElement('rules-editor')
export class RulesEditor extends Part {
  @property({ attribute: false }) draft!: RulesDraft;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private groups: UsageRuleGroup[] = [];
  @state() private note = '';
  @state() private drawn = 0;
  /** Something is typed that the server does not know. */
  unsaved = false;
  private base: RulesDraft | null = null;
  private readonly saving = new Deed(this);

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What is typed is not replaced by what a refresh brings.
    if (!changed.has('draft') || (this.base?.id === this.draft.id && this.unsaved)) return;
    if (this.base?.id === this.draft.id && this.base.revision === this.draft.revision) return;
    const kept = readDraft<Kept>(this.key);
    this.base = this.draft;
    this.groups = structuredClone(kept?.groups ?? this.draft.groups);
    this.note = kept?.note ?? this.draft.note;
    this.unsaved = kept !== null;
    this.drawn += 1;
  }

  protected override render(): TemplateResult {
    const stale = this.base !== null && this.base.revision !== this.draft.revision;
    return html`<section class="sheet" aria-labelledby="ed-h"><header>${icon('pen')}<h2 id="ed-h">つぎの版の下書き</h2><span class="s num">${this.draft.updatedBy} が書いています</span></header>
      <div class="pad"><p class="s">読みがなは {漢字|かんじ} のように書きます。空白のところで折り返します。一文は30字まで。</p>
      ${stale ? html`<div class="why" role="alert"><b>${this.draft.updatedBy}さんが、この下書きを書きかえました。</b><p>このまま残すことはできません。相手の文を読みこむと、ここに書いたものは消えます。要る文は、先に写しておいてください。</p><div><button class="b b-quiet" type="button" @click=${this.takeTheirs}>相手の文を読みこむ</button></div></div>` : nothing}
      ${keyed(
        this.drawn,
        html`${this.groups.map((group, at) => this.group(group, at))}
        <div class="f"><label for="rule-note">変えた理由（記録に残ります）</label><textarea class="in low" id="rule-note" maxlength="400" .defaultValue=${this.note} @input=${(
          event: Event,
        ) => {
          this.note = (event.target as HTMLTextAreaElement).value;
          this.touch();
        }}></textarea></div>`,
      )}
      <fault-note .failure=${this.saving.failure}></fault-note>
      <div><button class="b b-main" type="button" @click=${this.save}>${this.saving.busy ? '残しています' : '下書きを残して、ちがいを見る'}</button></div></div></section>`;
  }

  private group(group: UsageRuleGroup, at: number): TemplateResult {
    return html`<details class="rule-group"><summary>${at + 1}枚目　${ruby(group.heading)}</summary><div class="pad flat">
      ${text(`g${at}-h`, '見出し', group.heading, 200, (value) => this.set(() => (group.heading = value)))}
      ${text(`g${at}-s`, '短い題', group.step, 100, (value) => this.set(() => (group.step = value)))}
      ${group.rules.map((rule, index) => this.rule(group, rule, `g${at}r${index}`))}
      <div><button class="b b-quiet b-s" type="button" @click=${() => this.add(group)}>${icon('plus')}きまりを足す<span class="vh">：${at + 1}枚目</span></button></div></div></details>`;
  }

  private rule(group: UsageRuleGroup, rule: UsageRule, id: string): TemplateResult {
    return html`<fieldset class="rule-edit"><legend>${ruby(rule.easy.title || '（新しいきまり）')}</legend>
      <div class="grid2">${(['easy', 'plain'] as const).map(
        (form) => html`<div class="col-s"><b class="s">${form === 'easy' ? 'やさしい文' : 'くわしい文'}</b>
          ${text(`${id}${form}t`, '題', rule[form].title, 200, (value) => this.set(() => (rule[form].title = value)))}
          ${text(`${id}${form}b`, '文', rule[form].body, 1000, (value) => this.set(() => (rule[form].body = value)))}
          <div class="preview">${ruby(rule[form].title)}<br />${ruby(rule[form].body)}</div></div>`,
      )}</div>
      <div><button class="b b-quiet b-s" type="button" @click=${() => this.take(group, rule)}>このきまりをなくす</button></div></fieldset>`;
  }

  private set(change: () => void): void {
    change();
    this.touch();
    this.requestUpdate();
  }

  private add(group: UsageRuleGroup): void {
    group.rules.push({
      id: crypto.randomUUID(),
      icon: 'info',
      easy: { title: '', body: '' },
      plain: { title: '', body: '' },
    });
    this.touch();
    this.requestUpdate();
  }

  private take(group: UsageRuleGroup, rule: UsageRule): void {
    group.rules = group.rules.filter((each) => each !== rule);
    this.drawn += 1;
    this.touch();
  }

  private touch(): void {
    this.unsaved = true;
    writeDraft(this.key, { groups: this.groups, note: this.note } satisfies Kept);
  }

  private readonly save = async (): Promise<void> => {
    const base = this.base;
    if (!base) return;
    const saved = await this.saving.run(() =>
      saveRulesDraft(base.id, { revision: base.revision, groups: this.groups, note: this.note }),
    );
    if (!saved) {
      if (this.saving.failure?.type === 'conflict') await this.changed();
      return;
    }
    dropDraft(this.key);
    this.unsaved = false;
    announce('下書きを残しました。');
    await this.changed();
  };

  private readonly takeTheirs = (): void => {
    dropDraft(this.key);
    this.unsaved = false;
    this.saving.forget();
    this.base = null;
    this.requestUpdate('draft', undefined);
  };

  private get key(): string {
    return `rules:${this.draft.id}:${this.base?.revision ?? this.draft.revision}`;
  }
}

function text(
  id: string,
  label: string,
  value: string,
  most: number,
  typed: (value: string) => void,
): TemplateResult {
  return html`<div class="f"><label for=${id}>${label}</label><textarea class="in" id=${id} rows=${most > 200 ? 4 : 2} maxlength=${most} .defaultValue=${value} @input=${(event: Event) => typed((event.target as HTMLTextAreaElement).value)}></textarea></div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'rules-editor': RulesEditor;
  }
}
