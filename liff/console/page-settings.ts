import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import { civilDate } from '../../worker/manual/jst.ts';
import { shortDate, shortInstant } from '../../worker/manual/say.ts';
import type { SettingsView } from '../../worker/views/office.ts';
import type { Failure } from '../data/console-http.ts';
import { withdrawSettings } from '../data/console-office.ts';
import {
  baseOf,
  changesOf,
  fetchSettings,
  fieldRefused,
  historyOf,
  newestOf,
  profileOf,
  saveSettings,
} from '../data/console-settings.ts';
import { announce } from './announce.ts';
import { chip } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import './fault-note.ts';
import { complain, fieldsOf, tickedOf } from './forms.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import './send-window.ts';
import { settingsTabs } from './settings-tabs.ts';
import './styles/office.css';
import { closedSheet, numberSheets, officeSheet, textsSheet } from './settings-fields.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import { urls } from './urls.ts';

/** 設定: managers make the manual's numbers stricter from a day on; every version stays with its author. */
@customElement('page-settings')
export class PageSettings extends Page {
  @state() private saved = '';
  protected readonly watch = new StaffWatch(this);
  private readonly live = new Live<SettingsView | null>(this, async (signal) =>
    staffSession.me?.role === 'manager' ? fetchSettings(signal) : null,
  );
  private readonly saving = new Deed(this);
  private readonly withdrawing = new Deed(this);
  /** The version that a conflict has told of. */
  private seen: number | null = null;

  protected override render(): TemplateResult {
    if (staffSession.me?.role !== 'manager') {
      return html`<div class="lone"><h1>設定</h1><p>設定を変えるのは管理者です。管理者に声をかけてください。</p><p><a class="b b-quiet" href=${urls.today()}>今日へもどる</a></p></div>`;
    }
    const view = this.live.value;
    const fault = html`<fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note>`;
    return html`<div class="top"><div class="grow"><h1>設定</h1><span class="s">きまりを弱める設定はできません。強める設定だけできます</span></div><send-window></send-window></div>
      <div class="page">${settingsTabs('settings')}${fault}<fault-note .failure=${this.withdrawing.failure}></fault-note>${view ? this.body(view) : this.live.failure ? nothing : html`<p class="s">読み込んでいます</p>`}</div>`;
  }

  private body(view: SettingsView): TemplateResult {
    const newest = newestOf(view);
    return html`${this.saved ? html`<p class="say">${icon('check')}${this.saved}</p>` : nothing}
      <div class="two">${keyed(newest?.version ?? 0, this.form(view))}<aside aria-label="これまでの設定">${this.history(view)}
        </aside></div>`;
  }

  private form(view: SettingsView): TemplateResult {
    const { settings, profile } = baseOf(view);
    const first = firstDay(view);
    const waiting = first > civilDate(view.now);
    return html`<form class="col wide" novalidate aria-label="設定" @submit=${this.save} ${ref(keepDraft(this.key))}>
      ${numberSheets(settings)}${closedSheet(settings)}${textsSheet(settings)}${officeSheet(settings, profile)}
      <section class="sheet" aria-labelledby="from-h"><header>${icon('check')}<h2 id="from-h">きめた日から使う</h2></header><div class="pad">
        <div class="f half"><label for="eff">いつから</label><input class="in num" id="eff" name="effectiveFrom" type="date" .defaultValue=${first} aria-describedby="eff-s eff-m" /><p class="miss" id="eff-m" data-missing="effectiveFrom" hidden></p></div>
        <span class="s" id="eff-s">${waiting ? `${shortDate(first)}からの設定が待っています。それと同じ日か、後の日を選びます。` : 'その日の0時から使います。'}それまでに判定した LINE は、そのときの設定のまま記録に残ります。</span>
        <fault-note .failure=${this.unplaced()}></fault-note>
        <div class="row ends"><span class="s">保存した設定は消せません。直すときは、新しい版をつくります。</span><button class="b b-main" type="submit">${this.saving.busy ? '保存しています' : '保存する'}</button></div></div></section></form>`;
  }

