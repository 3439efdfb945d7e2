import { html, nothing, type TemplateResult } from 'lit';
import type { Settings } from '../../worker/manual/settings.ts';
import type { OfficeProfile } from '../../worker/views/shared.ts';
import {
  LIST_FIELDS,
  PROFILE_FIELDS,
  SETTING_GROUPS,
  type SettingField,
  WEEKDAYS,
} from '../data/console-settings.ts';
import { rule } from './chips.ts';
import { tidy } from './clock-field.ts';
import { type IconName, icon } from './icons.ts';

const DRAWINGS: Readonly<Record<string, IconName>> = { hours: 'clock', calls: 'phone', marks: 'gear' };

/** The numbers of the manual in their groups, each with what the manual says beside it. */
export function numberSheets(settings: Settings): TemplateResult[] {
  return SETTING_GROUPS.map(
    (
      group,
    ) => html`<section class="sheet" aria-labelledby="${group.id}-h"><header>${icon(DRAWINGS[group.id] ?? 'gear')}<h2 id="${group.id}-h">${group.heading}</h2></header>
      <div class="pad"><div class="grid2 airy">${group.fields.map((each) => numberField(each, settings[each.name]))}</div></div></section>`,
  );
}

function numberField(field: SettingField, value: unknown): TemplateResult {
  const { name, label, unit, says, row, initial } = field;
  const clock = typeof initial === 'string';
  return html`<div class="f"><label for="set-${name}">${label}</label>
    <div class="row"><input class="in num short" id="set-${name}" name=${name} type="text" inputmode="numeric" maxlength=${clock ? 9 : 5} autocomplete="off" @change=${clock ? tidy : nothing} .defaultValue=${String(value)} aria-describedby="set-${name}-s set-${name}-m" /><span>${unit}</span></div>
    ${miss(name)}<span class="s" id="set-${name}-s">${says} ${rule(row)}</span></div>`;
}

export function closedSheet(settings: Settings): TemplateResult {
  return html`<section class="sheet" aria-labelledby="shut-h"><header>${icon('cal')}<h2 id="shut-h">休み</h2><span class="s">休みの日は自動の送信をしません</span></header><div class="pad">
    <fieldset class="f" aria-describedby="shut-s"><legend class="l">土曜・日曜・祝日のほかに休む曜日</legend><div class="pick">${[
      1, 2, 3, 4, 5,
    ].map(
      (day) =>
        html`<label><input type="checkbox" name="closedWeekdays" value=${day} ?checked=${settings.closedWeekdays.includes(day)} />${icon('check')}${WEEKDAYS[day]}曜日</label>`,
    )}</div>${miss('closedWeekdays')}<span class="s" id="shut-s">土曜・日曜・祝日は、いつも休みです。外せません ${rule(6)}</span></fieldset>
    <div class="grid2 airy"><div class="f"><label for="set-yearEndFrom">年末の休みのはじめ（月-日）</label><input class="in num short" id="set-yearEndFrom" name="yearEndFrom" maxlength="5" autocomplete="off" .defaultValue=${settings.yearEndFrom} aria-describedby="set-yearEndFrom-s set-yearEndFrom-m" />${miss('yearEndFrom')}<span class="s" id="set-yearEndFrom-s">標準は 12-29。遅くはできません ${rule(6)}</span></div>
      <div class="f"><label for="set-yearEndUntil">年始の休みのおわり（月-日）</label><input class="in num short" id="set-yearEndUntil" name="yearEndUntil" maxlength="5" autocomplete="off" .defaultValue=${settings.yearEndUntil} aria-describedby="set-yearEndUntil-s set-yearEndUntil-m" />${miss('yearEndUntil')}<span class="s" id="set-yearEndUntil-s">標準は 01-03。早くはできません ${rule(6)}</span></div></div></div></section>`;
}

/** RX, R1: one fixed text each, or none. */
export function textsSheet(settings: Settings): TemplateResult {
  return html`<section class="sheet" aria-labelledby="auto-h"><header>${icon('chat')}<h2 id="auto-h">自動の返信</h2><span class="s">空のあいだは、何も送りません</span></header><div class="pad">
    <div class="f"><label for="set-nightText">時間外に届いたときの文面</label><textarea class="in low" id="set-nightText" name="nightText" maxlength="200" .defaultValue=${settings.nightText ?? ''} aria-describedby="set-nightText-s set-nightText-m"></textarea>${miss('nightText')}<span class="s" id="set-nightText-s">一晩に一人1回。119・110 など、急ぐときの連絡先を書きます。約束や判断は書きません ${rule(1)}</span></div>
    <div class="f"><label for="set-strangerText">登録のない方、承諾のない方への文面</label><textarea class="in low" id="set-strangerText" name="strangerText" maxlength="200" .defaultValue=${settings.strangerText ?? ''} aria-describedby="set-strangerText-s set-strangerText-m"></textarea>${miss('strangerText')}<span class="s" id="set-strangerText-s">説明して承諾を得た方とだけ LINE を使います。電話番号を書きます ${rule(1)}</span></div></div></section>`;
}

/** What people see of the office, and what may stand in a message (R9). */
export function officeSheet(settings: Settings, profile: OfficeProfile): TemplateResult {
  return html`<section class="sheet" aria-labelledby="off-h"><header>${icon('house')}<h2 id="off-h">事業所</h2></header><div class="pad">
    <div class="grid2 airy">${PROFILE_FIELDS.map(
      ({ name, label }) =>
        html`<div class="f ${name === 'phoneHours' ? 'wide-cell' : ''}"><label for="pro-${name}">${label}</label><input class="in" id="pro-${name}" name="profile.${name}" maxlength=${name === 'phoneHours' ? 200 : name === 'phone' ? 30 : 60} autocomplete="off" .defaultValue=${profile[name]} aria-describedby="pro-${name}-s profile.${name}-m" />${miss(`profile.${name}`)}<span class="s" id="pro-${name}-s">${name === 'phoneHours' ? '読みがなは {月曜日|げつようび} のように書きます' : '利用者の画面に出ます。すぐに変わります'}</span></div>`,
    )}</div>
    <div class="grid3 airy">${LIST_FIELDS.map(
      ({ name, label }) =>
        html`<div class="f"><label for="set-${name}">${label}</label><textarea class="in low" id="set-${name}" name=${name} .defaultValue=${settings[name].join('\n')} aria-describedby="lists-s ${name}-m"></textarea>${miss(name)}</div>`,
    )}</div><span class="s" id="lists-s">1行に1つ。ここに書いたものだけ、LINE の文面に書けます ${rule(4)}</span></div></section>`;
}

function miss(name: string): TemplateResult {
  const id =
    name.startsWith('profile.') || LIST_FIELDS.some((each) => each.name === name) ? name : `set-${name}`;
  return html`<p class="miss" id="${id}-m" data-missing=${name} hidden></p>`;
}
