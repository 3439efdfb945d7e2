import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { AnswerView, CaseView } from '../../worker/views.ts';
import { ATTENDANCE, HEALTH } from '../data/console-labels.ts';
import { shortMoment } from '../data/console-stages.ts';
import { rule } from './chips.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

const CHOICE: Readonly<Record<AnswerView['choice'], string>> = {
  ranked: '希望日を選びました',
  none: 'どの日もだめ、とのこと',
  unknown: 'わからない、とのこと',
  call: '電話してほしい、とのこと',
};

/** How they said they are, to be spoken of before the matter itself (R6). */
@customElement('case-checkin')
export class CaseCheckin extends Part {
  @property({ attribute: false }) view!: CaseView;

  protected override render(): TemplateResult | typeof nothing {
    const answered = this.view.participants.filter(
      (each) => each.answer !== null && each.kind !== 'provider',
    );
    if (answered.length === 0) return nothing;
    return html`<section class="sheet" id="ask" aria-labelledby="ask-h"><header>${icon('heart')}<h2 id="ask-h">本題の前に</h2></header>${answered.map(
      (each) => {
        const answer = each.answer!;
        const worry =
          answer.health === 'bad' || answer.attendance === 'sometimes-off' || answer.attendance === 'off';
        return html`<div class="pad"><div class="row"><b>${each.name}</b><span class="s num">${shortMoment(answer.answeredAt)}</span></div>
        <dl class="kv"><dt>返事</dt><dd>${answer.choice === 'ranked' ? CHOICE.ranked : html`<b>${CHOICE[answer.choice]}</b>`}</dd>
          <dt>体の調子</dt><dd>${answer.health === null ? '答えなし' : answer.health === 'bad' ? html`<b>${HEALTH.bad}</b>` : HEALTH[answer.health]}</dd>
          ${this.view.client.attendsProgram ? html`<dt>通所</dt><dd>${answer.attendance === null ? '答えなし' : answer.attendance === 'usual' ? ATTENDANCE.usual : html`<b>${ATTENDANCE[answer.attendance]}</b>`}</dd>` : nothing}
          <dt>ひとこと</dt><dd>${answer.note ?? 'なし'}</dd></dl>
        <p class="say">${worry ? '電話のはじめに、体調や通所の様子をひとこと伺いましょう。' : '本題の前に、最近の様子をひとこと伺いましょう。'}<br />${rule(2)}</p></div>`;
      },
    )}</section>`;
  }
}
