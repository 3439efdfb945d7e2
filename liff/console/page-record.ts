import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import { ref } from 'lit/directives/ref.js';
import { civilDate, clockTime } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { ClientView } from '../../worker/views/clients.ts';
import type { RecordDraftView, RecordPage, RecordView } from '../../worker/views/records.ts';
import { addRecord, fetchClient, recordThreads } from '../data/console-clients.ts';
import {
  fetchDraft,
  fetchRecords,
  finaliseDraft,
  missingFields,
  type RecordFields,
  recordBodyOf,
  recordFieldsOf,
} from '../data/console-records.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import './fault-note.ts';
import { DraftKeeper } from './draft-keeper.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { navigation } from './navigation.ts';
import { Once } from './once.ts';
import { Page } from './part.ts';
import { recordFields } from './record-fields.ts';
import { recordLine } from './record-line.ts';
import { staffSession } from './staff-session.ts';
import './styles/office.css';
import { urls } from './urls.ts';

interface Loaded {
  client: ClientView;
  past: RecordPage;
  wrong: RecordView | undefined;
  draft: RecordDraftView | undefined;
}

/** 相談記録を書く: what the system began or a page of one's own, finalised as a new entry; or a correction (R5). */
@customElement('page-record')
export class PageRecord extends Page {
  @property({ attribute: false }) clientId = '';
  @property({ attribute: false }) caseId: string | null = null;
  @property({ attribute: false }) correctsId: string | null = null;
  @property({ attribute: false }) draftId: string | null = null;
  @state() private taken = 0;
  private readonly once = new Once<Loaded>(this, (signal) => this.load(signal));
  private readonly saving = new Deed(this);
  private readonly keeper = new DraftKeeper(this, () => ({ clientId: this.clientId, caseId: this.caseId }));

  protected override render(): TemplateResult {
    const loaded = this.once.value;
    const title = this.correctsId ? '訂正を書き足す' : '相談記録を書く';
    const fault = html`<fault-note .failure=${this.once.failure} .retry=${() => void this.once.load()}></fault-note>`;
    if (!loaded)
      return this.once.failure
        ? html`<div class="lone"><h1>${title}</h1>${fault}</div>`
        : html`<p class="lone s">読み込んでいます</p>`;
    const { client, past, wrong } = loaded;
    return html`<div class="top"><div class="grow"><h1>${title}</h1><span class="s"><a href=${urls.client(client.id)}>${client.name} さん</a></span></div>${this.correctsId ? nothing : this.keeper.said()}</div>
      <div class="page">${fault}<div class="two"><section class="sheet" aria-label="記録の下書き">${this.correctsId ? this.correction(wrong) : this.note(loaded)}</section>
        <aside aria-label="これまでの記録"><section class="sheet" aria-labelledby="pr-h"><header>${icon('lock')}<h2 id="pr-h">${wrong ? 'もとの記録' : 'これまでの記録'}</h2></header>
          ${wrong ? html`<ol class="tl">${recordLine(client.id, wrong, [], false)}</ol>` : this.past(client, past)}
          <p class="pad s">もとの文は消さずに残します。直すときは訂正を書き足します。</p></section></aside></div></div>`;
  }

  private past(client: ClientView, { records }: RecordPage): TemplateResult {
    const threads = recordThreads(records).slice(0, 8);
    if (threads.length === 0) return html`<p class="pad s">まだ記録がありません。</p>`;
    return html`<ol class="tl">${threads.map(({ entry, corrections }) => recordLine(client.id, entry, corrections))}</ol>`;
  }

  private note({ client, draft }: Loaded): TemplateResult {
    const now = staffSession.me?.now ?? 0;
    const person = client.contacts.find((each) => each.kind === 'person');
    const begun: RecordFields = draft
      ? recordFieldsOf(draft.body)
      : {
          date: civilDate(now),
          from: clockTime(now),
          partner: person?.name ?? client.name,
          relation: '本人',
          method: 'phone',
        };
    // Taking over a colleague's text draws the form anew: what it holds is the person's own otherwise.
    return html`${keyed(
      this.taken,
      html`<form class="pad" novalidate @submit=${this.save} @input=${this.keeper.typed} @change=${this.keeper.typed} ${ref(keepDraft(this.key))}>
      ${this.keeper.conflict(this.takeOver)}
      ${recordFields(begun)}
      <fault-note .failure=${this.saving.failure}></fault-note>
      <div class="row ends"><span class="s">確定すると書きかえられません。<br />直すときは訂正を書き足します。</span>
        <div class="row">${this.keeper.kept ? html`<button class="b b-quiet" type="button" @click=${this.throwAway}>下書きをやめる</button>` : nothing}
          <button class="b b-quiet" type="button" @click=${this.leave}>下書きのまま</button>
          <button class="b b-main" type="submit">${icon('lock')}${this.saving.busy ? '確定しています' : '確定する'}</button></div></div></form>`,
    )}`;
  }

