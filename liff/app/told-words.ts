import type { TemplateResult } from 'lit';
import type { AppCase } from '../../worker/views/mini-app.ts';
import { note } from './blocks.ts';

/** How a date that was fixed is told: by phone where LINE doesn't arrive. */
export function toldWords(asked: AppCase): string {
  return asked.toldByLine
    ? '{決|き}まったら LINEで お{知|し}らせします'
    : '{決|き}まったら {電話|でんわ}で お{知|し}らせします';
}

/** Under an answer: nothing is fixed yet. */
export function toldNote(asked: AppCase): TemplateResult {
  return note('wait', 'wait', `{日|ひ}にちが ${toldWords(asked)}。`, 'まだ {決|き}まりでは ありません。');
}
