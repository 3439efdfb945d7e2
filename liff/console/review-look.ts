import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { addDays, civilDate } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { AgreementRow } from '../../worker/views/desk.ts';
import { lookAgain } from '../data/console-reviews.ts';
import { announce } from './announce.ts';
import { chip } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import './fault-note.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { navigation } from './navigation.ts';
import { Part } from './part.ts';
import { staffSession } from './staff-session.ts';
import { urls } from './urls.ts';

/** What a review agreed, and the look that people take at it again: it goes on or it ends (R2). */
@customElement('review-look')
export class ReviewLook extends Part {
  @property({ attribute: false }) row!: AgreementRow;
  @state() private ending = false;
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult {
    const { row } = this;
    const today = civilDate(staffSession.me?.now ?? row.closedAt);
    return html`<section class="sheet" aria-labelledby="rl-h"><header>${icon('talk')}<h2 id="rl-h">${row.contactName} さんとの取りきめ</h2><span class="s num">${shortDate(civilDate(row.closedAt))}に話し合いました</span></header>
      <form class="pad" novalidate aria-label="見直しの記録" @submit=${this.save} ${ref(keepDraft(this.key))}>
        <div class="row">${row.lookOn <= today ? chip('stop', '見直す日です', 'talk') : chip('wait', `次の見直し ${shortDate(row.lookOn)}`, 'talk')}${row.clients.map(
          (client) => html`<span class="s"><a href=${urls.client(client.id)}>${client.name} さん</a></span>`,
        )}</div>
        <h3>話し合ったこと</h3><p class="pre">${row.outcome}</p>
        <div class="f"><label for="rl-n">見直して、わかったこと</label><textarea class="in low" id="rl-n" name="note" maxlength="1000" aria-describedby="rl-nm"></textarea><p class="miss" id="rl-nm" data-missing="note" hidden></p></div>
        <fieldset class="f"><legend class="l">これから</legend><div class="pick"><label><input type="radio" name="decision" value="go-on" ?checked=${!this.ending} @change=${() => this.turn(false)} />${icon('check')}続ける</label><label><input type="radio" name="decision" value="end" ?checked=${this.ending} @change=${() => this.turn(true)} />${icon('check')}終える</label></div></fieldset>
        <div class="grid2" ?hidden=${this.ending}><div class="f"><label for="rl-a">取りきめたこと</label><textarea class="in low" id="rl-a" name="agreed" maxlength="400" .defaultValue=${row.agreed ?? ''}></textarea></div>
          <div class="f"><label for="rl-d">次に見直す日</label><input class="in num" id="rl-d" name="lookOn" type="date" min=${addDays(today, 1)} .defaultValue=${addDays(today, 14)} aria-describedby="rl-dm" /><p class="miss" id="rl-dm" data-missing="lookOn" hidden></p></div></div>
        <fault-note .failure=${this.deed.failure}></fault-note>
        <div class="row ends"><span class="s">相談記録に残ります。</span><button class="b b-main" type="submit">${icon('check')}${this.deed.busy ? '記録しています' : '見直しを記録する'}</button></div></form></section>`;
  }

  private turn(ending: boolean): void {
    this.ending = ending;
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { note = '', decision, agreed, lookOn } = fieldsOf(form);
    const goesOn = decision !== 'end';
    const whole = complain(form, {
      note: !note && '見直して、わかったことを書いてください。',
      lookOn: goesOn && !lookOn && '次に見直す日を選んでください。',
    });
    if (!whole) return;
    const words = goesOn ? { ...(agreed ? { agreed } : {}), ...(lookOn ? { lookOn } : {}) } : {};
    const done = await this.deed.run(() =>
      lookAgain(this.row.reviewId, {
        decision: goesOn ? 'go-on' : 'end',
        note,
        ...words,
        seenLookOn: this.row.lookOn,
      }),
    );
    if (!done) return;
    dropDraft(this.key);
    announce('見直しを相談記録に残しました。');
    navigation.go(urls.reviews(), 'replace');
  };

  private get key(): string {
    return `look:${this.row.reviewId}:${this.row.lookOn}`;
  }
}
