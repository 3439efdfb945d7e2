import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { AppAppointment, AppHome, AppRequest, AppSchedule } from '../../worker/views/mini-app.ts';
import { getHome, getSchedule } from '../data/app.ts';
import { icon } from '../parts/icon.ts';
import { plain, r } from '../parts/ruby.ts';
import { longDate, methodOf, timeAt } from '../parts/say-ruby.ts';
import { actBar, backLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { appointment } from './appointment.ts';
import { note, row, tag } from './blocks.ts';
import { calendarButton, openCalendar } from './calendar-button.ts';

/** What is fixed, what is not yet, and what was. */
@customElement('schedule-page')
export class SchedulePage extends AppPage<{ schedule: AppSchedule; home: AppHome }> {
  protected async load(): Promise<{ schedule: AppSchedule; home: AppHome }> {
    const [schedule, home] = await Promise.all([getSchedule(), getHome()]);
    return { schedule, home };
  }

  protected show({ schedule, home }: { schedule: AppSchedule; home: AppHome }): TemplateResult {
    const open = home.clients.flatMap((client) => client.requests);
    const nothingThere = schedule.upcoming.length === 0 && open.length === 0;
    const provider = home.me?.kind === 'provider';
    return html`<main id="main">
        <h1 tabindex="-1">${r('わたしの {予定|よてい}')}</h1>
        ${nothingThere ? note('', 'cal', '{今|いま} {決|き}まって いる {予定|よてい}は\nありません。') : nothing}
        <div class="cards">
          ${schedule.upcoming.map((each) => this.fixed(each))} ${open.map((each) => this.open(each))}
        </div>
        ${
          schedule.upcoming.length > 0 && !provider
            ? html`<section class="stack" aria-labelledby="h-ch">
                <h2 id="h-ch">${r('{行|い}けなく なった とき')}</h2>
                <div class="rows">
                  ${row('/app/contact/change', 'calswap', '{予定|よてい}を {変|か}えたい', '{担当|たんとう}から {電話|でんわ}します')}
                  ${row('/app/contact/cannot-come', 'stop', '{行|い}けなく なった', '{担当|たんとう}に {知|し}らせます')}
                </div>
              </section>`
            : nothing
        }
        ${note('', 'phone', '{事務所|じむしょ}の {都合|つごう}で {変|か}える ときは\nかならず {電話|でんわ}を します。')}
        ${schedule.past.length > 0 ? this.past(schedule.past) : nothing}
      </main>
      ${actBar(backLink('/app', 'はじめの ページへ'))}`;
  }

  private fixed(each: AppAppointment): TemplateResult {
    return html`<div class="panel" role="group" aria-label=${plain(`${longDate(each.startsAt)} ${timeAt(each.startsAt)}`)}>
      ${tag('ok', 'check', '{決|き}まって います')} ${appointment(each)}
      ${calendarButton(`${longDate(each.startsAt)}の {予定|よてい}`, () => void this.send(() => openCalendar(each.caseId)))}
    </div>`;
  }

  private open(each: AppRequest): TemplateResult {
    const href = `/app/dates/${encodeURIComponent(each.caseId)}`;
    return html`<div class="panel">
      ${tag('wait', 'wait', 'まだ {決|き}まりでは ありません')}
      <h2>${r(each.answeredAt === null ? '{日|ひ}にちを えらんで ください' : `${longDate(each.answeredAt)}に {答|こた}えました`)}</h2>
      <a class="btn" href=${href}
        >${each.answeredAt === null ? nothing : icon('undo')}<span
          >${r(each.answeredAt === null ? 'えらぶ' : '{見|み}る・えらびなおす')}</span
        ></a
      >
    </div>`;
  }

  private past(past: readonly AppAppointment[]): TemplateResult {
    return html`<section class="stack" aria-labelledby="h-past">
      <h2 id="h-past">${r('おわった {予定|よてい}')}</h2>
      <dl class="sum">${past.map(
        (each) => html`<div>
          <dt>${r(`${longDate(each.startsAt)} ${timeAt(each.startsAt)}`)}</dt>
          <dd>${r(
            methodOf(each.method)
              .replace(/します$/, 'しました')
              .replace('{行|い}きます', '{行|い}きました')
              .replace('{会|あ}います', '{会|あ}いました'),
          )}</dd>
        </div>`,
      )}</dl>
    </section>`;
  }
}
