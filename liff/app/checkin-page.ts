import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { Attendance, Health } from '../../worker/views/shared.ts';
import { checkinQuestions } from '../data/answer-draft.ts';
import { type CaseVisit, redraft } from '../data/case-visit.ts';
import { r } from '../parts/ruby.ts';
import { actBar, mainButton } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { cards, head, note, radioCard, steps } from './blocks.ts';
import { datesStep, visitOpen } from './case-steps.ts';
import { ATTENDANCES, HEALTHS } from './checkin-words.ts';
import { elsewhere, go, to } from './routes.ts';

/** R6: how somebody is comes before the matter itself. Three taps at most, and each may be skipped. */
@customElement('checkin-page')
export class CheckinPage extends AppPage<CaseVisit> {
  protected async load(): Promise<CaseVisit> {
    const visit = await visitOpen(this.place.params.case ?? '', false);
    return visit.asked.asksCheckin ? visit : elsewhere(datesStep(visit.asked));
  }

  protected show(visit: CaseVisit): TemplateResult {
    const questions = checkinQuestions(visit.asked);
    const index = Math.min(Math.max((Number(this.place.query.get('q')) || 1) - 1, 0), questions.length - 1);
    const question = questions[index];
    const next = (): void =>
      void go(
        index + 1 < questions.length
          ? to('checkin', { case: visit.asked.id }, { q: String(index + 2) })
          : datesStep(visit.asked),
      );
    const skip = (): void => {
      if (question === 'note') this.change(visit, { note: '' });
      else if (question) this.change(visit, { [question]: null });
      next();
    };
    return html`<main id="main">
        ${steps({ now: 1, of: 4, label: `ようす [（${questions.length}つの うち ${index + 1}つめ）]` })}
        ${question === 'health' ? this.health(visit) : question === 'attendance' ? this.attendance(visit) : this.note(visit)}
      </main>
      ${actBar(
        mainButton('つぎへ', next),
        html`<button class="btn" type="button" @click=${skip}><span>とばす</span></button>`,
      )}`;
  }

  private change(
    visit: CaseVisit,
    to: Partial<{ health: Health | null; attendance: Attendance | null; note: string }>,
  ): void {
    this.data = redraft(visit, to);
  }

  private health(visit: CaseVisit): TemplateResult {
    return html`${head('{体|からだ}の {調子|ちょうし}は どうですか。', '{答|こた}えなくても いいです。')}
    ${cards(
      '{体|からだ}の {調子|ちょうし}',
      HEALTHS.map((each) =>
        radioCard({
          group: 'health',
          value: each.value,
          chosen: visit.draft.health === each.value,
          title: each.title,
          drawing: each.drawing,
          onChoose: () => this.change(visit, { health: each.value }),
        }),
      ),
    )}`;
  }

  private attendance(visit: CaseVisit): TemplateResult {
    return html`${head('{通所|つうしょ}は できて いますか。', '{答|こた}えなくても いいです。')}
    ${cards(
      '{通所|つうしょ}',
      ATTENDANCES.map((each) =>
        radioCard({
          group: 'attendance',
          value: each.value,
          chosen: visit.draft.attendance === each.value,
          title: each.title,
          drawing: each.drawing,
          onChoose: () => this.change(visit, { attendance: each.value }),
        }),
      ),
    )}`;
  }

  private note(visit: CaseVisit): TemplateResult {
    const long = visit.draft.note.length >= 400;
    return html`${head('{最近|さいきん}の ことを {教|おし}えて ください。', '{書|か}かなくても いいです。')}
      <div class="stack-s">
        <label for="memo">ひとこと</label>
        <textarea
          class="in"
          id="memo"
          maxlength="400"
          aria-describedby="memo-note"
          .value=${visit.draft.note}
          @input=${(event: Event) => this.change(visit, { note: (event.target as HTMLTextAreaElement).value })}
        ></textarea>
        ${long ? html`<p class="small">${r('400{字|じ}まで {書|か}けます。')}</p>` : nothing}
      </div>
      <div id="memo-note">
        ${note('', 'lock', '{名前|なまえ}や {住所|じゅうしょ}は {書|か}かないで ください。\nくわしい {話|はなし}は {会|あ}った ときに {聞|き}きます。')}
      </div>`;
  }
}
