import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import type { WeeklyHours } from '../../worker/manual/types.ts';
import type { ContactView } from '../../worker/views/clients.ts';
import { readClock } from '../data/clock.ts';
import { editContact } from '../data/console-clients.ts';
import { announce } from './announce.ts';
import { tidy } from './clock-field.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import './fault-note.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Part } from './part.ts';

export const DAYS = [
  [1, '月'],
  [2, '火'],
  [3, '水'],
  [4, '木'],
  [5, '金'],
  [6, '土'],
  [0, '日'],
] as const;

/** 「月–金 09:00–17:00、土 10:00–12:00」 */
export function saidHours(hours: WeeklyHours | null): string {
  if (!hours) return '決まりなし';
  const parts: { days: string[]; times: string }[] = [];
  for (const [day, name] of DAYS) {
    const open = hours[day];
    if (!open) continue;
    const times = `${open.from}–${open.to}`;
    const last = parts.at(-1);
    if (last?.times === times) last.days.push(name);
    else parts.push({ days: [name], times });
  }
  return parts.length === 0
    ? '決まりなし'
    : parts
        .map(
          ({ days, times }) => `${days.length > 2 ? `${days[0]}–${days.at(-1)}` : days.join('・')} ${times}`,
        )
        .join('、');
}

/** A contact's name, number, and for a 事業所 the hours in which it may be written to (R11). */
@customElement('contact-edit')
export class ContactEdit extends Part {
  @property({ attribute: false }) clientId = '';
  @property({ attribute: false }) contact!: ContactView;
  @property({ attribute: false }) changed: () => void = () => {};
  @property({ attribute: false }) closed: () => void = () => {};
  @state() private limited = false;
  private readonly saving = new Deed(this);

  override connectedCallback(): void {
    super.connectedCallback();
    this.limited = this.contact.hours !== null;
  }

  override firstUpdated(): void {
    this.querySelector<HTMLInputElement>('input[name="name"]')?.focus();
  }

  protected override render(): TemplateResult {
    const { contact } = this;
    const at = contact.id;
    return html`<form class="col" novalidate aria-label="${contact.name}さんの連絡先を直す" @submit=${this.save} ${ref(keepDraft(this.key))}>
      <div class="grid2"><div class="f"><label for="e-n-${at}">名前</label><input class="in" id="e-n-${at}" name="name" maxlength="60" autocomplete="off" .defaultValue=${contact.name} aria-describedby="e-nm-${at}" /><p class="miss" id="e-nm-${at}" data-missing="name" hidden></p></div>
        <div class="f"><label for="e-k-${at}">よみ（かな）</label><input class="in" id="e-k-${at}" name="kana" maxlength="60" autocomplete="off" .defaultValue=${contact.kana ?? ''} /></div></div>
      <div class="grid2"><div class="f"><label for="e-r-${at}">続柄・役わり</label><input class="in" id="e-r-${at}" name="relation" maxlength="30" autocomplete="off" .defaultValue=${contact.relation} aria-describedby="e-rm-${at}" /><p class="miss" id="e-rm-${at}" data-missing="relation" hidden></p></div>
        <div class="f"><label for="e-p-${at}">電話番号</label><input class="in num" id="e-p-${at}" name="phone" type="tel" maxlength="20" autocomplete="off" .defaultValue=${contact.phone ?? ''} /></div></div>
      ${contact.kind === 'provider' ? this.hours() : ''}
      <fault-note .failure=${this.saving.failure}></fault-note>
      <div class="row"><button class="b b-main" type="submit">${this.saving.busy ? '直しています' : '直す'}</button>
        <button class="b b-quiet" type="button" @click=${() => this.leave()}>やめる</button></div></form>`;
  }

  private hours(): TemplateResult {
    const { contact } = this;
    return html`<fieldset class="f"><legend class="l">LINE を送ってよい時間</legend><div class="pick">
        <label><input type="radio" name="limited" value="no" ?checked=${!this.limited} @change=${() => this.limit(false)} />${icon('check')}決まりなし</label>
        <label><input type="radio" name="limited" value="yes" ?checked=${this.limited} @change=${() => this.limit(true)} />${icon('check')}曜日ごとに決める</label></div>
      ${
        this.limited
          ? html`<div class="hours">${DAYS.map(([day, name]) => {
              const open = contact.hours?.[day];
              const id = `${contact.id}-${day}`;
              return html`<div class="row day"><span class="wd" aria-hidden="true">${name}</span>
                <label class="vh" for="hf-${id}">${name}曜日のはじめ</label><input class="in num" id="hf-${id}" name="from${day}" inputmode="numeric" maxlength="9" autocomplete="off" placeholder="休み" .defaultValue=${open?.from ?? ''} @change=${tidy} />
                <span aria-hidden="true">–</span><label class="vh" for="hu-${id}">${name}曜日のおわり</label><input class="in num" id="hu-${id}" name="until${day}" inputmode="numeric" maxlength="9" autocomplete="off" placeholder="休み" .defaultValue=${open?.to ?? ''} @change=${tidy} /></div>`;
            })}</div><p class="miss" data-missing="from1" hidden></p><span class="s">休みの曜日は空のままにします。この時間の外には送りません（手順書 6）</span>`
          : ''
      }</fieldset>`;
  }

  private limit(limited: boolean): void {
    this.limited = limited;
  }

  private leave(): void {
    dropDraft(this.key);
    this.closed();
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = fieldsOf(form);
    const hours = this.limited ? readHours(fields) : null;
    const whole = complain(form, {
      name: !fields.name && '名前を入れてください。',
      relation: !fields.relation && '続柄・役わりを入れてください。',
      from1: hours === 'odd' && '時刻は 9:00 のように、はじめとおわりを両方入れてください。',
    });
    if (!whole || hours === 'odd') return;
    const done = await this.saving.run(() =>
      editContact(this.clientId, this.contact.id, {
        revision: this.contact.revision,
        name: fields.name ?? '',
        kana: fields.kana || null,
        relation: fields.relation ?? '',
        phone: fields.phone || null,
        hours,
      }),
    );
    if (!done) {
      if (this.saving.failure?.type === 'conflict') this.changed();
      return;
    }
    announce(`${fields.name}さんの連絡先を直しました。`);
    this.changed();
    this.leave();
  };

  private get key(): string {
    return `contact-edit:${this.contact.id}`;
  }
}

/** What the seven rows say; 'odd' where one can't be read. */
export function readHours(fields: Readonly<Record<string, string>>): WeeklyHours | 'odd' {
  const hours: WeeklyHours = {};
  for (const [day] of DAYS) {
    const [typedFrom = '', typedTo = ''] = [fields[`from${day}`], fields[`until${day}`]];
    if (typedFrom === '' && typedTo === '') continue;
    const [from, to] = [readClock(typedFrom), readClock(typedTo)];
    if (!from || !to || to <= from) return 'odd';
    hours[day] = { from, to };
  }
  return hours;
}

declare global {
  interface HTMLElementTagNameMap {
    'contact-edit': ContactEdit;
  }
}
