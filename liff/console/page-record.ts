import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { civilDate, clockTime } from '../../worker/manual/jst.ts';
import { shortDate } from '../../worker/manual/say.ts';
import type { ContactMethod } from '../../worker/manual/types.ts';
import type { ClientView } from '../../worker/views/clients.ts';
import type { RecordView } from '../../worker/views/records.ts';
import { addRecord, fetchClient, fetchRecords, recordThreads } from '../data/console-clients.ts';
import { METHOD } from '../data/console-labels.ts';
import { type RecordFields, recordBodyOf } from '../data/console-records.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { navigation } from './navigation.ts';
import { Page } from './part.ts';
import { recordLine } from './record-line.ts';
import { staffSession } from './staff-session.ts';
import { urls } from './urls.ts';

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

/** 相談記録を書く: a note, the completion of a matter, or a correction, always as a new entry (R5). */
@customElement('page-record')
export class PageRecord extends Page {
  @property({ attribute: false }) clientId = '';
  @property({ attribute: false }) caseId: string | null = null;
  @property({ attribute: false }) correctsId: string | null = null;
  private readonly live = new Live<[ClientView, RecordView[]]>(this, async (signal) => {
    const [client, { records }] = await Promise.all([
      fetchClient(this.clientId, signal),
      fetchRecords(this.clientId, signal),
    ]);
    return [client, records];
  });
  private readonly saving = new Deed(this);

  protected override render(): TemplateResult {
    const loaded = this.live.value;
    const title = this.correctsId ? '訂正を書き足す' : '相談記録を書く';
    const fault = html`<fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note>`;
    if (!loaded)
      return this.live.failure
        ? html`<div class="lone"><h1>${title}</h1>${fault}</div>`
        : html`<p class="lone s">読み込んでいます</p>`;
    const [client, records] = loaded;
    const wrong = records.find((each) => each.id === this.correctsId);
    const about = this.caseId ? records.filter((each) => each.caseId === this.caseId) : records;
    return html`<div class="top"><div class="grow"><h1>${title}</h1><span class="s"><a href=${urls.client(client.id)}>${client.name} さん</a></span></div></div>
      <div class="page">${fault}<div class="two"><section class="sheet" aria-label="記録の下書き">${this.correctsId ? this.correction(wrong) : this.note(client)}</section>
        <aside aria-label="これまでの記録"><section class="sheet" aria-labelledby="pr-h"><header>${icon('lock')}<h2 id="pr-h">${wrong ? 'もとの記録' : 'これまでの記録'}</h2></header>
          ${wrong ? html`<ol class="tl">${recordLine(client.id, wrong, [], false)}</ol>` : this.past(client, about)}
          <p class="pad s">もとの文は消さずに残します。直すときは訂正を書き足します。</p></section></aside></div></div>`;
  }

  private past(client: ClientView, records: RecordView[]): TemplateResult {
    const threads = recordThreads(records).slice(0, 8);
    if (threads.length === 0) return html`<p class="pad s">まだ記録がありません。</p>`;
    return html`<ol class="tl">${threads.map(({ entry, corrections }) => recordLine(client.id, entry, corrections))}</ol>`;
  }

