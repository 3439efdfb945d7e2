import { html, nothing, type TemplateResult } from 'lit';
import { civilDate, clockTime, instantOf } from '../../worker/manual/jst.ts';
import { shortInstant } from '../../worker/manual/say.ts';
import type { CaseView } from '../../worker/views/cases.ts';
import type { ClientView } from '../../worker/views/clients.ts';
import type { LineWish } from '../data/console-cases.ts';
import { rule } from './chips.ts';

/** R7: what the person wished for in the mini-app, word for word, before anything is decided. */
export function lineWishQuote(wish: ClientView['lineWish']): TemplateResult | typeof nothing {
  if (wish === null) return nothing;
  return html`<div class="say col"><p><b>LINE でのモニタリングの希望が届いています</b> <span class="s num">${shortInstant(wish.wishAt)}・${wish.contactName}</span></p>
    <p>訪問できない理由：${wish.reason}</p><p>${wish.wishHow}</p><p class="s">「LINE」を選ぶと、下の欄に写します。決めるのは、事情を確かめてからです。${rule(3)}</p></div>`;
}

/** R7: why a visit is not possible, and the person's own wish: who, when, how it was said. */
export function lineWishFields(
  known: CaseView['line'] | ClientView['lineWish'],
  prefix = 'lw',
): TemplateResult {
  const id = (name: string) => `${prefix}-${name}`;
  const at = known?.wishAt ?? null;
  return html`<div class="say wait col"><p>LINE での実施は例外です。訪問できない理由（利用者の側の事情）と、<b>本人の希望</b>の両方が要ります。${rule(3)}</p>
    <div class="f"><label for=${id('r')}>訪問できない理由</label><textarea class="in low" id=${id('r')} name="lineReason" maxlength="400" .defaultValue=${known?.reason ?? ''} aria-describedby=${id('r-m')}></textarea><p class="miss" id=${id('r-m')} data-missing="lineReason" hidden></p></div>
    <div class="grid2"><div class="f"><label for=${id('b')}>だれが希望しましたか</label><input class="in" id=${id('b')} name="wishBy" maxlength="60" .defaultValue=${known?.wishBy ?? ''} aria-describedby=${id('b-m')} /><p class="miss" id=${id('b-m')} data-missing="wishBy" hidden></p></div>
    <div class="f"><label for=${id('h')}>どのように聞きましたか</label><input class="in" id=${id('h')} name="wishHow" maxlength="200" .defaultValue=${known?.wishHow ?? ''} aria-describedby=${id('h-m')} /><p class="miss" id=${id('h-m')} data-missing="wishHow" hidden></p></div></div>
    <div class="grid2"><div class="f"><label for=${id('d')}>聞いた日</label><input class="in num" type="date" id=${id('d')} name="wishDate" .defaultValue=${at === null ? '' : civilDate(at)} aria-describedby=${id('d-m')} /><p class="miss" id=${id('d-m')} data-missing="wishDate" hidden></p></div>
    <div class="f"><label for=${id('t')}>聞いた時刻</label><input class="in num" type="time" id=${id('t')} name="wishTime" .defaultValue=${at === null ? '' : clockTime(at)} /></div></div>
    <p class="s">LINE での実施が報酬の算定に当たるかは、市町村に確かめてください。</p></div>`;
}

/** What is missing of it, by field. */
export function lineWishMissing(fields: Record<string, string>): Record<string, string | false> {
  return {
    lineReason: !fields.lineReason && '訪問できない理由を書いてください。',
    wishBy: !fields.wishBy && 'だれの希望かを書いてください。',
    wishHow: !fields.wishHow && 'どのように聞いたかを書いてください。',
    wishDate: !fields.wishDate && '聞いた日を入れてください。',
  };
}

export function lineWishOf(fields: Record<string, string>): LineWish {
  return {
    reason: fields.lineReason ?? '',
    wishBy: fields.wishBy ?? '',
    wishHow: fields.wishHow ?? '',
    wishAt: instantOf(fields.wishDate ?? '', fields.wishTime || '12:00'),
  };
}
