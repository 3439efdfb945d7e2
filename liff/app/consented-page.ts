import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { ConsentReceipt } from '../../worker/views/mini-app.ts';
import { readDraft } from '../data/draft.ts';
import { CallFailed } from '../data/http.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { longDate, nameOf, timeAt } from '../parts/say-ruby.ts';
import { actBar, homeLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { hero, nextSteps, note, sumRow } from './blocks.ts';
import { choiceTitle } from './consent-words.ts';
import './friend-panel.ts';
import { to } from './routes.ts';

/** What was chosen, when, and what happens next; then the step to become a friend (R1). */
@customElement('consented-page')
export class ConsentedPage extends AppPage<ConsentReceipt> {
  protected async load(): Promise<ConsentReceipt> {
    const receipt = readDraft<ConsentReceipt>('consented');
    if (!receipt?.clientId) throw new CallFailed('not-found');
    // The first page comes next, and whoever doesn't answer for themselves alone needs this there.
    import('./home-seldom.ts').catch(() => {});
    return receipt as ConsentReceipt;
  }

  protected show(receipt: ConsentReceipt): TemplateResult {
    const withdrawn = receipt.choice === 'withdrawn';
    return html`<main id="main">
        ${withdrawn ? hero('', 'check', 'LINEを やめました', 'また いつでも {使|つか}えます。') : hero('', 'check', '{答|こた}えを うけとりました', 'ありがとう ございます。')}
        <dl class="sum">
          ${sumRow('あなたの {答|こた}え', choiceTitle(receipt.choice))}
          ${sumRow('{答|こた}えた {日|ひ}', longDate(receipt.chosenAt))}
          ${sumRow('{担当|たんとう}', nameOf(receipt.counselor))}
        </dl>
        ${receipt.choice === 'yes' ? html`<friend-panel always .friend=${receipt.friend} .always=${true} .addFriendUrl=${receipt.addFriendUrl}></friend-panel>` : nothing}
        ${receipt.lacks ? note('wait', 'wait', LACKS[receipt.lacks], 'まだ {使|つか}えません') : nothing}
        <section class="panel" aria-labelledby="h-next">
          <h2 id="h-next">これから</h2>
          ${nextSteps(after(receipt))}
        </section>
        <a class="btn" href=${to('consent', { client: receipt.clientId })}
          >${icon('undo')}<span>${r(withdrawn ? 'また {使|つか}う' : 'えらびなおす')}</span></a
        >
      </main>
      ${actBar(homeLink())}`;
  }
}

const LACKS = {
  'guardian-needed': '{保護者|ほごしゃ}の {返事|へんじ}も いります。\n{担当|たんとう}から {話|はな}します。',
  'own-needed':
    '{本人|ほんにん}の {返事|へんじ}が いります。\n{担当|たんとう}が {本人|ほんにん}に {話|はな}します。',
} as const;

const SAME = { title: '{支援|しえん}は {今|いま}までと {同|おな}じです' };

/** What happens next after each choice. */
function after({ choice, lacks, answerBy }: ConsentReceipt): { title: string; sub?: string }[] {
  if (choice === 'yes')
    return [
      { title: 'まず {電話|でんわ}を します' },
      lacks
        ? { title: '{返事|へんじ}が そろったら LINEを {使|つか}います' }
        : { title: 'つながらない ときに LINEが {来|き}ます' },
      { title: 'いつでも やめられます', sub: '「せってい」で やめられます。' },
    ];
  if (choice === 'question')
    return [
      {
        title: '{担当|たんとう}から {電話|でんわ}します',
        ...(answerBy === null ? {} : { sub: `${longDate(answerBy)}\n${timeAt(answerBy)}までに` }),
      },
      { title: 'わかるまで せつめいします' },
      { title: 'それから {決|き}めて ください', sub: 'いそがなくて いいです。' },
    ];
  if (choice === 'later')
    return [
      {
        title: 'つぎに {会|あ}う ときに また {聞|き}きます',
        sub: 'それまでは {電話|でんわ}で {連絡|れんらく}します。',
      },
      { title: 'ここで {決|き}める ことも できます' },
      SAME,
    ];
  const tell = {
    title: '{担当|たんとう}から {電話|でんわ}します',
    sub: 'これからの {連絡|れんらく}の しかたを {決|き}めます。',
  };
  const stopped = {
    title: 'LINEは もう {送|おく}りません',
    sub: '{電話|でんわ}と {手紙|てがみ}で {連絡|れんらく}します。',
  };
  return [stopped, tell, SAME];
}
