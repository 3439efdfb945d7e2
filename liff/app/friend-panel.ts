import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { property } from 'lit/decorators/property.js';
import { state } from 'lit/decorators/state.js';
import { setFriend } from '../data/app.ts';
import { askFriendship } from '../data/line.ts';
import { LightElement } from '../parts/light-element.ts';
import { r } from '../parts/ruby.ts';
import { note, tag } from './blocks.ts';

/**
 * Without being a friend of the account nobody gets its messages: a push is dropped in silence (R1). LINE itself is
 * asked, at once and whenever the person comes back to this page.
 */
@customElement('friend-panel')
export class FriendPanel extends LightElement {
  /** What the office knows; null: LINE has not said. */
  @property({ attribute: false }) friend: boolean | null = null;
  @property({ attribute: false }) addFriendUrl = '';
  /** Whether it also stands there while LINE has not said. */
  @property({ attribute: false }) always = false;
  @state() private told: boolean | null | undefined;
  @state() private asked = false;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.again);
    if (this.friend !== true) void this.ask();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.again);
  }

  private readonly again = (): void => {
    if (document.visibilityState === 'visible' && this.now !== true) void this.ask();
  };

  private get now(): boolean | null {
    return this.told ?? this.friend;
  }

  private async ask(): Promise<void> {
    const friend = await askFriendship();
    const known = this.now;
    this.told = friend;
    if (friend !== null && friend !== known) await setFriend(friend).catch(() => {});
  }

  private readonly check = async (): Promise<void> => {
    await this.ask();
    this.asked = true;
    await this.updateComplete;
    this.querySelector<HTMLElement>('#friend-said')?.focus();
  };

  protected override render(): TemplateResult | typeof nothing {
    if (this.now === true) {
      if (this.friend === true || this.told !== true) return nothing;
      return html`<div id="friend-said" tabindex="-1">${note('ok', 'check', 'お{知|し}らせが とどきます。', '{友|とも}だちに なりました')}</div>`;
    }
    if (this.now === null && !this.always && !this.asked) return nothing;
    return html`<section class="panel lift" aria-labelledby="h-friend">
      ${tag('acc', 'info', 'おねがい')}
      <h2 id="h-friend">${r('LINEの {友|とも}だちに して ください')}</h2>
      <p>${r('{友|とも}だちで ないと お{知|し}らせが とどきません。\nあとからでも できます。')}</p>
      ${
        this.addFriendUrl === ''
          ? html`<p>${r('{担当|たんとう}の {人|ひと}に {聞|き}いて ください。')}</p>`
          : html`<a class="btn btn-main" href=${this.addFriendUrl} target="_blank" rel="noopener"
              ><span>${r('{友|とも}だちに する')}</span></a
            >`
      }
      <button class="btn" type="button" @click=${this.check}><span>${r('{友|とも}だちに しました')}</span></button>
      <div id="friend-said" tabindex="-1">${this.asked ? this.answer() : nothing}</div>
    </section>`;
  }

  private answer(): TemplateResult {
    return this.now === null
      ? note('wait', 'wait', 'いま たしかめられません。\nあとで もう {一度|いちど} ためして ください。')
      : note('wait', 'wait', 'まだの ようです。\n「{友|とも}だちに する」を おして ください。');
  }
}
