import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { civilDate, clockTime } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import type { SlotView } from '../../worker/views/shared.ts';
import { confirmSlot } from '../data/console-cases.ts';
import { METHOD, PARTNER, PLACE_CHOICE } from '../data/console-labels.ts';
import {
  bestSlot,
  type Cell,
  cellOf,
  counselorCell,
  summaryOf,
  whoRanked,
  whyBest,
  withoutChoice,
} from '../data/console-poll.ts';
import { announce } from './announce.ts';
import { type ChosenWhere, proposedWhere, whereFields } from './case-where.ts';
import { chip } from './chips.ts';
import { Deed } from './deed.ts';
import { type IconName, icon } from './icons.ts';
import { Part } from './part.ts';

/** Participants × times: choose a row, confirm it below. */
@customElement('case-poll')
export class CasePoll extends Part {
  @property({ attribute: false }) view!: CaseView;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private picked = '';
  @state() private where: ChosenWhere | null = null;
  private readonly deed = new Deed(this);

  protected override render(): TemplateResult {
    const { view } = this;
    const slots = [...view.slots].sort((a, b) => a.startsAt - b.startsAt);
    const best = bestSlot(slots, view.participants);
    const chosen = slots.find((slot) => slot.id === this.picked && slot.open) ?? best;
    const choosing = view.status === 'open';
    return html`<section class="sheet" id="poll" aria-labelledby="poll-h"><header>${icon('calswap')}<h2 id="poll-h">参加者の都合</h2>
        <span class="s">○ 来られる　△ 調整すれば　× 来られない　番号は希望順</span></header>
      <div class="scroll" tabindex="0" role="region" aria-label="参加者の都合の表"><table class="poll"><thead><tr><th scope="col">候補日</th>
        ${view.participants.map((each) => html`<th scope="col">${PARTNER[each.kind]}<small>${each.name}</small></th>`)}<th scope="col">担当<small>${view.counselor.name}</small></th><th scope="col" class="end">まとめ</th></tr></thead>
        <tbody>${repeat(
          slots,
          (slot) => slot.id,
          (slot) => this.row(slot, choosing, chosen?.id === slot.id, best?.id === slot.id),
        )}</tbody></table></div>
      ${choosing ? this.unchosen() : nothing}${choosing ? this.bar(chosen, best) : nothing}${this.deed.failure ? html`<div class="pad"><fault-note .failure=${this.deed.failure}></fault-note></div>` : nothing}</section>`;
  }

  private row(
    slot: CaseView['slots'][number],
    choosing: boolean,
    checked: boolean,
    best: boolean,
  ): TemplateResult {
    const when = html`<span><b class="num">${shortDate(civilDate(slot.startsAt))}</b><br /><span class="s num">${clockTime(slot.startsAt)}–${clockTime(slot.endsAt)}</span>${
      best && choosing ? html`<br />${chip('acc', 'いちばん合う', 'check')}` : nothing
    }</span>`;
    const fixed = this.view.confirmed?.slotId === slot.id;
    const sum = summaryOf(this.view.participants, slot.id);
    return html`<tr class=${fixed ? 'fixed' : ''}><th scope="row">${
      choosing && slot.open
        ? html`<label><input type="radio" name="slot" value=${slot.id} .checked=${checked} @change=${() => {
            this.picked = slot.id;
          }} />${when}</label>`
        : html`<div class="slot-off">${when}<span class="s">${fixed ? '確定' : slot.open ? '' : '取り下げ・うまり'}</span></div>`
    }</th>${this.view.participants.map((each) => html`<td>${mark(cellOf(each, slot.id))}</td>`)}<td>${mark(counselorCell(slot))}</td>
    <td class="end">${chip(sum.tone, sum.words, sum.tone === 'wait' ? 'info' : undefined)}</td></tr>`;
  }

