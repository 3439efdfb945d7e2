import { html, type TemplateResult } from 'lit';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';

/** RX: the numbers for when life is in danger, and the ways to them for whoever can't speak. */
export function sos(): TemplateResult {
  return html`<section class="panel sos" aria-labelledby="h-sos">
    <h2 id="h-sos">${r('{命|いのち}が あぶない ときは')}</h2>
    <a class="btn btn-stop" href="tel:119">${icon('phone')}<span>${r('119{番|ばん}（{病気|びょうき}・けが・{火事|かじ}）')}</span></a>
    <a class="btn btn-stop" href="tel:110">${icon('phone')}<span>${r('110{番|ばん}（{警察|けいさつ}）')}</span></a>
    <details>
      <summary>${r('{声|こえ}で {話|はな}せない とき')}</summary>
      <ul class="dots">
        <li>${r('Net119（スマホの {画面|がめん}で {呼|よ}びます）')}</li>
        <li>${r('FAX119（FAXで {呼|よ}びます）')}</li>
        <li>${r('110{番|ばん}アプリ（{文字|もじ}で {話|はな}します）')}</li>
        <li>${r('{電話|でんわ}リレーサービス\n（{手話|しゅわ}や {文字|もじ}を {声|こえ}に します）')}</li>
      </ul>
      <p>${r('{先|さき}に {登録|とうろく}が いる ものも あります。')}</p>
    </details>
  </section>`;
}
