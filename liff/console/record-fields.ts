import { html, type TemplateResult } from 'lit';
import type { ContactMethod } from '../../worker/manual/types.ts';
import { METHOD } from '../data/console-labels.ts';
import type { RecordFields } from '../data/console-records.ts';
import { clockField } from './clock-field.ts';
import { icon } from './icons.ts';

const METHODS: readonly ContactMethod[] = [
  'phone',
  'visit',
  'office',
  'video',
  'line',
  'mail',
  'fax',
  'post',
];

/** Every field of a 相談記録, with what is known already. */
export function recordFields(begun: RecordFields): TemplateResult {
  const input = (id: string, name: keyof RecordFields, label: string, most: number) =>
    html`<div class="f"><label for=${id}>${label}</label><input class="in" id=${id} name=${name} maxlength=${most} autocomplete="off" .defaultValue=${begun[name] ?? ''} aria-describedby="${id}-m" />${miss(id, name)}</div>`;
  const area = (id: string, name: keyof RecordFields, label: string, most: number) =>
    html`<div class="f"><label for=${id}>${label}</label><textarea class="in low" id=${id} name=${name} maxlength=${most} .defaultValue=${begun[name] ?? ''} aria-describedby="${id}-m"></textarea>${miss(id, name)}</div>`;
  return html`<div class="grid3"><div class="f"><label for="rd">日</label><input class="in num" id="rd" name="date" type="date" .defaultValue=${begun.date ?? ''} aria-describedby="rd-m" />${miss('rd', 'date')}</div>
      <div class="f">${clockField({ id: 'rf', name: 'from', label: 'はじめ', value: begun.from ?? '', describedBy: 'rf-m' })}${miss('rf', 'from')}</div>
      <div class="f">${clockField({ id: 'ru', name: 'until', label: 'おわり', value: begun.until ?? '', describedBy: 'ru-m' })}${miss('ru', 'until')}</div></div>
    <div class="grid3">${input('rp', 'partner', '相手', 60)}${input('rr', 'relation', '間がら', 30)}${input('rl', 'place', '場所', 80)}</div>
    <fieldset class="f"><legend class="l">手段</legend><div class="pick">${METHODS.map(
      (method) =>
        html`<label><input type="radio" name="method" value=${method} ?checked=${method === begun.method} />${icon('check')}${METHOD[method]}</label>`,
    )}</div>${miss('rm', 'method')}</fieldset>
    ${input('ro', 'purpose', '目的', 200)}
    ${area('rc', 'condition', '体調・通所・最近の様子', 2000)}
    ${area('rn', 'content', '内容', 4000)}
    ${area('rs', 'response', '対応', 2000)}
    <div class="grid2">${input('rx', 'nextAction', 'つぎの予定', 200)}
      <div class="f"><label for="rv">いつまで</label><input class="in num" id="rv" name="nextDue" type="date" .defaultValue=${begun.nextDue ?? ''} /></div></div>`;
}

function miss(id: string, name: string): TemplateResult {
  return html`<p class="miss" id="${id}-m" data-missing=${name} hidden></p>`;
}
