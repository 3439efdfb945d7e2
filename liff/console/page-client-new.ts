import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { createClient } from '../data/console-clients.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import { complain, fieldsOf, tickedOf } from './forms.ts';
import { icon } from './icons.ts';
import { navigation } from './navigation.ts';
import { Page } from './part.ts';
import { urls } from './urls.ts';

const MONTHS = [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3];

/** A new client, as the 受給者証 has them. */
@customElement('page-client-new')
export class PageClientNew extends Page {
  private readonly saving = new Deed(this);

  protected override render(): TemplateResult {
    return html`<div class="top"><div class="grow"><h1>利用者を登録する</h1><span class="s">あなたが担当になります</span></div></div>
      <div class="page"><section class="sheet narrow" aria-label="登録する内容"><form class="pad" novalidate @submit=${this.save} ${ref(keepDraft('client-new'))}>
        <div class="grid2">
          <div class="f"><label for="name">名前</label><input class="in" id="name" name="name" maxlength="60" autocomplete="off" aria-describedby="name-m" />
            <p class="miss" id="name-m" data-missing="name" hidden></p></div>
          <div class="f"><label for="kana">よみ（ひらがな）</label><input class="in" id="kana" name="kana" maxlength="60" autocomplete="off" aria-describedby="kana-m" />
            <p class="miss" id="kana-m" data-missing="kana" hidden></p></div>
        </div>
        <div class="grid2">
          <div class="f"><label for="shown">事業所に見せる名前</label><input class="in" id="shown" name="shownName" maxlength="60" autocomplete="off" aria-describedby="shown-s" />
            <span class="s" id="shown-s">空のときは名前をそのまま使います</span></div>
          <div class="f"><label for="birth">生年月日</label><input class="in num" id="birth" name="birthDate" type="date" aria-describedby="birth-s" />
            <span class="s" id="birth-s">18歳になる日に、本人の承諾を確かめるために使います</span></div>
        </div>
        <fieldset class="f"><legend class="l">通所先</legend><div class="pick">
          <label><input type="radio" name="attends" value="yes" checked />${icon('check')}ある</label>
          <label><input type="radio" name="attends" value="no" />${icon('check')}ない</label></div>
          <span class="s">ない方には、通所のことをたずねません（手順書 2）</span></fieldset>
        <fieldset class="f"><legend class="l">モニタリングの月</legend><div class="pick">${MONTHS.map(
          (month) =>
            html`<label><input type="checkbox" name="months" value=${month} />${icon('check')}${month}月</label>`,
        )}</div><span class="s">受給者証に書かれた月を選びます</span></fieldset>
        <fault-note .failure=${this.saving.failure}></fault-note>
        <div class="row"><button class="b b-main" type="submit">${this.saving.busy ? '登録しています' : '登録する'}</button>
          <a class="b b-quiet" href=${urls.clients()}>やめる</a></div>
      </form></section></div>`;
  }

  private readonly save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { name = '', kana = '', shownName, birthDate, attends } = fieldsOf(form);
    const whole = complain(form, {
      name: !name && '名前を入れてください。',
      kana: kana
        ? !/^[ぁ-ゖァ-ヺー・\s]+$/.test(kana.normalize('NFKC')) && 'よみは、かなで入れてください。'
        : 'よみを入れてください。',
    });
    if (!whole) return;
    const made = await this.saving.run(() =>
      createClient({
        name,
        kana,
        ...(shownName ? { shownName } : {}),
        ...(birthDate ? { birthDate } : {}),
        attendsProgram: attends === 'yes',
        monitoringMonths: tickedOf(form, 'months')
          .map(Number)
          .sort((a, b) => a - b),
      }),
    );
    if (!made) return;
    dropDraft('client-new');
    announce('登録しました。');
    navigation.go(urls.client(made.id), 'replace');
  };
}
