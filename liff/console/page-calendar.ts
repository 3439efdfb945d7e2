import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { civilDate } from '../../worker/manual/jst.ts';
import type { CivilDate } from '../../worker/manual/types.ts';
import type { CalendarView } from '../../worker/views/calendar.ts';
import {
  byDay,
  dateOf,
  fetchCalendar,
  type Scale,
  saySpanOf,
  scaleOf,
  spanOf,
  stepped,
} from '../data/console-calendar.ts';
import { announce } from './announce.ts';
import { calendarDay, type DayLook } from './calendar-day.ts';
import './calendar-feed.ts';
import './fault-note.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './styles/calendar.css';
import { urls } from './urls.ts';

/** 予定: the fixed meetings of a week or a month, one's own or everybody's, with holidays and closures. */
@customElement('page-calendar')
export class PageCalendar extends Page {
  /** As the address says; what a person turns to is written back into it. */
  @property({ attribute: false }) at: { scale: string | null; date: string | null; who: string | null } = {
    scale: null,
    date: null,
    who: null,
  };
  @state() private scale: Scale = 'week';
  @state() private date: CivilDate | null = null;
  /** A member of staff; `me`, or `all`. */
  @state() private who = 'me';
  protected readonly watch = new StaffWatch(this);
  private readonly live = new Live<{ key: string; view: CalendarView }>(this, async (signal) => {
    const { key } = this;
    const { id } = staffSession.me ?? {};
    const counselor = this.who === 'all' ? null : this.who === 'me' ? (id ?? null) : this.who;
    return { key, view: await fetchCalendar(spanOf(this.scale, this.day), counselor, signal) };
  });

  override connectedCallback(): void {
    this.scale = scaleOf(this.at.scale);
    this.date = dateOf(this.at.date);
    this.who = this.at.who || 'me';
    super.connectedCallback();
  }

  protected override render(): TemplateResult {
    const loaded = this.live.value;
    // What was asked for before is not shown under the name of what is asked for now.
    const view = loaded?.key === this.key ? loaded.view : undefined;
    const words = saySpanOf(this.scale, this.day);
    return html`<div class="top"><div class="grow"><h1>予定</h1><span class="s num">${words}</span></div>
        <div class="row tight">${this.turn(-1)}<button class="b b-quiet" type="button" @click=${() => this.show({ date: null })}>今日</button>${this.turn(1)}</div>
        <div class="row tight" role="group" aria-label="見る広さ">${this.pick('week', '週')}${this.pick('month', '月')}</div>
        <div class="row tight"><label class="s" for="cal-who">だれの予定</label><select class="in short" id="cal-who" @change=${(event: Event) => this.show({ who: (event.target as HTMLSelectElement).value })}>${this.people()}</select></div></div>
      <div class="page"><fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note>
        ${view ? this.days(view) : this.live.failure ? nothing : html`<p class="s">読み込んでいます</p>`}
        <calendar-feed></calendar-feed></div>`;
  }

  private days(view: CalendarView): TemplateResult {
    const look: DayLook = {
      today: civilDate(view.now),
      month: this.scale === 'month' ? this.day.slice(0, 7) : null,
      named: this.who === 'all',
      openDay: (date) => this.show({ scale: 'week', date }),
    };
    const meetings = byDay(view, civilDate);
    return html`${view.meetings.length === 0 ? html`<p class="s">${this.scale === 'week' ? 'この週' : 'この月'}に、決まった予定はありません。</p>` : nothing}
      <ol class="cal ${this.scale}" aria-label=${`${saySpanOf(this.scale, this.day)}の予定`}>${view.days.map((day, index) => calendarDay(day, meetings[index] ?? [], look))}</ol>`;
  }

  private people(): TemplateResult[] {
    const { id } = staffSession.me ?? {};
    const others = (this.live.value?.view.counselors ?? []).filter((each) => each.id !== id);
    const choices = [{ id: 'me', name: '自分' }, { id: 'all', name: '全員' }, ...others];
    return choices.map(
      (each) => html`<option value=${each.id} ?selected=${each.id === this.who}>${each.name}</option>`,
    );
  }

  private turn(step: -1 | 1): TemplateResult {
    const words = `${step < 0 ? '前' : '次'}の${this.scale === 'week' ? '週' : '月'}`;
    return html`<button class="b b-quiet" type="button" @click=${() => this.show({ date: stepped(this.scale, this.day, step) })}>${step < 0 ? icon('l') : nothing}${words}${step > 0 ? icon('r') : nothing}</button>`;
  }

  private pick(scale: Scale, words: string): TemplateResult {
    const pressed = this.scale === scale;
    return html`<button class="b ${pressed ? '' : 'b-quiet'}" type="button" aria-pressed=${pressed} @click=${() => this.show({ scale })}>${words}</button>`;
  }

  /** The focus stays where it is: who goes on week by week presses the same button. */
  private show(to: Partial<{ scale: Scale; date: CivilDate | null; who: string }>): void {
    if (to.scale) this.scale = to.scale;
    if (to.date !== undefined) this.date = to.date;
    if (to.who) this.who = to.who;
    history.replaceState(null, '', urls.calendar({ scale: this.scale, date: this.date, who: this.who }));
    announce(saySpanOf(this.scale, this.day), 'ears');
    void this.live.refresh();
  }

  private get day(): CivilDate {
    return this.date ?? civilDate(this.live.value?.view.now ?? staffSession.me?.now ?? 0);
  }

  private get key(): string {
    return `${this.scale}/${this.date}/${this.who}`;
  }
}
