import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { state } from 'lit/decorators/state.js';
import type { CivilDate } from '../../worker/manual/types.ts';
import { isAnswered, togglePart, weeksOf } from '../data/answer-draft.ts';
import { type CaseVisit, keepDraft, redraft } from '../data/case-visit.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { monthDay, weekdayName } from '../parts/say-ruby.ts';
import { actBar, backLink, mainButton } from './act-bar.ts';
import { OTHERS } from './answer-words.ts';
import { AppPage } from './app-page.ts';
import { cards, head, missing, note, radioCard, steps } from './blocks.ts';
import { afterDates, beforeDates, caseSteps, datesStep, visitOpen } from './case-steps.ts';
import { elsewhere, go, to } from './routes.ts';
import { lostNote, stoppedNote } from './slot-words.ts';
import { PARTS, weekName } from './week-words.ts';
import './marks.css';

const NOTHING = 'まだ えらんで いません。\n{時間|じかん}か {下|した}の {答|こた}えを\nえらんで ください。';

/** R4 without offered times: in which parts of the next open days somebody can meet, a week a page. */
@customElement('times-page')
export class TimesPage extends AppPage<CaseVisit> {
  @state() private lacks = '';

  protected async load(): Promise<CaseVisit> {
    const visit = await visitOpen(this.place.params.case ?? '', true);
    return visit.asked.answersBy === 'parts' ? visit : elsewhere(datesStep(visit.asked));
  }

  protected show(visit: CaseVisit): TemplateResult {
    const weeks = weeksOf(visit.asked);
    const index = Math.min(Math.max((Number(this.place.query.get('week')) || 1) - 1, 0), weeks.length - 1);
    const days = weeks[index] ?? [];
    const first = days[0] ?? '';
    const when = weekName(visit.asked.now, first) || `${monthDay(first)}からの {週|しゅう}`;
    const count = weeks.length > 1 ? ` [（${weeks.length}つの うち ${index + 1}つめ）]` : '';
    return html`<main id="main">
        ${steps({ ...caseSteps(visit.asked, 'dates'), label: `{日|ひ}にち${count}` })}
        ${head(
          `${when}は いつ {会|あ}えますか。`,
          'いくつ えらんでも いいです。\nなければ 「つぎへ」を おして ください。',
        )}
        ${stoppedNote(visit.asked)} ${lostNote(visit.lost)} ${this.lacks === '' ? nothing : missing(this.lacks)}
        <div class="cards">${days.map((date) => this.day(visit, date))}</div>
        ${note('', 'clock', '{夕方|ゆうがた}は [{午後|ごご}4{時|じ}からです。]')}
        <p class="or"><span>${r('ほかの {答|こた}え')}</span></p>
        ${cards(
          'ほかの {答|こた}え',
          OTHERS.map((each) =>
            radioCard({
              group: 'other',
              value: each.choice,
              chosen: visit.draft.choice === each.choice,
              title: each.title,
              slim: true,
              onChoose: () => this.change(redraft(visit, { choice: each.choice, parts: [] })),
            }),
          ),
          'cards tight',
        )}
      </main>
      ${actBar(
        mainButton('つぎへ', () => this.next(visit, index, weeks.length)),
        backLink(index > 0 ? this.week(visit, index) : beforeDates(visit.asked)),
      )}`;
  }

  private day(visit: CaseVisit, date: CivilDate): TemplateResult {
    const chosen = visit.draft.parts.filter((each) => each.date === date).map((each) => each.part);
    return html`<fieldset class=${chosen.length > 0 ? 'marks set' : 'marks'}>
      <legend><b>${r(`[${monthDay(date)}][（${weekdayName(date)}）]`)}</b></legend>
      <div class="seg opts-only"><div class="opts">${PARTS.map(
        ({ part, words }) => html`<label>
          <input
            type="checkbox"
            name=${`part-${date}`}
            value=${part}
            .checked=${chosen.includes(part)}
            @change=${() => this.change(redraft(visit, togglePart(visit.draft, date, part)))}
          />
          ${icon('check')}<span>${r(words)}</span>
        </label>`,
      )}</div></div>
    </fieldset>`;
  }

  private change(visit: CaseVisit): void {
    this.lacks = '';
    this.data = visit;
  }

  private week(visit: CaseVisit, number: number): string {
    return to('times', { case: visit.asked.id }, { week: String(number) });
  }

  /** Another answer than a time leaves the other weeks out. */
  private next(visit: CaseVisit, index: number, weeks: number): void {
    const whole = isAnswered(visit.draft, visit.asked);
    if (index + 1 < weeks && (!whole || visit.draft.choice === 'parts')) {
      go(this.week(visit, index + 2));
      return;
    }
    if (whole) {
      keepDraft(visit);
      go(afterDates(visit.asked, visit.draft));
      return;
    }
    this.lacks = NOTHING;
    void this.pointOut();
  }
}