  private note(client: ClientView): TemplateResult {
    const now = staffSession.me?.now ?? 0;
    const person = client.contacts.find((each) => each.kind === 'person');
    return html`<form class="pad" novalidate @submit=${this.save} ${ref(keepDraft(this.key))}>
      <div class="grid3"><div class="f"><label for="rd">日</label><input class="in num" id="rd" name="date" type="date" .defaultValue=${civilDate(now)} aria-describedby="rd-m" /><p class="miss" id="rd-m" data-missing="date" hidden></p></div>
        <div class="f"><label for="rf">はじめ</label><input class="in num" id="rf" name="from" type="time" .defaultValue=${clockTime(now)} aria-describedby="rf-m" /><p class="miss" id="rf-m" data-missing="from" hidden></p></div>
        <div class="f"><label for="ru">おわり</label><input class="in num" id="ru" name="until" type="time" aria-describedby="ru-m" /><p class="miss" id="ru-m" data-missing="until" hidden></p></div></div>
      <div class="grid3"><div class="f"><label for="rp">相手</label><input class="in" id="rp" name="partner" maxlength="60" autocomplete="off" .defaultValue=${person?.name ?? client.name} /></div>
        <div class="f"><label for="rr">間がら</label><input class="in" id="rr" name="relation" maxlength="30" autocomplete="off" .defaultValue=${'本人'} /></div>
        <div class="f"><label for="rl">場所</label><input class="in" id="rl" name="place" maxlength="80" autocomplete="off" /></div></div>
      <fieldset class="f"><legend class="l">手段</legend><div class="pick">${METHODS.map(
        (method) =>
          html`<label><input type="radio" name="method" value=${method} ?checked=${method === 'phone'} />${icon('check')}${METHOD[method]}</label>`,
      )}</div></fieldset>
      <div class="f"><label for="ro">目的</label><input class="in" id="ro" name="purpose" maxlength="200" autocomplete="off" /></div>
      <div class="f"><label for="rc">体調・通所・最近の様子</label><textarea class="in low" id="rc" name="condition" maxlength="2000"></textarea></div>
      <div class="f"><label for="rn">内容</label><textarea class="in low" id="rn" name="content" maxlength="4000" aria-describedby="rn-m"></textarea><p class="miss" id="rn-m" data-missing="content" hidden></p></div>
      <div class="f"><label for="rs">対応</label><textarea class="in low" id="rs" name="response" maxlength="2000"></textarea></div>
      <div class="grid2"><div class="f"><label for="rx">つぎの予定</label><input class="in" id="rx" name="nextAction" maxlength="200" autocomplete="off" /></div>
        <div class="f"><label for="rv">いつまで</label><input class="in num" id="rv" name="nextDue" type="date" /></div></div>
      <fault-note .failure=${this.saving.failure}></fault-note>
      <div class="row ends"><span class="s">確定すると書きかえられません。<br />書きかけは、この端末に残ります。</span>
        <button class="b b-main" type="submit">${icon('lock')}${this.saving.busy ? '確定しています' : '確定する'}</button></div></form>`;
  }

  private correction(wrong: RecordView | undefined): TemplateResult {
    if (!wrong) return html`<div class="pad"><p>もとの記録が見つかりません。</p></div>`;
    return html`<form class="pad" novalidate @submit=${this.save} ${ref(keepDraft(this.key))}>
      <p>${shortDate(civilDate(wrong.at))}${clockTime(wrong.at)}「${wrong.body.summary}」への訂正です。</p>
      <div class="f"><label for="cc">正しい内容</label><textarea class="in low" id="cc" name="content" maxlength="4000" aria-describedby="cc-m"></textarea><p class="miss" id="cc-m" data-missing="content" hidden></p></div>
      <div class="f"><label for="ce">訂正の理由</label><input class="in" id="ce" name="reason" maxlength="200" autocomplete="off" aria-describedby="ce-m" /><p class="miss" id="ce-m" data-missing="reason" hidden></p></div>
      <fault-note .failure=${this.saving.failure}></fault-note>
      <div class="row ends"><span class="s">もとの記録の下に並びます。</span><button class="b b-main" type="submit">${icon('plus')}${this.saving.busy ? '書き足しています' : '訂正を書き足す'}</button></div></form>`;
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = fieldsOf(form) as RecordFields;
    const correcting = this.correctsId !== null;
    const whole = complain(form, {
      ...(correcting
        ? { reason: !fields.reason && '訂正の理由を書いてください。' }
        : {
            date: !fields.date && '日を入れてください。',
            from: !fields.from && 'はじめの時刻を入れてください。',
            until:
              Boolean(fields.until && fields.from && fields.until < fields.from) &&
              'おわりが、はじめより前です。',
          }),
      content: !fields.content && !fields.condition && '内容を書いてください。',
    });
    if (!whole) return;
    const made = await this.saving.run(() =>
      addRecord(this.clientId, {
        kind: correcting ? 'correction' : this.caseId ? 'completed' : 'note',
        ...(this.caseId ? { caseId: this.caseId } : {}),
        ...(this.correctsId ? { correctsId: this.correctsId } : {}),
        body: recordBodyOf(fields),
      }),
    );
    if (!made) return;
    dropDraft(this.key);
    announce(correcting ? '訂正を書き足しました。' : '相談記録に残しました。');
    navigation.go(this.caseId ? urls.case(this.caseId) : urls.client(this.clientId), 'replace');
  };

  private get key(): string {
    return `record:${this.clientId}:${this.caseId ?? ''}:${this.correctsId ?? ''}`;
  }
}
