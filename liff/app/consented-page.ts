import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { ConsentReceipt } from '../../worker/views/mini-app.ts';
import { readDraft } from '../data/draft.ts';
import { CallFailed } from '../data/http.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { longDate, nameOf } from '../parts/say-ruby.ts';
import { actBar, homeLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { hero, note, sumRow } from './blocks.ts';
import { choiceTitle } from './consent-words.ts';
import { friendPanel } from './friend-panel.ts';

const AFTER: Readonly<Record<string, string>> = {
  yes: '{気持|きも}ちが {変|か}わったら {教|おし}えて ください。\nいつでも やめられます。',
  no: '{電話|でんわ}と {手紙|てがみ}で {連絡|れんらく}します。\n{支援|しえん}は {今|いま}までと {同|おな}じです。',
  later: 'つぎに {会|あ}う ときに また {聞|き}きます。\nここで {決|き}める ことも できます。',
  question: '{担当|たんとう}から {電話|でんわ}で せつめいします。\nそのまま {待|ま}って いて ください。',
  withdrawn: '{電話|でんわ}と {手紙|てがみ}で {連絡|れんらく}します。\nまた {使|つか}う ことも できます。',
};

/** What was chosen, when, and with whom to speak; then the step to become a friend (R1). */
@customElement('consented-page')
export class ConsentedPage extends AppPage<ConsentReceipt> {
  protected async load(): Promise<ConsentReceipt> {
    const receipt = readDraft<ConsentReceipt>('consented');
    if (!receipt?.clientId) throw new CallFailed('not-found');
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
        ${receipt.choice === 'yes' && receipt.friend !== true ? friendPanel(receipt.addFriendUrl) : nothing}
        ${note('', 'info', AFTER[receipt.choice] ?? '')}
        <a class="btn" href=${`/app/consent/${encodeURIComponent(receipt.clientId)}`}
          >${icon('undo')}<span>${r(withdrawn ? 'また {使|つか}う' : 'えらびなおす')}</span></a
        >
      </main>
      ${actBar(homeLink())}`;
  }
}
