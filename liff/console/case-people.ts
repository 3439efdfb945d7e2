import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CaseView, ParticipantView } from '../../worker/views/cases.ts';
import type { ContactView } from '../../worker/views/clients.ts';
import { addParticipant } from '../data/console-cases.ts';
import { fetchClient } from '../data/console-clients.ts';
import { PARTNER } from '../data/console-labels.ts';
import { announce } from './announce.ts';
import { chip, unfriendedChip } from './chips.ts';
import { Deed } from './deed.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';
import { urls } from './urls.ts';

/** Who is asked for dates, and whether LINE may be used for them; others may join while the case is open. */
@customElement('case-people')
export class CasePeople extends Part {
  @property({ attribute: false }) view!: CaseView;
  @property({ attribute: false }) changed: () => Promise<void> = async () => {};
  @state() private others: ContactView[] | null = null;
  private readonly loading = new Deed(this);
  private readonly adding = new Deed(this);

  protected override render(): TemplateResult {
    const people = this.view.participants;
    return html`<section class="sheet" aria-labelledby="pp-h">
      <header>${icon('users')}<h2 id="pp-h">参加者</h2><span class="count num">${people.length}<span class="vh">人</span></span></header>
      ${people.map(
        (each) => html`<div class="q mini"><div>
            <span class="who"><b>${each.name}</b><small>${each.kana ?? ''}</small></span>
            <span class="s num">${PARTNER[each.kind]}・${each.phone ?? '電話番号の登録なし'}</span></div>
          ${reach(each)}</div>`,
      )}
      ${
        this.view.status === 'open'
          ? html`<details class="pad" @toggle=${this.open}><summary>参加者を足す</summary>${this.choices()}</details>`
          : nothing
      }</section>`;
  }

  private choices(): TemplateResult {
    const known = new Set(this.view.participants.map((each) => each.contactId));
    const rest = this.others?.filter((each) => !known.has(each.id));
    return html`<fault-note .failure=${this.loading.failure ?? this.adding.failure}></fault-note>
      ${
        rest === undefined
          ? html`<p class="s">${this.loading.busy ? '読み込んでいます' : ''}</p>`
          : rest.length === 0
            ? html`<p class="s">ほかの連絡先はありません。<a href=${urls.client(this.view.client.id)}>利用者の画面で足せます</a></p>`
            : html`<div class="col-s">${rest.map(
                (each) => html`<button class="b b-quiet b-w" type="button" @click=${() => this.add(each)}>
                  ${icon('plus')}${each.name}（${PARTNER[each.kind]}）</button>`,
              )}</div>`
      }`;
  }

  private readonly open = async (event: Event): Promise<void> => {
    if (!(event.target as HTMLDetailsElement).open) return;
    const client = await this.loading.run(() => fetchClient(this.view.client.id));
    if (client) this.others = client.contacts;
  };

  private async add(contact: ContactView): Promise<void> {
    const done = await this.adding.run(() => addParticipant(this.view.id, contact.id));
    if (!done) return;
    announce(`${contact.name}さんを参加者に足しました。`);
    await this.changed();
  }
}

/** By which way somebody may be asked. */
function reach({ suspended, unfriended, reachable }: ParticipantView): TemplateResult {
  if (suspended) return chip('stop', 'LINE を止めています', 'hold');
  if (unfriended) return unfriendedChip();
  return reachable ? chip('ok', 'LINE 可') : chip('plain', '電話・訪問で');
}