  private correction(wrong: RecordView | undefined): TemplateResult {
    if (!wrong) return html`<div class="pad"><p>もとの記録が見つかりません。</p></div>`;
    return html`<form class="pad" novalidate @submit=${this.save} ${ref(keepDraft(this.key))}>
      <p>${shortDate(civilDate(wrong.at))}${clockTime(wrong.at)}「${wrong.body.summary}」への訂正です。</p>
      <div class="f"><label for="cc">正しい内容</label><textarea class="in low" id="cc" name="content" maxlength="4000" aria-describedby="cc-m"></textarea><p class="miss" id="cc-m" data-missing="content" hidden></p></div>
      <div class="f"><label for="ce">訂正の理由</label><input class="in" id="ce" name="reason" maxlength="200" autocomplete="off" aria-describedby="ce-m" /><p class="miss" id="ce-m" data-missing="reason" hidden></p></div>
      <fault-note .failure=${this.saving.failure}></fault-note>
      <div class="row ends"><span class="s">もとの記録の下に並びます。</span><button class="b b-main" type="submit">${icon('plus')}${this.saving.busy ? '書き足しています' : '訂正を書き足す'}</button></div></form>`;
  }

  private async load(signal: AbortSignal): Promise<Loaded> {
    const entry = this.correctsId;
    const [client, past, found] = await Promise.all([
      fetchClient(this.clientId, signal),
      fetchRecords(this.clientId, this.caseId ? { caseId: this.caseId } : {}, signal),
      entry ? fetchRecords(this.clientId, { entry }, signal) : null,
    ]);
    // A case whose meeting was held has its draft already: that one is completed.
    const draft = client.drafts.find((each) =>
      this.draftId
        ? each.id === this.draftId
        : this.caseId !== null && each.caseId === this.caseId && each.source === 'meeting',
    );
    // Not among the client's open ones: the API says why.
    const begun = this.draftId && !draft ? await fetchDraft(this.draftId, signal) : draft;
    this.keeper.begin(begun);
    return { client, past, wrong: found?.records.find((each) => each.id === entry), draft: begun };
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = fieldsOf(form) as RecordFields;
    const correcting = this.correctsId !== null;
    const whole = complain(
      form,
      correcting
        ? {
            content: !fields.content && '内容を書いてください。',
            reason: !fields.reason && '訂正の理由を書いてください。',
          }
        : missingFields(fields),
    );
    if (!whole) return;
    await this.keeper.rest();
    const { kept } = this.keeper;
    const body = recordBodyOf(fields);
    const made = await this.saving.run(() =>
      kept
        ? finaliseDraft(kept, body)
        : addRecord(this.clientId, {
            kind: correcting ? 'correction' : this.caseId ? 'completed' : 'note',
            ...(this.caseId ? { caseId: this.caseId } : {}),
            ...(this.correctsId ? { correctsId: this.correctsId } : {}),
            body,
          }),
    );
    if (!made) return;
    this.keeper.end();
    dropDraft(this.key);
    announce(correcting ? '訂正を書き足しました。' : '相談記録に残しました。');
    navigation.go(this.caseId ? urls.case(this.caseId) : urls.client(this.clientId), 'replace');
  };

  private readonly takeOver = (): void => {
    dropDraft(this.key);
    this.taken += 1;
    void this.once.load();
  };

  private readonly leave = async (): Promise<void> => {
    if (!(await this.keeper.now(this.querySelector('form')))) return;
    dropDraft(this.key);
    announce('下書きを残しました。');
    navigation.go(urls.client(this.clientId));
  };

  private readonly throwAway = async (): Promise<void> => {
    if (!(await this.keeper.throwAway())) return;
    dropDraft(this.key);
    announce('下書きをやめました。');
    navigation.go(urls.client(this.clientId), 'replace');
  };

  private get key(): string {
    return `record:${this.clientId}:${this.caseId ?? ''}:${this.correctsId ?? ''}:${this.draftId ?? ''}`;
  }
}
