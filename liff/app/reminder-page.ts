import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { ClockTime } from '../../worker/manual/types.ts';
import type { AppHome } from '../../worker/views/mini-app.ts';
import { getHome, usesLine } from '../data/app.ts';
import { actBar, backLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { head, note } from './blocks.ts';
import { keepReminder, reminderChoice, reminderSaid } from './reminder-choice.ts';
import { to } from './routes.ts';

/** Whether a reminder is wanted the day before, and when; none until asked for. */
@customElement('reminder-page')
export class ReminderPage extends AppPage<AppHome> {
  /** The reminder chosen last. */
  private wanted: ClockTime | null = null;

  protected load(): Promise<AppHome> {
    return getHome();
  }

  protected show(home: AppHome): TemplateResult {
    const arrives = home.clients.some(usesLine) && home.friend !== false && home.me?.suspended !== true;
    return html`<main id="main">
        ${head(
          '{前|まえ}の {日|ひ}に お{知|し}らせが いりますか。',
          '{予定|よてい}の {前|まえ}の {日|ひ}に LINEを {送|おく}ります。\n{休|やす}みの {日|ひ}なら もっと {前|まえ}に {送|おく}ります。',
        )}
        ${arrives ? nothing : note('wait', 'info', 'えらんで おく ことは できます。', 'いまは LINEが とどきません。')}
        ${reminderChoice(home.me?.reminderTime ?? null, (at) => this.remindAt(home, at))}
        ${note('', 'info', 'えらぶと すぐに {変|か}わります。')}
      </main>
      ${actBar(backLink(to('schedule'), 'わたしの {予定|よてい}へ'))}`;
  }

  private remindAt(home: AppHome, at: ClockTime | null): void {
    this.wanted = at;
    void this.send(async () => {
      const reminderTime = await keepReminder(() => this.wanted);
      if (home.me) this.data = { ...home, me: { ...home.me, reminderTime } };
      this.say(reminderSaid(reminderTime));
    });
  }
}
