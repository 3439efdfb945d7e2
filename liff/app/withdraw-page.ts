import { html, type TemplateResult } from 'lit';
import { customElement } from 'lit/decorators/custom-element.js';
import type { AppClient, AppHome, ConsentReceipt } from '../../worker/views/mini-app.ts';
import { getHome, withdraw } from '../data/app.ts';
import { writeDraft } from '../data/draft.ts';
import { CallFailed } from '../data/http.ts';
import { icon } from '../parts/icon.ts';
import { r } from '../parts/ruby.ts';
import { actBar, mainLink } from './act-bar.ts';
import { AppPage } from './app-page.ts';
import { head, note } from './blocks.ts';
import { finish, to } from './routes.ts';

/** R1: the second of two steps to stop, at any hour, without a reason; the way back stands first. */
@customElement('withdraw-page')
export class WithdrawPage extends AppPage<{ home: AppHome; client: AppClient }> {
  protected async load(): Promise<{ home: AppHome; client: AppClient }> {
    const home = await getHome();
    const client = home.clients.find((each) => each.id === this.place.params.client);
    if (!client) throw new CallFailed('not-found');
    return { home, client };
  }

  protected show({ home, client }: { home: AppHome; client: AppClient }): TemplateResult {
    return html`<main id="main">
        ${head('LINEの {連絡|れんらく}を やめますか。', '{理由|りゆう}は いりません。')}
        <section class="panel" aria-labelledby="h-aft">
          <h2 id="h-aft">${r('やめた あと')}</h2>
          <div class="stack-s">
            ${note('ok', 'check', '{支援|しえん}は {今|いま}までと {同|おな}じです。')}
            ${note('', 'phone', '{電話|でんわ}と {手紙|てがみ}で {連絡|れんらく}します。')}
            ${note('', 'undo', 'また {使|つか}う ことも できます。')}
          </div>
        </section>
      </main>
      ${actBar(html`${mainLink(to('settings'), 'やめないで もどる')}
        <button
          class="btn btn-stop"
          type="button"
          aria-busy=${this.sending}
          @click=${() => this.stop(home, client)}
        >${this.sending ? html`${icon('wait')}<span>${r('{送|おく}って います')}</span>` : html`<span>やめる</span>`}</button>`)}`;
  }

  private stop(home: AppHome, client: AppClient): void {
    void this.send(async () => {
      const { withdrawnAt } = await withdraw(client.id);
      writeDraft<ConsentReceipt>('consented', {
        clientId: client.id,
        choice: 'withdrawn',
        chosenAt: withdrawnAt,
        lacks: null,
        answerBy: null,
        counselor: client.counselor,
        friend: home.friend,
        addFriendUrl: home.addFriendUrl,
      });
      finish(to('consented'));
    });
  }
}
