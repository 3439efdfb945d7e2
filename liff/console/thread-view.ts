import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { InboundTag, ThreadMessage } from '../../worker/views/desk.ts';
import { INBOUND_TAG, PURPOSE } from '../data/console-labels.ts';
import { type Thread, tagMessage } from '../data/console-messages.ts';
import { shortMoment } from '../data/console-stages.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';
import { theirWords } from './said.ts';

const SHOWN = 6;

interface Said {
  at: number;
  words: string;
  /** What the other side wrote; null for ours. */
  theirs: ThreadMessage | null;
}

/** What was last said on either side, so that a reply answers it; staff say what was 緊急 or 基本相談 (R2). */
@customElement('thread-view')
export class ThreadView extends Part {
  @property({ attribute: false }) thread: Thread = { messages: [], sent: [] };
  /** Whether it names itself: not below a heading of its own. */
  @property({ attribute: false }) titled = true;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  private readonly deed = new Deed(this);
  private newest = 0;

  protected override render(): TemplateResult | typeof nothing {
    const said = saidOf(this.thread);
    if (said.length === 0) return nothing;
    return html`<div class="f">${this.titled ? html`<span class="l">これまでのやりとり</span>` : nothing}
      <ol class="prev thread" aria-label="これまでのやりとり" tabindex="0">${said.map((each) => this.line(each))}</ol>
      <fault-note .failure=${this.deed.failure}></fault-note></div>`;
  }

  /** Whoever answers sees what was said last. */
  protected override updated(): void {
    const newest = saidOf(this.thread).at(-1)?.at ?? 0;
    if (newest === this.newest) return;
    this.newest = newest;
    const said = this.querySelector('.prev');
    if (said) said.scrollTop = said.scrollHeight;
  }

  private line({ at, words, theirs }: Said): TemplateResult {
    const waiting = theirs !== null && theirs.duty !== null && theirs.duty.clearedAt === null;
    return html`<li class=${theirs ? '' : 'ours'}><span class="s num">${theirs ? '相手' : '事業所'} ${shortMoment(at)}${waiting ? '・未返信' : ''}</span>${theirs ? theirWords(theirs) : html`<div class="bubble">${words}</div>`}
      ${theirs && !theirs.unsent ? this.tags(theirs) : nothing}</li>`;
  }

  private tags(message: ThreadMessage): TemplateResult {
    return html`<div class="marks" role="group" aria-label="${shortMoment(message.at)}の連絡の種類">${TAGS.map(
      (tag) =>
        html`<button type="button" aria-pressed=${message.tag === tag} @click=${() => this.tag(message, tag)}>${message.tag === tag ? icon('check') : nothing}${INBOUND_TAG[tag]}</button>`,
    )}</div>`;
  }

  private async tag(message: ThreadMessage, tag: InboundTag): Promise<void> {
    if (message.tag === tag) return;
    const done = await this.deed.run(() => tagMessage(message.id, tag));
    if (done) announce(`「${INBOUND_TAG[tag]}」としました。${tag === 'none' ? '' : '数には入れません。'}`);
    await this.changed();
  }
}

const TAGS: readonly InboundTag[] = ['urgent', 'basic-consultation', 'none'];

function saidOf(thread: Thread): Said[] {
  return [
    ...thread.messages.map((each) => ({ at: each.at, words: '', theirs: each })),
    ...thread.sent
      .filter((each) => each.status === 'sent')
      .map((each) => ({
        at: each.sentAt ?? each.notBefore,
        words: `${PURPOSE[each.purpose]}\n${each.body}`,
        theirs: null,
      })),
  ]
    .sort((a, b) => a.at - b.at)
    .slice(-SHOWN);
}
