import { html, nothing, type TemplateResult } from 'lit';
import { readClock } from '../data/clock.ts';

/** A field for a time of day that looks the same in every browser and takes what people type; see `readClock`. */
export function clockField(field: {
  id: string;
  name: string;
  label: string;
  value?: string;
  describedBy?: string;
}): TemplateResult {
  const { id, name, label, value = '', describedBy } = field;
  return html`<label for=${id}>${label}</label><input class="in num" id=${id} name=${name} inputmode="numeric" maxlength="9" autocomplete="off" data-clock placeholder="14:30" .defaultValue=${value} aria-describedby=${describedBy ?? nothing} @change=${tidy} />`;
}

/** 「930」 becomes 「09:30」 when the field is left; what can't be read stays as it was typed. */
export function tidy(event: Event): void {
  const field = event.target as HTMLInputElement;
  const time = readClock(field.value);
  if (time) field.value = time;
}
