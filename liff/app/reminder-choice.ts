import type { TemplateResult } from 'lit';
import type { ClockTime } from '../../worker/manual/types.ts';
import { setReminder } from '../data/app.ts';
import { plain } from '../parts/ruby.ts';
import { time } from '../parts/say-ruby.ts';
import { cards, radioCard } from './blocks.ts';

/** Inside the hours in which LINE may be sent at all (R11). */
const TIMES: readonly (ClockTime | null)[] = [null, '09:00', '12:00', '15:00', '18:00'];

/** When a reminder comes the day before; none until asked for. */
export function reminderChoice(
  chosen: ClockTime | null,
  onChoose: (at: ClockTime | null) => void,
): TemplateResult {
  const times = TIMES.includes(chosen) ? TIMES : [...TIMES, chosen];
  return cards(
    '{前|まえ}の {日|ひ}の お{知|し}らせ',
    times.map((each) =>
      radioCard({
        group: 'reminder',
        value: each ?? 'none',
        chosen: chosen === each,
        title: each === null ? 'いらない' : time(each),
        slim: true,
        onChoose: () => onChoose(each),
      }),
    ),
    'cards tight',
  );
}

/** Sends the choice; whoever chose again meanwhile, as the arrow keys do, gets the last one. */
export async function keepReminder(wanted: () => ClockTime | null): Promise<ClockTime | null> {
  for (;;) {
    const at = wanted();
    const { time: kept } = await setReminder(at);
    if (wanted() === at) return kept;
  }
}

/** What was chosen, for those who only hear it. */
export function reminderSaid(at: ClockTime | null): string {
  return plain(at === null ? 'お{知|し}らせを やめました' : `${time(at)}に お{知|し}らせします`);
}
