import { html, type TemplateResult } from 'lit';
import type { Failure } from '../data/http.ts';
import { r } from '../parts/ruby.ts';
import { actBar, homeLink, mainButton } from './act-bar.ts';
import { hero, nextSteps, note } from './blocks.ts';

const KEPT = note(
  'ok',
  'check',
  'あなたの {答|こた}えは {残|のこ}って います。\nもう {一度|いちど} {書|か}かなくて いいです。',
);

/** A page that could not be fetched: why, in plain words, and always a way on. */
export function failurePage(failure: Failure, again: () => void): TemplateResult {
  switch (failure) {
    case 'offline':
      return offlinePage(again);
    case 'not-found':
      return html`<main id="main">
        ${hero('quiet', 'link', 'この ページは {使|つか}えません', '{見|み}られる {日|ひ}が すぎました。\nあなたの せいでは ありません。')}
        ${note('', 'users', 'ほかの {人|ひと}の LINEで\nひらいて いませんか。')}
        ${note('', 'phone', 'わからない ときは\n{電話|でんわ}を ください。')}
      </main>${actBar(homeLink())}`;
    case 'forbidden':
      return html`<main id="main">
        ${hero('quiet', 'lock', 'この LINEでは {見|み}られません', 'ほかの {人|ひと}の LINEで\nひらいて いませんか。')}
        ${note('', 'phone', 'わからない ときは\n{電話|でんわ}を ください。')}
      </main>${actBar(homeLink())}`;
    case 'invitation-unusable':
      return html`<main id="main">
        ${hero('quiet', 'link', 'この ページは {使|つか}えません', '{使|つか}える {日|ひ}が すぎたか\nもう {使|つか}われました。\nあなたの せいでは ありません。')}
        ${note('', 'phone', '{事務所|じむしょ}に {電話|でんわ}を ください。\nあたらしい ものを わたします。')}
      </main>${actBar(homeLink())}`;
    case 'consent-needed':
      return html`<main id="main">
        ${hero('quiet', 'list', '{先|さき}に やくそくを {読|よ}みます', 'LINEを {使|つか}うか {決|き}めて ください。')}
        ${note('', 'info', 'はじめの ページから {読|よ}めます。')}
      </main>${actBar(homeLink())}`;
    case 'token-invalid':
    case 'signed-out':
      return html`<main id="main">
        ${hero('wait', 'lock', 'LINEと つながりません', 'もう {一度|いちど} ためして ください。')}
        ${note('', 'phone', 'だめなら {電話|でんわ}を ください。')}
      </main>${actBar(mainButton('もう {一度|いちど}', again))}`;
    case 'too-many':
      return html`<main id="main">
        ${hero('wait', 'wait', 'こみあって います', 'すこし {待|ま}って ください。')}
      </main>${actBar(mainButton('もう {一度|いちど}', again))}`;
    case 'closed':
      return html`<main id="main">
        ${hero('wait', 'clock', 'いまは {使|つか}えません', '{機械|きかい}の {手入|てい}れを して います。\nすこし {待|ま}って ください。')}
        ${note('', 'phone', 'いそぐ ときは {電話|でんわ}を ください。')}
      </main>${actBar(mainButton('もう {一度|いちど}', again))}`;
    default:
      return html`<main id="main">
        ${hero('wait', 'alert', 'ひらけませんでした', 'こちらの {機械|きかい}の {調子|ちょうし}が わるいです。\nあなたの せいでは ありません。')}
        ${note('', 'phone', 'いそぐ ときは {電話|でんわ}を ください。')}
      </main>${actBar(mainButton('もう {一度|いちど}', again))}`;
  }
}

function offlinePage(again: () => void, back?: () => void): TemplateResult {
  return html`<main id="main">
    ${hero('wait', 'off', 'インターネットに\nつながりません', 'あなたの {答|こた}えは {残|のこ}って います。')}
    <section class="panel" aria-labelledby="h-try">
      <h2 id="h-try">${r('ためして みて ください')}</h2>
      ${nextSteps([
        { title: '{電波|でんぱ}が よい {所|ところ}へ {行|い}く' },
        { title: '「もう {一度|いちど}」を おす' },
        { title: 'だめなら {電話|でんわ}を かける' },
      ])}
    </section>
  </main>${actBar(mainButton('もう {一度|いちど}', again), back && backButton(back))}`;
}

function backButton(back: () => void): TemplateResult {
  return html`<button class="btn" type="button" @click=${back}><span>もどる</span></button>`;
}

/** Something that could not be sent: it is kept, and can be sent again as it is. */
export function notSentPage(
  failure: Failure,
  again: () => void,
  back: () => void,
  busy: boolean,
): TemplateResult {
  // Sending the same again would end here again.
  if (/^(consent-needed|not-found|forbidden|invitation-unusable)$/.test(failure))
    return failurePage(failure, again);
  if (failure === 'offline' && !busy) return offlinePage(again, back);
  const lead =
    failure === 'too-many'
      ? 'こみあって います。\nすこし {待|ま}って ください。'
      : failure === 'offline'
        ? 'インターネットに つながりません。'
        : failure === 'closed'
          ? 'いまは {使|つか}えません。\nすこし {待|ま}って ください。'
          : 'こちらの {機械|きかい}の {調子|ちょうし}が わるいです。';
  return html`<main id="main">
    ${hero('wait', 'alert', '{送|おく}れませんでした', lead)} ${KEPT}
  </main>${actBar(mainButton('もう {一度|いちど} {送|おく}る', again, busy), backButton(back))}`;
}

/** An address that leads nowhere. */
export function lostPage(): TemplateResult {
  return html`<main id="main">
    ${hero('quiet', 'link', 'この ページは ありません', 'あなたの せいでは ありません。')}
  </main>${actBar(homeLink())}`;
}
