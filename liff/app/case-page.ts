import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { AppCase } from '../../worker/views/mini-app.ts';
import { firstStep } from '../data/answer-draft.ts';
import { hasDraft, visitCase } from '../data/case-visit.ts';
import { r } from '../parts/ruby.ts';
import { familyName, longDate } from '../parts/say-ruby.ts';
import { actBar, homeLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { appointment } from './appointment.ts';
import { hero, note, row, tag } from './blocks.ts';
import { calendarButton, openCalendar } from './calendar-button.ts';
import { elsewhere } from './routes.ts';

/** Where a link to a case leads: to the questions, to the answer given, or to what became of it. */
@customElement('case-page')
export class CasePage extends AppPage<AppCase> {
  protected async load(): Promise<AppCase> {
    const { asked } = await visitCase(this.place.params.case ?? '', true);
    if (asked.status !== 'open') return asked;
    return elsewhere(!asked.answer || hasDraft(asked.id) ? firstStep(asked) : `/app/dates/${asked.id}/sent`);
  }

  protected show(asked: AppCase): TemplateResult {
    return asked.status === 'confirmed' && asked.confirmed
      ? this.confirmed(asked, asked.confirmed)
      : this.closed(asked);
  }

  private confirmed(asked: AppCase, fixed: NonNullable<AppCase['confirmed']>): TemplateResult {
    const provider = asked.answersBy === 'marks';
    return html`<main id="main">
        ${hero('', 'check', '{日|ひ}にちが {決|き}まりました')}
        <section class="panel" aria-label="よてい">
          ${appointment({ ...fixed, counselor: asked.counselor })} ${tag('ok', 'check', '{決|き}まって います')}
          ${calendarButton(`${longDate(fixed.startsAt)}の {予定|よてい}`, () => void this.send(() => openCalendar(asked.id)))}
        </section>
        <section class="stack" aria-labelledby="h-ch">
          <h2 id="h-ch">${r('{行|い}けなく なった とき')}</h2>
          <div class="rows">
            ${
              provider
                ? row(
                    `/app/contact/call?client=${encodeURIComponent(asked.client.id)}`,
                    'phone',
                    '{電話|でんわ}が ほしい',
                    '{担当|たんとう}から {電話|でんわ}します',
                  )
                : row(
                    `/app/contact/change?case=${encodeURIComponent(asked.id)}`,
                    'calswap',
                    '{予定|よてい}を {変|か}えたい',
                    '{担当|たんとう}から {電話|でんわ}します',
                  )
            }
          </div>
        </section>
      </main>
      ${actBar(homeLink())}`;
  }

  /** R10: the office calls off by phone or visit; the page only says so. */
  private closed(asked: AppCase): TemplateResult {
    const held = asked.status === 'held';
    return html`<main id="main">
        ${
          held
            ? hero('quiet', 'check', 'この {予定|よてい}は おわりました')
            : hero('quiet', 'link', 'この {予定|よてい}は なくなりました', 'あなたの せいでは ありません。')
        }
        ${held ? note('', 'info', 'ありがとう ございました。') : note('', 'phone', `${familyName(asked.counselor)}から {電話|でんわ}を します。\nそのまま {待|ま}って いて ください。`)}
        <div class="rows">
          ${row(`/app/contact/call?client=${encodeURIComponent(asked.client.id)}`, 'phone', '{電話|でんわ}が ほしい', 'すぐに {話|はな}したい とき')}
        </div>
      </main>
      ${actBar(homeLink())}`;
  }
}
