import { byId, order } from './dom.ts';
import { dayInWords, isInWindow, shareOfDay, timeInWords, tomorrowMorning } from './japan-time.ts';
import { question } from './question.ts';

export interface ClockWord {
  now: number;
  nextTick: number;
}

/** The clock of this world: shows it, and moves it on. */
export class ClockBar {
  #offset = 0;
  #nextTick = 0;
  readonly #moved: () => Promise<void>;

  /** @param moved what must be refreshed after the clock has jumped */
  constructor(moved: () => Promise<void>) {
    this.#moved = moved;
    for (const button of document.querySelectorAll<HTMLButtonElement>('[data-move]')) {
      button.addEventListener('click', () => this.#press(button.dataset.move ?? ''));
    }
    setInterval(() => this.#show(), 1000);
  }

  now(): number {
    return Date.now() + this.#offset;
  }

  hear(word: ClockWord): void {
    this.#offset = word.now - Date.now();
    this.#nextTick = word.nextTick;
    this.#show();
  }

  async #press(move: string): Promise<void> {
    const group = document.querySelector('.ctl');
    if (group?.getAttribute('aria-busy') === 'true') return;
    if (
      move === 'anew' &&
      (await question('記録をすべて消して、はじめのデータに戻します。', '消して戻す')) === null
    ) {
      return;
    }
    group?.setAttribute('aria-busy', 'true');
    byId('next').textContent = move === 'anew' ? 'はじめのデータに戻しています …' : '時計を進めています …';
    try {
      await this.#order(move);
      await this.#moved();
    } catch (error) {
      byId('next').textContent = `進められませんでした：${error instanceof Error ? error.message : error}`;
    } finally {
      group?.setAttribute('aria-busy', 'false');
    }
  }

  #order(move: string): Promise<unknown> {
    switch (move) {
      case 'hour':
        return order('/studio/clock', { advance: 3_600_000 });
      case 'tomorrow':
        return order('/studio/clock', { to: tomorrowMorning(this.now()) });
      case 'tick':
        return order('/studio/tick');
      default:
        return order('/studio/anew');
    }
  }

  #show(): void {
    const now = this.now();
    byId('day').textContent = dayInWords(now);
    byId('time').textContent = timeInWords(now);
    byId('needle').style.left = `${shareOfDay(now) * 100}%`;
    const state = isInWindow(now) ? 'いま送れます' : 'いまは送れません';
    byId('band').setAttribute('aria-label', `${state}。送れる時間は8時から21時`);
    if (document.querySelector('.ctl')?.getAttribute('aria-busy') === 'true') return;
    const next = `次の定時処理　${dayInWords(this.#nextTick)} ${timeInWords(this.#nextTick)}`;
    if (byId('next').textContent !== next) byId('next').textContent = next;
  }
}
