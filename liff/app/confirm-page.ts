import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { datesStep, firstStep, isAnswered, toInput } from '../data/answer-draft.ts';
import { answerCase } from '../data/app.ts';
import { type CaseVisit, endVisit, keepDraft, visitCase } from '../data/case-visit.ts';
import type { Failure } from '../data/http.ts';
import { actBar, backLink, mainButton } from './act-bar.ts';
import { answerSummary } from './answer-summary.ts';
import { AppPage } from './app-page.ts';
import { head, note, steps } from './blocks.ts';
import { elsewhere, go } from './routes.ts';
import { caseSteps } from './slot-words.ts';

/** A last look before it is sent; nothing has left the device yet. */
@customElement('confirm-page')
export class ConfirmPage extends AppPage<CaseVisit> {
  protected async load(): Promise<CaseVisit> {
    const visit = await visitCase(this.place.params.case ?? '', false);
    if (visit.asked.status !== 'open') return elsewhere(`/app/dates/${visit.asked.id}`);
    if (!isAnswered(visit.draft, visit.asked)) return elsewhere(firstStep(visit.asked));
    return visit;
  }

  protected show(visit: CaseVisit): TemplateResult {
    return html`<main id="main">
        ${steps({ ...caseSteps(visit.asked, 'confirm'), label: 'たしかめる' })}
        ${head('これで いいですか。', 'まだ {送|おく}って いません。')} ${answerSummary(visit.asked, visit.draft, true)}
        ${note('', 'info', '{送|おく}った あとでも えらびなおせます。')}
      </main>
      ${actBar(
        mainButton('{送|おく}る', () => this.sendAnswer(visit), this.sending),
        backLink(datesStep(visit.asked)),
      )}`;
  }

  private sendAnswer(visit: CaseVisit): void {
    keepDraft(visit);
    void this.send(async () => {
      await answerCase(visit.asked.id, toInput(visit.draft, visit.asked));
      endVisit(visit.asked.id);
      go(`/app/dates/${visit.asked.id}/done`, 'replace');
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
      go(`/app/dates/${visit.asked.id}`, 'replace');
      return true;
    }
    if (failure === 'consent-needed') {
      go(`/app/consent/${encodeURIComponent(visit.asked.client.id)}`, 'replace');
      return true;
    }
    return false;
  }
}
