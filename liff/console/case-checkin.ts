import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { shortDate } from '../../worker/manual/say.ts';
import type { CaseView, ParticipantView } from '../../worker/views/cases.ts';
import type { AnswerView, PartView } from '../../worker/views/shared.ts';
import { ATTENDANCE, DAY_PART, HEALTH, PLACE_CHOICE } from '../data/console-labels.ts';
import { shortMoment } from '../data/console-stages.ts';
import { rule } from './chips.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

const CHOICE: Readonly<Record<Exclude<AnswerView['choice'], 'ranked'>, string>> = {
  parts: '会える時間帯の返事',
  none: 'どの日もだめ、とのこと',
  unknown: 'わからない、とのこと',
  call: '電話してほしい、とのこと',
};

/** How they said they are, to be spoken of before the matter itself (R6). */
@customElement('case-checkin')
export class CaseCheckin extends Part {
  @property({ attribute: false }) view!: CaseView;

  protected override render(): TemplateResult | typeof nothing {
    const told = this.view.participants.filter(
      (each) => each.kind !== 'provider' && each.answer !== null && speaks(each.answer),
    );
    const noted = this.view.participants.filter(
      (each) => each.kind === 'provider' && (each.answer?.note || each.answer?.choice === 'parts'),
    );
    if (told.length === 0 && noted.length === 0) return nothing;
    const worry = told.some(
      (each) => each.answer?.health === 'bad' || (each.answer?.attendance ?? 'usual') !== 'usual',
    );
    return html`<section class="sheet" id="ask" aria-labelledby="ask-h"><header>${icon('heart')}<h2 id="ask-h">本題の前に</h2></header>
      <div class="pad">${[...told, ...noted].map((each) => (each.answer ? said(each, each.answer) : nothing))}
        ${told.length > 0 ? html`<p class="say">${worry ? '電話のはじめに、体調や通所の様子をひとこと伺いましょう。' : '本題の前に、最近の様子をひとこと伺いましょう。'}<br />${rule(2)}</p>` : nothing}</div></section>`;
  }
}

function speaks(answer: AnswerView): boolean {
  return (
    answer.choice !== 'ranked' ||
    answer.health !== null ||
    answer.attendance !== null ||
    answer.note !== null ||
    answer.place !== null
  );
}

function said(whom: ParticipantView, answer: AnswerView): TemplateResult {
  const row = (name: string, words: string | null, strong = false) =>
    words === null ? nothing : html`<dt>${name}</dt><dd>${strong ? html`<b>${words}</b>` : words}</dd>`;
  return html`<div class="col-s"><div class="row"><b>${whom.name}</b><span class="s num">${shortMoment(answer.answeredAt)}</span></div>
    <dl class="kv">${row('返事', answer.choice === 'ranked' ? null : CHOICE[answer.choice], true)}
      ${row('会える時間', partsSaid(answer.parts))}${row('場所の希望', answer.place === null ? null : PLACE_CHOICE[answer.place])}
      ${row('体の調子', answer.health === null ? null : HEALTH[answer.health], answer.health === 'bad')}
      ${row('通所', answer.attendance === null ? null : ATTENDANCE[answer.attendance], answer.attendance !== 'usual')}
      ${row('ひとこと', answer.note)}</dl></div>`;
}

/** 12/15（火）午前・夕方、12/16（水）午後; null where none were asked. */
function partsSaid(parts: readonly PartView[]): string | null {
  const days = [...new Set(parts.map((each) => each.date))].map((date) => {
    const words = parts.filter((each) => each.date === date).map((each) => DAY_PART[each.part]);
    return shortDate(date) + words.join('・');
  });
  return days.length > 0 ? days.join('、') : null;
}
