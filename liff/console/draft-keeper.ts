import {
  html,
  nothing,
  type ReactiveController,
  type ReactiveControllerHost,
  type TemplateResult,
} from 'lit';
import { clockTime } from '../../worker/manual/jst.ts';
import type { RecordDraftView } from '../../worker/views/records.ts';
import { type Failure, failureOf } from '../data/console-http.ts';
import {
  type DraftKept,
  dropRecordDraft,
  fetchDraft,
  type RecordFields,
  recordBodyOf,
  saveDraft,
  startDraft,
} from '../data/console-records.ts';
import { chip } from './chips.ts';
import { fieldsOf } from './forms.ts';
import { staffSession } from './staff-session.ts';

const PAUSE = 2_000;

/**
 * Keeps a 相談記録 on the server while it is written, in the pauses of typing. When a colleague has written
 * meanwhile, nothing is overwritten: the person chooses whose text stands.
 */
export class DraftKeeper implements ReactiveController {
  kept: DraftKept | null = null;
  /** What a colleague wrote meanwhile. */
  theirs: RecordDraftView | null = null;
  private savedAt = '';
  private failure: Failure | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private form: HTMLFormElement | null = null;
  private running: Promise<boolean> = Promise.resolve(true);
  private ownId = crypto.randomUUID();
  private over = false;
  private tried = false;
  private apart = false;
  private readonly host: ReactiveControllerHost;
  private readonly about: () => { clientId: string; caseId: string | null };

  constructor(host: ReactiveControllerHost, about: () => { clientId: string; caseId: string | null }) {
    this.host = host;
    this.about = about;
    host.addController(this);
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    // Whoever walks away has not thrown away what was typed.
    if (this.timer !== undefined) void this.now(this.form);
  }

  begin(draft: RecordDraftView | undefined): void {
    this.kept = draft ? { id: draft.id, revision: draft.revision } : null;
    this.theirs = null;
    this.over = false;
  }

  end(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.over = true;
  }

  readonly typed = (event: Event): void => {
    this.form = event.currentTarget as HTMLFormElement;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.now(this.form), PAUSE);
  };

  /** Waits for what is on its way, so that the newest revision is known. */
  async rest(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  /** Keeps it now. False when it could not be kept; what was typed stays in the form. */
  now(form: HTMLFormElement | null): Promise<boolean> {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (!form || this.over || this.theirs) return Promise.resolve(!this.theirs);
    const body = recordBodyOf(fieldsOf(form) as RecordFields);
    this.running = this.running.then(() => this.send(body));
    return this.running;
  }

  async throwAway(): Promise<boolean> {
    await this.rest();
    try {
      if (this.kept) await dropRecordDraft(this.kept);
      this.end();
      return true;
    } catch (error) {
      this.failure = failureOf(error);
      this.host.requestUpdate();
      return false;
    }
  }

  /** 下書き, and when it was kept last. */
  said(): TemplateResult | typeof nothing {
    if (this.failure)
      return html`<div class="row" role="status">${chip('wait', 'まだ残せていません', 'pen')}<span class="s">電波がもどると残します。書いたものは、この画面にあります。</span></div>`;
    if (this.apart)
      return html`<div class="row" role="status">${chip('wait', '別の下書き', 'pen')}<span class="s">もとの下書きは、ほかの人が確定したか、やめました。ここに書いたものは、別の記録になります。</span></div>`;
    if (!this.kept) return nothing;
    return html`<div class="row">${chip('wait', '下書き', 'pen')}${this.savedAt ? html`<span class="s num">${this.savedAt} に自動で残しました</span>` : nothing}</div>`;
  }

  /** Whose text stands, where two wrote. */
  conflict(takeOver: () => void): TemplateResult | typeof nothing {
    const { theirs } = this;
    if (!theirs) return nothing;
    return html`<div class="why" role="alert"><b>${theirs.updatedBy ?? 'ほかの人'}さんが、この下書きを書きかえました。</b>
      <dl class="kv">${(['purpose', 'condition', 'content', 'response', 'nextAction'] as const).map((name) =>
        theirs.body[name] ? html`<dt>${SAID[name]}</dt><dd class="pre">${theirs.body[name]}</dd>` : nothing,
      )}</dl>
      <div class="row"><button class="b" type="button" @click=${takeOver}>相手の文を使う</button>
        <button class="b b-quiet" type="button" @click=${this.insist}>自分の文で続ける</button></div></div>`;
  }

  private readonly insist = (): void => {
    if (!this.theirs) return;
    this.kept = { id: this.theirs.id, revision: this.theirs.revision };
    this.theirs = null;
    void this.now(this.form);
    this.host.requestUpdate();
  };

  /** A colleague has finalised it: what is typed here goes on as a page of its own. */
  private setApart(): void {
    this.kept = null;
    this.tried = false;
    this.ownId = crypto.randomUUID();
    this.apart = true;
  }

  private async send(body: ReturnType<typeof recordBodyOf>): Promise<boolean> {
    const { clientId, caseId } = this.about();
    try {
      if (!this.kept) {
        const again = this.tried;
        this.tried = true;
        const begun = await startDraft(clientId, { id: this.ownId, ...(caseId ? { caseId } : {}), body });
        // The first answer may have been lost: then the server holds what was typed before.
        this.kept = again ? await saveDraft(begun, body) : begun;
      } else this.kept = await saveDraft(this.kept, body);
      this.failure = undefined;
      this.savedAt = clockTime(staffSession.me?.now ?? 0);
      return true;
    } catch (error) {
      const failure = failureOf(error);
      if (failure.type === 'conflict' && this.kept) {
        this.theirs = await fetchDraft(this.kept.id).catch(() => null);
        this.failure = undefined;
        if (!this.theirs) this.setApart();
      } else this.failure = failure;
      return false;
    } finally {
      this.host.requestUpdate();
    }
  }
}

const SAID = {
  purpose: '目的',
  condition: '様子',
  content: '内容',
  response: '対応',
  nextAction: 'つぎの予定',
} as const;
