import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import { readDraft } from '../data/draft.ts';
import { icon } from '../parts/icon.ts';
import { actBar, homeLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { hero, note, sumRow } from './blocks.ts';
import { elsewhere } from './routes.ts';
import type { Wished } from './wish-page.ts';
import { WISHES } from './wish-words.ts';

/** R12: a wish was received, and somebody will answer it. */
@customElement('wished-page')
export class WishedPage extends AppPage<Wished> {
  protected async load(): Promise<Wished> {
    const wished = readDraft<Wished>('wished');
    return wished?.kind && wished.option ? { kind: wished.kind, option: wished.option } : elsewhere('/app');
  }

  protected show(wished: Wished): TemplateResult {
    const consult = wished.kind === 'consult';
    return html`<main id="main">
        ${hero('', 'check', 'うけとりました', 'かならず {返事|へんじ}を します。')}
        <dl class="sum">
          ${sumRow('{送|おく}った こと', WISHES[wished.kind].title)} ${sumRow(consult ? 'どうやって' : 'いつ', wished.option)}
        </dl>
        ${note('', 'phone', '{電話|でんわ}が なるまで {待|ま}って いて ください。')}
        <a class="btn" href=${`/app/contact/${wished.kind}`}>${icon('undo')}<span>えらびなおす</span></a>
      </main>
      ${actBar(homeLink())}`;
  }
}
