import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SlotClash } from '../../worker/views/cases.ts';
import { checkSlots, type NewSlot } from '../data/console-cases.ts';

const PAUSE = 300;

/** Asks, while times are typed, what each of them would collide with. What it cannot learn, the offer itself says. */
export class SlotClashes implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private asked = '';
  private known = new Map<string, SlotClash[]>();
  private wait: ReturnType<typeof setTimeout> | undefined;
  private running: AbortController | undefined;

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.wait);
    this.running?.abort();
  }

  /** What a time collides with, as far as it is known. */
  of(slot: NewSlot | null): SlotClash[] {
    return (slot && this.known.get(keyOf(slot))) ?? [];
  }

  /** Whether one of these overlaps a meeting or an offer, and whoever looks has been told. */
  overlap(slots: readonly (NewSlot | null)[]): boolean {
    return slots.some((slot) =>
      this.of(slot).some((each) => each.kind === 'overlap' || each.kind === 'offered'),
    );
  }

  look(caseId: string, slots: readonly (NewSlot | null)[]): void {
    const whole = slots.filter((slot): slot is NewSlot => slot !== null);
    const asked = whole.map(keyOf).join(' ');
    if (asked === this.asked) return;
    this.asked = asked;
    clearTimeout(this.wait);
    this.running?.abort();
    if (whole.length === 0) return;
    this.wait = setTimeout(() => void this.ask(caseId, whole), PAUSE);
  }

  private async ask(caseId: string, slots: NewSlot[]): Promise<void> {
    const running = new AbortController();
    this.running = running;
    try {
      const named = slots.map((slot) => ({ ...slot, place: slot.place || '未定' }));
      const { clashes } = await checkSlots(caseId, named, running.signal);
      this.known = new Map(slots.map((slot, index) => [keyOf(slot), clashes[index] ?? []]));
      this.host.requestUpdate();
    } catch {
      // Typed on without the answer: the server refuses an overlap nobody has read of.
      this.asked = '';
    }
  }
}

function keyOf(slot: NewSlot): string {
  return `${slot.startsAt}-${slot.endsAt}-${slot.place}`;
}
