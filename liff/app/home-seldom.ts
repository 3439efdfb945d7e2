import { html, nothing, type TemplateResult } from 'lit';
import type { AppClient, AppHome } from '../../worker/views/mini-app.ts';
import { owesChoice } from '../data/app.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { fullCallName } from '../parts/say-ruby.ts';
import { hero, note, tag } from './blocks.ts';
import './home.css';
import { to } from './routes.ts';
import { rulesSeen } from './rules-seen.ts';

/** What has to be said or chosen about LINE for one client (R1); `who` names whose panel it is. */
export function consentPanel(home: AppHome, client: AppClient, who: string): TemplateResult | typeof nothing {
  const href = to('consent', { client: client.id });
  const { state, version } = client.consent;
  const kind = home.me?.kind;
  const again = html`<a class="btn" href=${href}>${icon('undo')}<span>えらびなおす</span></a>`;
  const panel = (
    look: 'asks' | 'tells',
    title: string,
    words: string,
    inside: TemplateResult | typeof nothing,
  ) => html`<section class=${look === 'asks' ? 'panel lift' : 'panel'} aria-labelledby=${`${who}consent-${client.id}`}>
    ${look === 'asks' ? tag('acc', 'info', 'おねがい') : nothing}
    <h2 id=${`consent-${client.id}`}>${r(title)}</h2>
    <p>${r(words)}</p>
    ${inside}
  </section>`;
  const readRules = html`<a class="btn btn-main" href=${href}><span>${r('やくそくを {読|よ}む')}</span>${icon('r')}</a>`;

  if (state === 'question')
    return panel('tells', 'LINEの やくそく', '{担当|たんとう}が {電話|でんわ}で せつめいします。', again);
  if (state === 'outdated')
    return panel(
      'asks',
      'やくそくが {新|あたら}しく なりました',
      '{変|か}わった ところだけ {読|よ}みます。',
      readRules,
    );
  if (owesChoice(client))
    return panel('asks', 'LINEを {使|つか}うか {決|き}めて ください', 'いそがなくて いいです。', readRules);
  if (state === 'guardian-needed')
    return panel(
      'tells',
      '{保護者|ほごしゃ}の {返事|へんじ}も いります',
      '18さいに なるまでは\n{保護者|ほごしゃ}の {返事|へんじ}が いります。\n{担当|たんとう}から {保護者|ほごしゃ}に {話|はな}します。',
      html`<a class="btn" href=${href}>${icon('users')}<span>${r('いっしょに {答|こた}える')}</span></a>`,
    );
  if (state === 'own-needed')
    return kind === 'person'
      ? panel(
          'asks',
          '18さいに なりました',
          'これからは あなたが {決|き}めます。\nいま LINEは {止|と}まって います。',
          readRules,
        )
      : panel(
          'tells',
          `${fullCallName(client)}は 18さいです`,
          'これからは {本人|ほんにん}が {決|き}めます。\nいま LINEは {止|と}まって います。\n{担当|たんとう}が {本人|ほんにん}に {話|はな}します。',
          html`<a class="btn" href=${href}>${icon('users')}<span>${r('{本人|ほんにん}と {答|こた}える')}</span></a>`,
        );
  if (state === 'yes')
    return (version ?? 0) < home.rulesVersion && rulesSeen.upTo() < home.rulesVersion
      ? panel(
          'tells',
          'やくそくの ことばを {直|なお}しました',
          'あなたの {答|こた}えは {変|か}わりません。',
          html`<a class="btn" href=${to('changes', { client: client.id })}
            ><span>${r('{変|か}わった ところを {見|み}る')}</span>${icon('r')}</a
          >`,
        )
      : nothing;
  return panel(
    'tells',
    'LINEの {連絡|れんらく}',
    kind === 'provider'
      ? 'LINEは {使|つか}って いません。'
      : 'LINEは {使|つか}って いません。\n{電話|でんわ}と {手紙|てがみ}で {連絡|れんらく}します。',
    html`<a class="btn" href=${href}>${icon('undo')}<span>${r('また {使|つか}う')}</span></a>`,
  );
}

/** This LINE account belongs to nobody the office knows (or to somebody else of the household). */
export function unknownAccount(): TemplateResult {
  return html`<main id="main">
    ${hero('quiet', 'link', 'まだ つながって いません', 'この LINEは まだ\n{登録|とうろく}されて いません。')}
    ${note('', 'talk', '{担当|たんとう}の {人|ひと}から QRコードを\nもらって {読|よ}んで ください。', 'はじめての {方|かた}へ')}
    ${note('', 'users', 'ほかの {人|ひと}の LINEで\nひらいて いませんか。', '{前|まえ}に つかった ことが ある {方|かた}へ')}
  </main>`;
}
