import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { inviteStaff } from '../data/console-staff.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Page } from './part.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import { urls } from './urls.ts';

/** Managers invite colleagues with a link that works once. */
@customElement('page-staff')
export class PageStaff extends Page {
  @state() private url = '';
  @state() private copied = false;
  protected readonly watch = new StaffWatch(this);
  private readonly inviting = new Deed(this);

  protected override render(): TemplateResult {
    if (staffSession.me?.role !== 'manager') {
      return html`<div class="lone"><h1>職員をまねく</h1><p>職員をまねくのは管理者です。管理者に声をかけてください。</p><p><a class="b b-quiet" href=${urls.today()}>今日へもどる</a></p></div>`;
    }
    return html`<div class="top"><div class="grow"><h1>職員をまねく</h1><span class="s">1回だけ使えるリンクを渡します</span></div></div>
      <div class="page"><section class="sheet narrow" aria-label="職員の招待"><form class="pad" novalidate @submit=${this.invite} ${ref(keepDraft('staff'))}>
        <div class="f"><label for="sn">名前</label><input class="in" id="sn" name="name" maxlength="60" autocomplete="off" aria-describedby="sn-m" /><p class="miss" id="sn-m" data-missing="name" hidden></p></div>
        <fieldset class="f"><legend class="l">役わり</legend><div class="pick"><label><input type="radio" name="role" value="counselor" checked />${icon('check')}相談支援専門員</label><label><input type="radio" name="role" value="manager" />${icon('check')}管理者</label></div>
          <span class="s">管理者は、特別な事情の承認と職員の招待ができます</span></fieldset>
        <fault-note .failure=${this.inviting.failure}></fault-note>
        <div><button class="b b-main" type="submit">${this.inviting.busy ? 'つくっています' : '招待のリンクをつくる'}</button></div></form>
        ${this.url ? this.made() : nothing}</section></div>`;
  }

  private made(): TemplateResult {
    return html`<div class="pad"><div class="f"><label for="su">招待のリンク</label><input class="in ro" id="su" readonly .value=${this.url} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} /></div>
      <div><button class="b" type="button" @click=${this.copy}>${this.copied ? '写しました' : 'リンクを写しとる'}</button></div>
      <p class="say wait"><b>このリンクが見られるのは、いまだけです。</b>本人にだけ渡してください。</p></div>`;
  }

  private readonly invite = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { name = '', role } = fieldsOf(form);
    if (!complain(form, { name: !name && '名前を入れてください。' })) return;
    const made = await this.inviting.run(() =>
      inviteStaff({ name, role: role === 'manager' ? 'manager' : 'counselor' }),
    );
    if (!made) return;
    dropDraft('staff');
    form.reset();
    this.copied = false;
    this.url = made.url;
    announce('招待のリンクをつくりました。');
  };

  private readonly copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.url);
      this.copied = true;
      announce('リンクを写しました。');
    } catch {
      this.querySelector<HTMLInputElement>('#su')?.select();
      announce('写しとれませんでした。選んだ文字を写してください。');
    }
  };
}
