import { html, type TemplateResult } from 'lit';
import { r } from '../parts/ruby.ts';
import { tag } from './blocks.ts';

/** Without being a friend of the account nobody gets its messages: a push is dropped in silence. */
export function friendPanel(addFriendUrl: string): TemplateResult {
  return html`<section class="panel lift" aria-labelledby="h-friend">
    ${tag('acc', 'info', 'おねがい')}
    <h2 id="h-friend">${r('LINEの {友|とも}だちに して ください')}</h2>
    <p>${r('{友|とも}だちで ないと お{知|し}らせが とどきません。')}</p>
    ${
      addFriendUrl === ''
        ? html`<p>${r('{担当|たんとう}の {人|ひと}に {聞|き}いて ください。')}</p>`
        : html`<a class="btn btn-main" href=${addFriendUrl} target="_blank" rel="noopener"
            ><span>${r('{友|とも}だちに する')}</span></a
          >`
    }
  </section>`;
}
