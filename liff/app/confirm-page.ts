import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { isAnswered, lacksPlace, toInput } from '../data/answer-draft.ts';
import { answerCase } from '../data/app.ts';
import { type CaseVisit, endVisit, hasDraft, keepDraft, noteSent } from '../data/case-visit.ts';
import type { Failure } from '../data/http.ts';
import { actBar, backLink, mainButton } from './act-bar.ts';
import { answerSummary } from './answer-summary.ts';
import { AppPage } from './app-page.ts';
import { head, note, steps } from './blocks.ts';
import { beforeConfirm, caseSteps, datesStep, firstStep, visitOpen } from './case-steps.ts';
import { elsewhere, finish, go, to } from './routes.ts';

/** A last look before it is sent; nothing has left the device yet. */
@customElement('confirm-page')
export class ConfirmPage extends AppPage<CaseVisit> {
  protected async load(): Promise<CaseVisit> {
    const visit = await visitOpen(this.place.params.case ?? '', false);
    const { asked, draft } = visit;
    if (asked.answer && !hasDraft(asked.id)) return elsewhere(to('sent', { case: asked.id }));
    if (!isAnswered(draft, asked)) return elsewhere(firstStep(asked));
    return lacksPlace(draft, asked) ? elsewhere(to('where', { case: asked.id })) : visit;
  }

  protected show(visit: CaseVisit): TemplateResult {
    return html`<main id="main">
        ${steps({ ...caseSteps(visit.asked, 'confirm'), label: 'たしかめる' })}
        ${head('これで いいですか。', 'まだ {送|おく}って いません。')} ${answerSummary(visit.asked, visit.draft, true)}
        ${note('', 'info', '{送|おく}った あとでも えらびなおせます。')}
      </main>
      ${actBar(
        mainButton('{送|おく}る', () => this.sendAnswer(visit), this.sending),
        backLink(beforeConfirm(visit.asked, visit.draft)),
      )}`;
  }

  private sendAnswer(visit: CaseVisit): void {
    keepDraft(visit);
    void this.send(async () => {
      const { answeredAt } = await answerCase(visit.asked.id, toInput(visit.draft, visit.asked));
      noteSent(visit, answeredAt);
      finish(to('answered', { case: visit.asked.id }));
    });
  }

  /** A time was taken meanwhile: choose again, the rest is kept. Fixed or called off meanwhile: say so. */
  protected override async meet(failure: Failure): Promise<boolean> {
    const visit = this.data;
    if (!visit) return false;
    if (failure === 'slot-taken') {
      go(datesStep(visit.asked), 'replace');
      return true;
    }
    if (failure === 'case-closed') {
      endVisit(visit.asked.id);
      finish(to('case', { case: visit.asked.id }, { late: '1' }));
      return true;
    }
    if (failure === 'consent-needed') {
      go(to('consent', { client: visit.asked.client.id }), 'replace');
      return true;
    }
    return false;
  }
}
