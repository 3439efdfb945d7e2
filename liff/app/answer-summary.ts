import { html, nothing, type TemplateResult } from 'lit';
import type { CivilDate } from '../../worker/manual/types.ts';
import type { AppCase } from '../../worker/views/mini-app.ts';
import { type AnswerDraft, asksPlace, checkinQuestions } from '../data/answer-draft.ts';
import { quote, r } from '../parts/ruby.ts';
import { monthDay, weekdayName } from '../parts/say-ruby.ts';
import { markWords, otherTitle, PLACES, rankWords } from './answer-words.ts';
import { sumRow } from './blocks.ts';
import { datesStep } from './case-steps.ts';
import { attendanceTitle, healthTitle } from './checkin-words.ts';
import { to } from './routes.ts';
import { slotLines } from './slot-words.ts';
import { PARTS, partWords } from './week-words.ts';

/** The whole answer, line by line; with `fixable`, each line leads back to its question. */
export function answerSummary(asked: AppCase, draft: AnswerDraft, fixable: boolean): TemplateResult {
  const fix = (path: string): string | undefined => (fixable ? path : undefined);
  const questions = checkinQuestions(asked);
  const question = (name: (typeof questions)[number]): string =>
    to('checkin', { case: asked.id }, { q: String(questions.indexOf(name) + 1) });
  return html`<dl class="sum">
    ${sumRow('{会|あ}える {日|ひ}', dates(asked, draft), fix(datesStep(asked)))}
    ${
      asksPlace(draft, asked) || draft.place !== null
        ? sumRow('{会|あ}う {場所|ばしょ}', placeTitle(draft.place), fix(to('where', { case: asked.id })))
        : nothing
    }
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
  if (draft.choice === 'parts') return partLines(draft.parts);
  if (draft.choice !== null && draft.choice !== 'ranked') return otherTitle(draft.choice);
  const slots = [...asked.slots].sort((a, b) => a.startsAt - b.startsAt);
  if (draft.ranked.length === 0) {
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
    (slot, index) => html`<li><b>${r(rankWords(index))}</b><span>${slotLines(slot)}</span></li>`,
  )}</ol>`;
}

function placeTitle(place: AnswerDraft['place']): string {
  return place === null ? '{答|こた}えて いません' : PLACES[place].title;
}

/** A line a day, with its parts. */
function partLines(parts: AnswerDraft['parts']): TemplateResult {
  const days: CivilDate[] = [...new Set(parts.map((each) => each.date))].sort();
  return html`<ol>${days.map((date) => {
    const words = PARTS.filter(({ part }) => parts.some((each) => each.date === date && each.part === part));
    return html`<li class="day-parts"><span
        ><span>${r(`[${monthDay(date)}][（${weekdayName(date)}）]`)}</span
        ><span>${r(words.map(({ part }) => partWords(part)).join('・ '))}</span></span
      ></li>`;
  })}</ol>`;
}
