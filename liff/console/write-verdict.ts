import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { shortInstant } from '../../worker/manual/say.ts';
import type { Finding } from '../../worker/manual/types.ts';
import type { ApprovalRow } from '../../worker/views/approvals.ts';
import type { DraftVerdict } from '../../worker/views/messages.ts';
import { type Failure, failureOf } from '../data/console-http.ts';
import { rowTag } from '../data/console-labels.ts';
import {
  type Check,
  checkMessage,
  checksOf,
  type MessageDraft,
  sendMessage,
} from '../data/console-messages.ts';
import { announce } from './announce.ts';
import { rule } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { nextSteps } from './next-steps.ts';
import { Part } from './part.ts';
import { staffSession } from './staff-session.ts';
import './write-approval.ts';
import './write-instead.ts';
import type { Instead } from './write-instead.ts';

const PAUSE = 400;

/** What the manual says to a draft, and the only button that sends it. */
@customElement('write-verdict')
export class WriteVerdict extends Part {
  @property({ attribute: false }) draft!: MessageDraft;
  @property({ attribute: false }) about!: Instead;
  /** What managers were asked about this contact. */
  @property({ attribute: false }) approvals: readonly ApprovalRow[] = [];
  /** Something was written into the record beside the message. */
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @property({ attribute: false }) judged: (verdict: DraftVerdict | null) => void = () => {};
  @property({ attribute: false }) sent: () => void = () => {};
  @state() private verdict: DraftVerdict | null = null;
  @state() private failure: Failure | undefined;
  private asked = '';
  /** Since when what colleagues write to this contact has not been looked at. */
  private seenAt: number | undefined;
  private wait: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | undefined;
  private readonly sending = new Deed(this);

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.wait);
    this.running?.abort();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has('draft')) return;
    const words = JSON.stringify(this.draft);
    if (words === this.asked) return;
    const first = this.asked === '';
    this.asked = words;
    clearTimeout(this.wait);
    this.running?.abort();
    this.wait = setTimeout(() => void this.judge(), first ? 0 : PAUSE);
  }

  protected override render(): TemplateResult {
    const fault = html`<fault-note .failure=${this.failure} .retry=${() => void this.judge()}></fault-note>`;
    if (!this.verdict)
      return html`<section class="sheet pad"><p class="s">${this.failure ? '判定できていません' : '確かめています'}</p>${fault}</section>`;
    if (this.draft.body === '')
      return html`<section class="sheet pad"><h2>本題を書くと、送れるかどうかを確かめます</h2><p class="s">まず電話、できれば会って話します。</p>${this.instead(false)}${fault}</section>`;
    const { outcome } = this.verdict;
    return html`${outcome === 'refuse' ? this.refused(this.verdict) : this.allowed(this.verdict)}${fault}`;
  }

  private allowed(verdict: DraftVerdict): TemplateResult {
    const held = verdict.outcome === 'hold' && verdict.until !== null;
    const warnings = verdict.findings.filter((finding) => finding.severity === 'warn');
    const facts = verdict.findings.filter((finding) => finding.severity === 'human');
    const careful = held || warnings.length > 0;
    const title = held
      ? `${shortInstant(verdict.until ?? 0)} まで保留`
      : warnings.length > 0
        ? '理由を書けば送れます'
        : '送れます';
    return html`<section class="verdict ${careful ? 'wait' : 'ok'}" aria-labelledby="vd-h"><header>${icon(held ? 'hold' : careful ? 'alert' : 'check')}<div><h2 id="vd-h">${title}</h2><span class="s">${held && staffSession.me ? `いま ${shortInstant(staffSession.me.now)} です` : '書きかえるたびに見直します'}</span></div></header>
      <div class="pad">${warnings.map((finding) => why(finding, 'wait'))}
        ${facts.map((finding) => html`<p class="s">${rule(finding.row)} ${finding.message}</p>`)}
        ${checks(checksOf(this.draft.purpose, verdict.findings))}
        ${held ? html`<p class="say wait">${shortInstant(verdict.until ?? 0)} に、もう一度確かめてから自動で送ります。それまで直すことも、取り消すこともできます。</p>` : nothing}
        <form class="col" novalidate @submit=${this.send} ${ref(keepDraft(this.overrideKey))}>
          ${
            warnings.length > 0
              ? html`<div class="f"><label for="ov">それでも送る理由</label><textarea class="in low" id="ov" name="override" maxlength="400" aria-describedby="ov-m ov-s"></textarea>
                <span class="s" id="ov-s">相談記録に残ります</span><p class="miss" id="ov-m" data-missing="override" hidden></p></div>`
              : nothing
          }
          <fault-note .failure=${this.sending.failure}></fault-note>
          ${verdict.later === null ? nothing : html`<button class="b b-w ${held ? '' : 'b-main'}" type="submit" name="when" value="later">${icon('hold')}つぎの営業日（${shortInstant(verdict.later)}）に送る</button>`}
          <button class="b b-w ${verdict.later === null || held ? 'b-main' : 'b-quiet'}" type="submit">${icon(held ? 'hold' : 'send')}${this.sending.busy ? '送っています' : held ? '保留に入れる' : verdict.later === null ? 'LINE を送る' : 'それでも、いま送る'}</button></form>
        ${
          !held
            ? nothing
            : staffSession.me?.role === 'manager'
              ? this.urgentForm()
              : html`<write-approval .draft=${this.draft} .approvals=${this.approvals} .warned=${warnings.length > 0} .override=${this.overrideTyped} .asked=${this.sent} .changed=${this.changed}></write-approval>`
        }
        <p class="s">送った内容は相談記録に残ります。</p>
        ${careful ? html`<h3>急ぎのときは</h3>` : html`<h3>LINE を使わない方法</h3>`}${this.instead(false)}</div></section>`;
  }

  /** R11: outside the hours only 緊急, only by a manager, only with a reason. */
  private urgentForm(): TemplateResult {
    return html`<details class="col"><summary>緊急のため、いま送る（管理者）</summary>
      <form class="col" novalidate aria-label="緊急の送信" @submit=${this.send}>
        <div class="f"><label for="ur">緊急の理由</label><textarea class="in low" id="ur" name="urgent" maxlength="400" aria-describedby="ur-m ur-s"></textarea>
          <span class="s" id="ur-s">時間外に送ったことと理由が、相談記録に残ります</span><p class="miss" id="ur-m" data-missing="urgent" hidden></p></div>
        <button class="b b-quiet b-w" type="submit">${icon('send')}${this.sending.busy ? '送っています' : '理由を残して、いま送る'}</button></form></details>`;
  }

  private refused(verdict: DraftVerdict): TemplateResult {
    const refusals = verdict.findings.filter((finding) => finding.severity === 'refuse');
    const rest = verdict.findings.filter((finding) => finding.severity !== 'refuse');
    const steps = verdict.next;
    return html`<section class="verdict stop" aria-labelledby="vd-h"><header>${icon('stop')}<div><h2 id="vd-h">この文面は送れません</h2><span class="s">${refusals.length}つのきまりに当たります</span></div></header>
      <div class="pad">${refusals.map((finding) => why(finding, 'stop'))}${rest.map((finding) => html`<p class="s">${rule(finding.row)} ${finding.message}</p>`)}
        <h3>かわりの方法</h3>${this.instead(true)}${nextSteps(
          steps.filter((each) => !['phone', 'visit', 'paper'].includes(each.step)),
          this.about,
        )}<fault-note .failure=${this.sending.failure}></fault-note></div></section>`;
  }

  private instead(loud: boolean): TemplateResult {
    return html`<write-instead .about=${this.about} .loud=${loud} .changed=${this.afterInstead}></write-instead>`;
  }

  private readonly overrideTyped = (): string =>
    this.querySelector<HTMLTextAreaElement>('[name=override]')?.value.trim() ?? '';

  /** A call or a visit may open or close what was judged before. */
  private readonly afterInstead = async (): Promise<void> => {
    await this.changed();
    await this.judge();
  };

  private async judge(): Promise<void> {
    const running = new AbortController();
    this.running = running;
    try {
      const verdict = await checkMessage(this.draft, running.signal);
      if (running.signal.aborted) return;
      if (verdict.outcome !== this.verdict?.outcome) announce(spoken(verdict), 'ears');
      this.verdict = verdict;
      this.seenAt ??= verdict.seenAt;
      this.failure = undefined;
      this.judged(verdict);
    } catch (error) {
      if (!running.signal.aborted) this.failure = failureOf(error);
    }
  }

  private readonly send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { override, urgent } = fieldsOf(form);
    const asks = (name: string) => form.querySelector(`[name=${name}]`) !== null;
    const later = (event.submitter as HTMLButtonElement | null)?.value === 'later';
    // What R11 says of a closed day is gone on the next open one.
    const warned = this.verdict?.findings.some(
      (each) => each.severity === 'warn' && !(later && each.rule === 'R11'),
    );
    const whole = complain(form, {
      override: asks('override') && warned && !override && 'それでも送る理由を書いてください。',
      urgent: asks('urgent') && !urgent && '緊急の理由を書いてください。',
    });
    if (!whole) return;
    const reasons = { ...(override ? { override } : {}), ...(urgent ? { urgent } : {}) };
    const done = await this.sending.run(() =>
      sendMessage({
        ...this.draft,
        ...reasons,
        ...(later ? { later } : {}),
        ...(this.seenAt === undefined ? {} : { seenAt: this.seenAt }),
      }),
    );
    if (done) {
      dropDraft(this.overrideKey);
      announce(done.verdict.outcome === 'hold' ? '保留に入れました。' : 'LINE を送りました。');
      this.sent();
      return;
    }
    const type = this.sending.failure?.type;
    // The judgement at sending is the one that counts: show how it stands now.
    if (type === 'refused-by-manual' || type === 'reason-needed') await this.judge();
    // A colleague wrote meanwhile: the thread shows what, and the next press is a knowing one.
    if (type === 'conflict') {
      this.seenAt = undefined;
      await this.afterInstead();
    }
  };

  private get overrideKey(): string {
    return `override:${this.draft.contactId}:${this.draft.caseId ?? ''}:${this.draft.purpose}`;
  }
}

function checks(list: Check[]): TemplateResult {
  const looks = {
    pass: ['', 'check', 'よし'],
    warn: ['w', 'alert', '注意'],
    hold: ['w', 'hold', '待ち'],
    refuse: ['x', 'x', 'だめ'],
  } as const;
  return html`<ul class="checks">${list.map((check) => {
    const [look, drawing, words] = looks[check.state];
    return html`<li class=${look}>${icon(drawing)}<span>${check.state === 'pass' ? '' : html`<span class="vh">${words}：</span>`}${check.words}</span><span class="s nb">${rowTag(check.row)}</span></li>`;
  })}</ul>`;
}

function why(finding: Finding, tone: 'stop' | 'wait'): TemplateResult {
  return html`<div class="why ${tone}"><div>${rule(finding.row)}</div><b>${finding.message}</b></div>`;
}

function spoken(verdict: DraftVerdict): string {
  if (verdict.outcome === 'refuse') return 'この文面は送れません。';
  if (verdict.outcome === 'hold') return '送れる時間まで保留になります。';
  return verdict.outcome === 'allow' ? '送れます。' : '理由を書けば送れます。';
}
