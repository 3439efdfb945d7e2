import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { AppCase } from '../../worker/views/mini-app.ts';
import { hasDraft, visitCase } from '../data/case-visit.ts';
import { r } from '../parts/ruby.ts';
import { familyName } from '../parts/say-ruby.ts';
import { actBar, backLink, homeLink, mainLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { appointment } from './appointment.ts';
import { hero, note, row, tag } from './blocks.ts';
import { calendarButtons, openCalendar } from './calendar-button.ts';
import { firstStep } from './case-steps.ts';
import { elsewhere, to } from './routes.ts';

/** Where a link to a case leads: to the questions, to the answer given, or to what became of it. */
@customElement('case-page')
export class CasePage extends AppPage<AppCase> {
  protected async load(): Promise<AppCase> {
    const { asked } = await visitCase(this.place.params.case ?? '', true);
    if (asked.status !== 'open' || !asked.mayAnswer) return asked;
    // Parts of days answer nothing any more once times have been offered.
    if (asked.answer?.choice === 'parts' && asked.answersBy !== 'parts') return elsewhere(firstStep(asked));
    const sent = asked.answer && !hasDraft(asked.id);
    return elsewhere(sent ? to('sent', { case: asked.id }) : firstStep(asked));
  }

  protected show(asked: AppCase): TemplateResult {
    if (asked.status === 'open') return this.rulesFirst(asked);
    return asked.status === 'confirmed' && asked.confirmed
      ? this.confirmed(asked, asked.confirmed)
      : this.closed(asked);
  }

  /** R1: nothing is asked of somebody who has not agreed. */
  private rulesFirst(asked: AppCase): TemplateResult {
    return html`<main id="main">
        ${hero('quiet', 'list', '{先|さき}に やくそくを {読|よ}みます', 'LINEを {使|つか}うか {決|き}めて ください。\nそのあと {日|ひ}にちを えらべます。')}
        ${note('', 'phone', 'LINEを {使|つか}わない ときは\n{電話|でんわ}で {決|き}めます。')}
      </main>
      ${actBar(mainLink(to('consent', { client: asked.client.id }), 'やくそくを {読|よ}む'), backLink(to('home')))}`;
  }

  private confirmed(asked: AppCase, fixed: NonNullable<AppCase['confirmed']>): TemplateResult {
    const provider = !asked.asksCheckin;
    return html`<main id="main">
        ${hero('', 'check', '{日|ひ}にちが {決|き}まりました')} ${this.late('この {日|ひ}が だめなら {教|おし}えて ください。')}
        ${
          asked.suspended
            ? note(
                'wait',
                'info',
                '{変|か}わった ときは {電話|でんわ}で {知|し}らせます。',
                'LINEの {連絡|れんらく}は {止|と}まって います。',
              )
            : nothing
        }
        <section class="panel" aria-label="よてい">
          ${appointment({ ...fixed, counselor: asked.counselor, provider })} ${tag('ok', 'check', '{決|き}まって います')}
          ${calendarButtons(fixed, () => void this.send(() => openCalendar(asked.id)))}
        </section>
        <section class="stack" aria-labelledby="h-ch">
          <h2 id="h-ch">${r('{行|い}けなく なった とき')}</h2>
          <div class="rows">
            ${
              provider
                ? row(
                    to('wish', { kind: 'call' }, { client: asked.client.id }),
                    'phone',
                    '{電話|でんわ}が ほしい',
                    '{担当|たんとう}から {電話|でんわ}します',
                  )
                : html`${row(
                    to('wish', { kind: 'change' }, { case: asked.id }),
                    'calswap',
                    '{予定|よてい}を {変|か}えたい',
                    'かわりの {日|ひ}を {決|き}めます',
                  )}
                  ${row(
                    to('wish', { kind: 'cannot-come' }, { case: asked.id }),
                    'stop',
                    '{行|い}けなく なった',
                    '{担当|たんとう}に {知|し}らせます',
                  )}`
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
        ${this.late('ありがとう ございました。')} ${held ? note('', 'info', 'ありがとう ございました。') : note('', 'phone', `${familyName(asked.counselor)}から {電話|でんわ}を します。\nそのまま {待|ま}って いて ください。`)}
        <div class="rows">
          ${row(to('wish', { kind: 'call' }, { client: asked.client.id }), 'phone', '{電話|でんわ}が ほしい', 'すぐに {話|はな}したい とき')}
        </div>
      </main>
      ${actBar(homeLink())}`;
  }

  /** What was being answered when the case was fixed or called off: said, and what to do about it. */
  private late(next: string): TemplateResult | typeof nothing {
    if (!this.place.query.has('late')) return nothing;
    return note('wait', 'info', next, '{今|いま}の {答|こた}えは {送|おく}って いません。');
  }
}
