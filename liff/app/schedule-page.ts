import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { AppAppointment, AppHome, AppRequest, AppSchedule } from '../../worker/views/mini-app.ts';
import { getHome, getSchedule } from '../data/app.ts';
import { icon } from '../parts/icon.ts';
import { plain, r } from '../parts/ruby.ts';
import { fullCallName, longDate, methodOf, placeOf, time, timeAt } from '../parts/say-ruby.ts';
import { actBar, backLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { appointment } from './appointment.ts';
import { note, row, tag } from './blocks.ts';
import { calendarButtons, openCalendar } from './calendar-button.ts';
import { to } from './routes.ts';

interface Shown {
  schedule: AppSchedule;
  home: AppHome;
  provider: boolean;
  /** Whose each is must be said. */
  several: boolean;
}

/** What is fixed, what is not yet, and what was. */
@customElement('schedule-page')
export class SchedulePage extends AppPage<Shown> {
  protected async load(): Promise<Shown> {
    const [schedule, home] = await Promise.all([getSchedule(), getHome()]);
    const several = home.clients.length > 1 || home.me?.kind !== 'person';
    return { schedule, home, several, provider: home.me?.kind === 'provider' };
  }

  protected show(shown: Shown): TemplateResult {
    const { schedule, home, provider } = shown;
    const open = home.clients.flatMap((client) => client.requests.map((request) => ({ client, request })));
    const nothingThere = schedule.upcoming.length === 0 && open.length === 0;
    return html`<main id="main">
        <h1 tabindex="-1">${r('わたしの {予定|よてい}')}</h1>
        ${nothingThere ? note('', 'cal', '{今|いま} {決|き}まって いる {予定|よてい}は\nありません。') : nothing}
        ${
          nothingThere
            ? nothing
            : html`<div class="cards">
                ${schedule.upcoming.map((each) => this.fixed(shown, each))}
                ${open.map(({ client, request }) => this.open(shown.several ? fullCallName(client) : null, request))}
              </div>`
        }
        ${
          schedule.upcoming.length > 0 && !provider
            ? html`<section class="stack" aria-labelledby="h-ch">
                <h2 id="h-ch">${r('{行|い}けなく なった とき')}</h2>
                <div class="rows">
                  ${row(to('wish', { kind: 'change' }), 'calswap', '{予定|よてい}を {変|か}えたい', '{担当|たんとう}から {電話|でんわ}します')}
                  ${row(to('wish', { kind: 'cannot-come' }), 'stop', '{行|い}けなく なった', '{担当|たんとう}に {知|し}らせます')}
                </div>
              </section>`
            : nothing
        }
        <div class="rows">
          ${row(
            to('reminder'),
            'clock',
            '{前|まえ}の {日|ひ}の お{知|し}らせ',
            schedule.reminderTime === null
              ? 'いまは {送|おく}って いません'
              : `${time(schedule.reminderTime)}に {送|おく}ります`,
          )}
          ${row(to('calendar'), 'calplus', 'いつもの カレンダーに {出|だ}す', '{決|き}まると じぶんで {出|で}て きます')}
        </div>
        ${note('', 'phone', '{事務所|じむしょ}の {都合|つごう}で {変|か}える ときは\nかならず {電話|でんわ}を します。')}
        ${schedule.past.length > 0 ? this.past(shown) : nothing}
      </main>
      ${actBar(backLink(to('home'), 'はじめの ページへ'))}`;
  }

  private fixed({ several, provider }: Shown, each: AppAppointment): TemplateResult {
    const shown = { ...each, provider, client: several ? each.client : undefined };
    return html`<div class="panel" role="group" aria-label=${plain(`${longDate(each.startsAt)} ${timeAt(each.startsAt)}`)}>
      ${tag('ok', 'check', '{決|き}まって います')} ${appointment(shown)}
      ${calendarButtons(each, () => void this.send(() => openCalendar(each.caseId)))}
    </div>`;
  }

  private open(whose: string | null, each: AppRequest): TemplateResult {
    return html`<div class="panel">
      ${tag('wait', 'wait', 'まだ {決|き}まりでは ありません')}
      <h2>${r(each.answeredAt === null ? '{日|ひ}にちを えらんで ください' : `${longDate(each.answeredAt)}に {答|こた}えました`)}</h2>
      ${whose === null ? nothing : html`<p>${r(`${whose}の こと`)}</p>`}
      <a class="btn" href=${to('case', { case: each.caseId })}
        >${each.answeredAt === null ? nothing : icon('undo')}<span
          >${r(each.answeredAt === null ? 'えらぶ' : '{見|み}る・えらびなおす')}</span
        ></a
      >
    </div>`;
  }

  private past({ schedule, several, provider }: Shown): TemplateResult {
    return html`<section class="stack" aria-labelledby="h-past">
      <h2 id="h-past">${r('おわった {予定|よてい}')}</h2>
      <dl class="sum">${schedule.past.map(
        (each) => html`<div>
          <dt>${r(`${longDate(each.startsAt)} ${timeAt(each.startsAt)}`)}</dt>
          <dd>${r(provider ? placeOf(each.place) : happened(each))}${
            several ? html`<br />${r(`${fullCallName(each.client)}の こと`)}` : nothing
          }</dd>
        </div>`,
      )}</dl>
    </section>`;
  }
}

function happened(each: AppAppointment): string {
  return methodOf(each.method)
    .replace(/します$/, 'しました')
    .replace('{行|い}きます', '{行|い}きました')
    .replace('{会|あ}います', '{会|あ}いました');
}