  /** Who chose none of them, and what to do about it. */
  private unchosen(): TemplateResult | typeof nothing {
    const rows = withoutChoice(this.view.participants);
    if (rows.length === 0) return nothing;
    return html`<ul class="unchosen">${rows.map(
      ({ name, words, step }) =>
        html`<li>${icon(step === 'phone' ? 'phone' : 'calswap')}<span><b>${name}さん</b>は「${words}」。${
          step === 'phone'
            ? html`<a href="#clog">電話で聞きます</a>`
            : html`<a href="#slots">別の日を出すか、電話で聞きます</a>`
        }</span></li>`,
    )}</ul>`;
  }

  private bar(chosen: SlotView | null, best: SlotView | null): TemplateResult {
    if (!chosen) {
      return html`<div class="bar"><div class="grow"><b>日を選ぶと、ここで確定できます</b><br /><span class="s">返事がそろう前でも、電話で聞いて決められます。</span></div></div>`;
    }
    const sum = summaryOf(this.view.participants, chosen.id);
    const first = sum.rank === 1 ? `${whoRanked(this.view.participants)}の第1希望で、` : '';
    const news =
      best?.id === chosen.id
        ? `いちばん合う日です。${whyBest(best, this.view.slots, this.view.participants)}`
        : sum.tone === 'ok'
          ? `${first}全員そろいます。`
          : `${first}${sum.words}です。`;
    const tight = this.view.slots.find((slot) => slot.id === chosen.id)?.clashes ?? [];
    const { choice, named } = this.chosenWhere;
    const at =
      choice === 'offered'
        ? `${METHOD[this.view.plannedMethod]}・${chosen.place}`
        : named.trim() || PLACE_CHOICE[choice];
    return html`<div class="bar"><div class="grow"><b class="num">${shortDate(civilDate(chosen.startsAt))}${clockTime(chosen.startsAt)}–${clockTime(chosen.endsAt)}・${at}</b><br />
      <span class="s">${news}確定後、まず電話で伝えます。</span>
      ${tight.length > 0 ? html`<ul class="clashes">${tight.map((each) => html`<li>${icon('alert')}<span>${each.words}</span></li>`)}</ul>` : nothing}
      ${whereFields(this.view, chosen.place, this.chosenWhere, (to) => {
        this.where = to;
      })}</div>
      <button class="b b-main" type="button" @click=${() => this.confirm(chosen)}>${icon('check')}${this.deed.busy ? '確定しています' : 'この日で確定する'}</button></div>`;
  }

  private get chosenWhere(): ChosenWhere {
    return this.where ?? proposedWhere(this.view);
  }

  private async confirm(slot: SlotView): Promise<void> {
    const { choice, named } = this.chosenWhere;
    const where = choice === 'offered' ? {} : { where: choice, ...(named.trim() && { place: named.trim() }) };
    const done = await this.deed.run(() => confirmSlot(this.view.id, slot.id, where));
    if (done) announce(`${shortDate(civilDate(slot.startsAt))}${clockTime(slot.startsAt)} に確定しました。`);
    const type = this.deed.failure?.type;
    // Somebody else was first, or the time is gone: the page must show what stands now.
    if (done || type === 'already-confirmed' || type === 'slot-taken' || type === 'case-closed')
      await this.changed();
  }
}

const MARKS: Readonly<
  Record<Exclude<Cell['is'], 'rank'>, { look: string; drawing: IconName | null; sign: string; words: string }>
> = {
  yes: { look: 'o', drawing: 'ring', sign: '', words: '来られる' },
  maybe: { look: 'd', drawing: 'tri', sign: '', words: '調整すれば' },
  no: { look: 'n', drawing: 'x', sign: '', words: '来られない' },
  unchosen: { look: 'u', drawing: null, sign: '—', words: '選んでいません' },
  unanswered: { look: 'u', drawing: null, sign: '未', words: '未回答' },
  unknown: { look: 'd', drawing: null, sign: '？', words: 'わからない' },
  call: { look: 'd', drawing: 'phone', sign: '', words: '電話してほしい' },
};

function mark(cell: Cell): TemplateResult {
  if (cell.is === 'rank') return html`<span class="mk r">${cell.rank}番</span>`;
  const { look, drawing, sign, words } = MARKS[cell.is];
  return html`<span class="mk ${look}">${drawing ? icon(drawing) : html`<span aria-hidden="true">${sign}</span>`}<span class="vh">${words}</span></span>`;
}
