import { html, nothing, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { Instant } from '../../worker/manual/types.ts';
import type { WishKind } from '../../worker/views/shared.ts';
import { readDraft } from '../data/draft.ts';
import { icon } from '../parts/icon.ts';
import { longDate, timeAt } from '../parts/say-ruby.ts';
import { actBar, homeLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { hero, nextSteps, note, sumRow } from './blocks.ts';
import { elsewhere, to } from './routes.ts';
import { sos } from './sos.ts';
import type { Wished } from './wish-page.ts';
import { WISH_TITLES } from './wish-words.ts';

/** R12: a wish was received, somebody will answer it, and by when. */
@customElement('wished-page')
export class WishedPage extends AppPage<Wished> {
  protected async load(): Promise<Wished> {
    const wished = readDraft<Wished>('wished');
    return wished?.kind && wished.rows && wished.answerBy ? (wished as Wished) : elsewhere(to('home'));
  }

  protected show(wished: Wished): TemplateResult {
    const { kind, rows, urgent, answerBy } = wished;
    return html`<main id="main">
        ${hero('', 'check', 'うけとりました', 'かならず {返事|へんじ}を します。')} ${urgent ? sos() : nothing}
        <dl class="sum">
          ${sumRow('{送|おく}った こと', WISH_TITLES[kind])} ${rows.map(([label, value]) => sumRow(label, value))}
        </dl>
        ${nextSteps(after(kind, answerBy))} ${NOT_YET[kind] ? note('wait', 'wait', NOT_YET[kind]) : nothing}
        ${note('', 'phone', '{電話|でんわ}が なるまで {待|ま}って いて ください。')}
        <a class="btn" href=${to('wish', { kind })}>${icon('undo')}<span>えらびなおす</span></a>
      </main>
      ${actBar(homeLink())}`;
  }
}

const NOT_YET: Partial<Record<WishKind, string>> = {
  change: 'まだ {変|か}わって いません。\nいまの {予定|よてい}は そのままです。',
  'cannot-come':
    '{行|い}けない ことは {伝|つた}わりました。\nつぎの {日|ひ}は {電話|でんわ}で {決|き}めます。',
  'line-monitoring': 'まだ {決|き}まりでは ありません。\nできない ことも あります。',
};

/** What happens next, and by when (R12). */
function after(kind: WishKind, answerBy: Instant): { title: string; sub?: string; done?: boolean }[] {
  const by = `${longDate(answerBy)}\n${timeAt(answerBy)}までに`;
  return [
    { done: true, title: 'あなたが {送|おく}りました' },
    { title: '{担当|たんとう}が {読|よ}みます', sub: '{事務所|じむしょ}が あいて いる {時間|じかん}に' },
    {
      title: kind === 'line-monitoring' ? '{電話|でんわ}で {話|はな}します' : '{電話|でんわ}します',
      sub: by,
    },
  ];
}
