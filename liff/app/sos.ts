import { html, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import './sos.css';

/** RX: the numbers for when life is in danger, and the ways to them for whoever can't speak. */
export function sos(): TemplateResult {
  return html`<section class="panel" aria-labelledby="h-sos">
    <h2 id="h-sos">${r('{命|いのち}が あぶない ときは')}</h2>
    <p>${r('{病気|びょうき}や けが、{火事|かじ}は 119です。\nこわい ことが あったら 110です。')}</p>
    <div class="sos">
      <a class="btn" href="tel:119">${icon('phone')}<span>${r('119{番|ばん}')}</span></a>
      <a class="btn" href="tel:110">${icon('phone')}<span>${r('110{番|ばん}')}</span></a>
    </div>
    <details class="voiceless">
      <summary>${r('{声|こえ}で {話|はな}せない とき')}</summary>
      <ul>
        <li><b>Net119</b><p>${r('スマホの {画面|がめん}で 119を {呼|よ}びます。')}</p></li>
        <li><b>FAX119</b><p>${r('FAXで 119を {呼|よ}びます。')}</p></li>
        <li><b>${r('110{番|ばん}アプリ')}</b><p>${r('{文字|もじ}で 110と {話|はな}します。')}</p></li>
        <li><b>${r('{電話|でんわ}リレーサービス')}</b><p>${r('{手話|しゅわ}や {文字|もじ}を {声|こえ}に します。\n119にも 110にも つながります。')}</p></li>
      </ul>
      <p>${r('{先|さき}に {登録|とうろく}が いる ものも あります。\n{担当|たんとう}に {聞|き}いて ください。')}</p>
    </details>
  </section>`;
}
