import { html, nothing, type TemplateResult } from 'lit';
import type { AppClient } from '../../worker/views/mini-app.ts';
import type { WishKind } from '../../worker/views/shared.ts';
import { usesLine } from '../data/app.ts';
import { longDate } from '../parts/say-ruby.ts';
import { actBar, homeLink } from './act-bar.ts';
import { hero, note, row } from './blocks.ts';
import { to } from './routes.ts';
import { sos } from './sos.ts';
import type { Asked } from './wish-page.ts';

/** What has to be known before a question of a form is answered. */
export function aboveStep(
  { kind, home, clients }: Asked,
  page: string,
  at: number,
  client: AppClient | undefined,
): TemplateResult | typeof nothing {
  if (page === 'urgency') return sos();
  if (page === 'reason' || (page === 'confirm' && kind === 'line-monitoring')) return rulesOfLine(client);
  if (at > 1 || page === 'confirm') return nothing;
  if (home.me?.suspended)
    return note(
      'wait',
      'info',
      'LINEの {連絡|れんらく}は {止|と}まって います。\n{返事|へんじ}は {電話|でんわ}で します。',
    );
  if (!clients.some(usesLine)) return note('', 'phone', '{返事|へんじ}は {電話|でんわ}で します。');
  return note('wait', 'alert', 'いそぐ ときは {待|ま}たないで\nすぐに {電話|でんわ}を かけて ください。');
}

/** R7, R8: an exception, never twice in a row, and never a promise. */
function rulesOfLine(client: AppClient | undefined): TemplateResult {
  const last = client?.lastByLine ?? null;
  return html`<div class="stack-s">
    ${note('', 'house', '{会|あ}って {話|はな}すのが きほんです。\nできると {決|き}まった わけでは ありません。')}
    ${
      last === null
        ? note('', 'info', 'LINEでは 2{回|かい} つづけて できません。')
        : note(
            'stop',
            'alert',
            `${longDate(last)}も LINEでした。\n2{回|かい} つづけて できません。\nつぎは {会|あ}って {話|はな}します。`,
            '{前|まえ}の {回|かい}',
          )
    }
  </div>`;
}

/** R7: without the person's own wish there is another way. */
export function insteadOfWish({ home }: Asked): TemplateResult {
  const own = home.me?.kind === 'person';
  return html`${note(
    '',
    'info',
    own
      ? 'それなら {会|あ}って {話|はな}しましょう。\n{担当|たんとう}に {相談|そうだん}も できます。'
      : '{本人|ほんにん}の {気持|きも}ちが いります。\n{本人|ほんにん}に {聞|き}いてから {送|おく}って ください。',
  )}
    <div class="rows">
      ${row(to('wish', { kind: 'consult' }), 'talk', '{相談|そうだん}したい', '{会|あ}うか {電話|でんわ}で {聞|き}きます')}
      ${row(to('wish', { kind: 'call' }), 'phone', '{電話|でんわ}が ほしい', '{担当|たんとう}から {電話|でんわ}します')}
    </div>`;
}

/** A change of a date, where none is fixed. */
export function nothingFixed(kind: WishKind): TemplateResult {
  return html`<main id="main">
      ${hero('quiet', 'cal', '{決|き}まった {予定|よてい}は ありません', kind === 'cannot-come' ? '{行|い}けない {日|ひ}が ある ときは\n{電話|でんわ}で {教|おし}えて ください。' : 'かわりの {日|ひ}は {電話|でんわ}で {決|き}めます。')}
      <div class="rows">${row(to('wish', { kind: 'call' }), 'phone', '{電話|でんわ}が ほしい', '{担当|たんとう}から {電話|でんわ}します')}</div>
    </main>
    ${actBar(homeLink())}`;
}
