import { html, nothing, type TemplateResult } from 'lit';
import type { AppCase } from '../../worker/views/mini-app.ts';
import { type AnswerDraft, checkinQuestions, datesStep } from '../data/answer-draft.ts';
import { quote, r } from '../parts/ruby.ts';
import { markWords, otherTitle } from './answer-words.ts';
import { sumRow } from './blocks.ts';
import { attendanceTitle, healthTitle } from './checkin-words.ts';
import { slotLines } from './slot-words.ts';

/** The whole answer, line by line; with `fixable`, each line leads back to its question. */
export function answerSummary(asked: AppCase, draft: AnswerDraft, fixable: boolean): TemplateResult {
  const fix = (path: string): string | undefined => (fixable ? path : undefined);
  const questions = checkinQuestions(asked);
  const question = (name: (typeof questions)[number]): string =>
    `/app/dates/${asked.id}/checkin?q=${questions.indexOf(name) + 1}`;
  return html`<dl class="sum">
    ${sumRow('{会|あ}える {日|ひ}', dates(asked, draft), fix(datesStep(asked)))}
    ${
      questions.includes('health')
        ? sumRow('{体|からだ}の {調子|ちょうし}', healthTitle(draft.health), fix(question('health')))
        : nothing
    }
    ${
      questions.includes('attendance')
        ? sumRow('{通所|つうしょ}', attendanceTitle(draft.attendance), fix(question('attendance')))
        : nothing
    }
    ${
      questions.includes('note')
        ? sumRow(
            'ひとこと',
            draft.note.trim() === '' ? '{書|か}いて いません' : quote(draft.note.trim()),
            fix(question('note')),
          )
        : nothing
    }
  </dl>`;
}

function dates(asked: AppCase, draft: AnswerDraft): string | TemplateResult {
  if (draft.choice !== null && draft.choice !== 'ranked') return otherTitle(draft.choice);
  const slots = [...asked.slots].sort((a, b) => a.startsAt - b.startsAt);
  if (asked.answersBy === 'marks') {
    return html`<ol>${slots
      .filter((slot) => draft.marks[slot.id] !== undefined)
      .map(
        (slot) =>
          html`<li><b class="nb said">${markWords(draft.marks[slot.id] ?? 'no')}</b><span>${slotLines(slot)}</span></li>`,
      )}</ol>`;
  }
  const ranked = draft.ranked
    .map((id) => slots.find((slot) => slot.id === id))
    .filter((slot) => slot !== undefined);
  return html`<ol>${ranked.map(
    (slot, index) => html`<li><b>${r(`${index + 1}{番|ばん}`)}</b><span>${slotLines(slot)}</span></li>`,
  )}</ol>`;
}
