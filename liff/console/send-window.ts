import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { civilDate, clockTime, DAY, instantOf, minuteOfDay } from '../../worker/manual/jst.ts';
import { shortInstant } from '../../worker/manual/say.ts';
import type { StaffMe } from '../../worker/views/office.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';
import { StaffWatch, staffSession } from './staff-session.ts';

/** The 24-hour band: when LINE may be sent (R11), and where the day stands. */
@customElement('send-window')
export class SendWindow extends Part {
  protected readonly watch = new StaffWatch(this);

  protected override render(): TemplateResult | typeof nothing {
    const me = staffSession.me;
    if (!me) return nothing;
    const { from, to, open } = me.window;
    const words = open ? `送信できます（${clockTime(to)} まで）` : `送信は${opening(me)}から`;
    const label = `送れる時間は${clockTime(from)}から${clockTime(to)}。いま${clockTime(me.now)}`;
    return html`<div class="win ${open ? '' : 'shut'}">
      <b>${icon(open ? 'check' : 'hold')}${words}</b>
      <div class="day24" role="img" aria-label=${label}><i></i><u></u></div>
    </div>`;
  }

  protected override updated(): void {
    const me = staffSession.me;
    const band = this.querySelector<HTMLElement>('.day24 i');
    const needle = this.querySelector<HTMLElement>('.day24 u');
    if (!me || !band || !needle) return;
    const part = (instant: number) => minuteOfDay(instant) / 1440;
    const from = part(me.window.from);
    // A window that ends at midnight ends at the right edge.
    const to = part(me.window.to) || 1;
    // The policy forbids style attributes; CSSOM is the allowed way.
    band.style.left = `${from * 100}%`;
    band.style.width = `${Math.max(0, to - from) * 100}%`;
    needle.style.left = `${part(me.now) * 100}%`;
  }
}

function opening(me: StaffMe): string {
  const today = civilDate(me.now);
  let next = me.window.from;
  while (next < me.now) next += DAY;
  if (civilDate(next) === today) return `今日 ${clockTime(next)} `;
  if (next < instantOf(today, '00:00') + 2 * DAY) return `明日 ${clockTime(next)} `;
  return ` ${shortInstant(next)} `;
}

declare global {
  interface HTMLElementTagNameMap {
    'send-window': SendWindow;
  }
}
