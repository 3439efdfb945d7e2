import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { shortDate } from '../../worker/manual/say.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import { DAY_PART, PARTNER } from '../data/console-labels.ts';
import { wishedParts } from '../data/console-poll.ts';
import { chip } from './chips.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

/** Participants × parts of days, where dates were asked for without times on offer (R4). */
@customElement('case-parts')
export class CaseParts extends Part {
  @property({ attribute: false }) view!: CaseView;

  protected override render(): TemplateResult | typeof nothing {
    const people = this.view.participants;
    const rows = wishedParts(people);
    if (rows.length === 0 || this.view.status !== 'open') return nothing;
    const most = Math.max(...rows.map(({ names }) => names.size));
    return html`<section class="sheet" id="parts" aria-labelledby="parts-h"><header>${icon('clock')}<h2 id="parts-h">会える時間帯</h2><span class="s">候補日なしでお願いした返事です</span></header>
      <div class="scroll" tabindex="0" role="region" aria-label="会える時間帯の表"><table class="poll"><thead><tr><th scope="col">日と時間帯</th>
        ${people.map((each) => html`<th scope="col">${PARTNER[each.kind]}<small>${each.name}</small></th>`)}<th scope="col" class="end">まとめ</th></tr></thead>
        <tbody>${rows.map(
          ({
            part,
            names,
          }) => html`<tr><th scope="row"><div class="slot-off flush"><b class="num">${shortDate(part.date)}</b><span class="s">${DAY_PART[part.part]}</span></div></th>
            ${people.map((each) => html`<td>${cell(each.answer?.choice === 'parts', names.has(each.contactId))}</td>`)}
            <td class="end">${names.size === most && most > 1 ? chip('ok', `${most}人が会える`) : chip('plain', `${names.size}人が会える`)}</td></tr>`,
        )}</tbody></table></div>
      <p class="pad s">下の「空いている時間から入れる」で、この時間帯の中の候補日をつくれます。</p></section>`;
  }
}

function cell(answered: boolean, named: boolean): TemplateResult {
  if (named) return html`<span class="mk o">${icon('ring')}<span class="vh">会える</span></span>`;
  return html`<span class="mk u"><span aria-hidden="true">${answered ? '—' : '未'}</span><span class="vh">${answered ? '選んでいません' : '未回答'}</span></span>`;
}