  private history(view: SettingsView): TemplateResult {
    return html`<section class="sheet" aria-labelledby="ver-h"><header>${icon('doc')}<h2 id="ver-h">これまでの設定</h2><span class="count num">${view.versions.length}<span class="vh">件</span></span></header>
      ${view.versions.map((version, index) => {
        const before = view.versions.slice(index + 1).find((each) => each.withdrawnAt === null);
        const lines = historyOf(version, before ?? null);
        const waiting = version.withdrawnAt === null && version.effectiveFrom > civilDate(view.now);
        return html`<div class="q mini version"><div><b>版 ${version.version}　${shortDate(version.effectiveFrom)}から</b>
          <span class="s num">${shortInstant(version.createdAt)} ${version.author ?? '記録なし'}</span>
          ${lines.length === 0 ? html`<p class="s">値は変わっていません</p>` : html`<ul class="dotted">${lines.map((line) => html`<li>${line}</li>`)}</ul>`}</div>
          <div class="acts">${version.version === view.inForce ? chip('ok', '使用中') : waiting ? chip('wait', 'これから') : version.withdrawnAt === null ? nothing : chip('plain', '取り下げ')}
          ${waiting ? html`<button class="b b-quiet b-s" type="button" @click=${() => this.withdraw(version.version)}>取り下げる<span class="vh">：版 ${version.version}</span></button>` : nothing}</div></div>`;
      })}
      <div class="q mini version"><div><b>はじめ</b><span class="s">手順書と標準の値</span></div>${view.inForce === 0 ? chip('ok', '使用中') : nothing}</div></section>`;
  }

  private async withdraw(version: number): Promise<void> {
    const done = await this.withdrawing.run(() => withdrawSettings(version));
    this.saved = done ? `版 ${version} を取り下げました。` : '';
    if (done) announce(this.saved, 'ears');
    await this.live.refresh();
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const view = this.live.value;
    if (!view) return;
    const base = baseOf(view);
    const typed = fieldsOf(form);
    const settings = changesOf(base.settings, typed, tickedOf(form, 'closedWeekdays'));
    const profile = profileOf(base.profile, typed);
    const { effectiveFrom = '' } = typed;
    this.saved = '';
    const whole = complain(form, {
      effectiveFrom: !effectiveFrom
        ? 'いつから使うかを選んでください。'
        : effectiveFrom < firstDay(view)
          ? `${shortDate(firstDay(view))}か、それより後の日を選んでください。`
          : Object.keys(settings).length === 0 && !profile && '変えたところがありません。',
    });
    if (!whole) return;
    const made = await this.saving.run(() =>
      saveSettings({
        basedOn: this.seen ?? newestOf(view)?.version ?? 0,
        effectiveFrom,
        settings,
        ...(profile ? { profile } : {}),
      }),
    );
    if (!made) {
      this.place(form);
      // Another manager was first: what they changed now stands beside the fields, and ours stays in them.
      if (this.saving.failure?.type === 'conflict')
        this.seen = await fetchSettings().then(
          (fresh) => newestOf(fresh)?.version ?? 0,
          () => null,
        );
      return;
    }
    this.seen = null;
    dropDraft(this.key);
    this.saved = `版 ${made.version} を保存しました。${shortDate(effectiveFrom)}から使います。`;
    announce(this.saved, 'ears');
    await Promise.all([this.live.refresh(), staffSession.load()]);
    window.scrollTo(0, 0);
    this.querySelector<HTMLElement>('h1')?.focus();
  };

  /** What the manual refused stands beside its field. */
  private place(form: HTMLFormElement): void {
    const fields = this.saving.failure?.problem?.fields ?? {};
    complain(
      form,
      Object.fromEntries(Object.entries(fields).map(([path, words]) => [fieldRefused(path), words])),
    );
  }

  /** What is said in place is not said again below. */
  private unplaced(): Failure | undefined {
    const { failure } = this.saving;
    if (!failure?.problem?.fields) return failure;
    const rest = Object.entries(failure.problem.fields).filter(
      ([path]) => !this.querySelector(`[data-missing="${fieldRefused(path)}"]`),
    );
    return { ...failure, problem: { ...failure.problem, fields: Object.fromEntries(rest) } };
  }

  private get key(): string {
    return `settings:${this.live.value ? (newestOf(this.live.value)?.version ?? 0) : 0}`;
  }
}

/** A new version builds on the newest: it can't begin before that one does. */
function firstDay(view: SettingsView): string {
  const today = civilDate(view.now);
  const newest = newestOf(view);
  return newest && newest.effectiveFrom > today ? newest.effectiveFrom : today;
}
