import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { repeat } from 'lit/directives/repeat.js';
import { civilDate } from '../../worker/manual/jst.ts';
import { shortDate, shortInstant } from '../../worker/manual/say.ts';
import type { StaffInvitationView, StaffListView, StaffRow } from '../../worker/views/office.ts';
import { changeStaff, fetchStaff, ROLE, revokeStaffInvitation } from '../data/console-office.ts';
import { inviteStaff } from '../data/console-staff.ts';
import { announce } from './announce.ts';
import { chip } from './chips.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import './fault-note.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon } from './icons.ts';
import { Live } from './live.ts';
import { Page } from './part.ts';
import { managersOnly, managersRead, settingsTabs } from './settings-tabs.ts';
import { StaffWatch, staffSession } from './staff-session.ts';
import './styles/office.css';
import { urls } from './urls.ts';

const INVITED = {
  open: '待っています',
  used: '入りました',
  expired: '期限がすぎました',
  revoked: '取り消しました',
} as const;

/** 職員: who works here and what they may do; colleagues are invited with a link that works once. */
@customElement('page-staff')
export class PageStaff extends Page {
  @state() private url = '';
  @state() private copied = false;
  @state() private asked: string | null = null;
  protected readonly watch = new StaffWatch(this);
  private readonly live = new Live<StaffListView>(this, (signal) => managersRead(() => fetchStaff(signal)));
  private readonly inviting = new Deed(this);
  private readonly changing = new Deed(this);

  protected override render(): TemplateResult {
    if (staffSession.me?.role !== 'manager') return managersOnly('職員');
    const view = this.live.value;
    return html`<div class="top"><div class="grow"><h1>職員</h1><span class="s">役わりを変えること、招待、やめる人の取り消しができます</span></div></div>
      <div class="page">${settingsTabs('staff')}<fault-note .failure=${this.live.failure} .retry=${() => void this.live.refresh()}></fault-note><fault-note .failure=${this.changing.failure}></fault-note>
        <div class="two"><div>${view ? this.people(view) : this.live.failure ? nothing : html`<p class="s">読み込んでいます</p>`}${view ? this.invitations(view) : nothing}</div>
        <aside aria-label="職員の招待"><section class="sheet" aria-labelledby="in-h"><header>${icon('plus')}<h2 id="in-h">職員をまねく</h2></header>${this.form()}${this.url ? this.made() : nothing}</section></aside></div></div>`;
  }

  private people({ staff }: StaffListView): TemplateResult {
    return html`<section class="sheet" aria-labelledby="st-h"><header>${icon('users')}<h2 id="st-h">いまの職員</h2><span class="count num">${staff.filter((each) => each.active).length}<span class="vh">人</span></span></header>
      ${repeat(
        staff,
        ({ id }) => id,
        (each) => this.person(each),
      )}</section>`;
  }

  private person(each: StaffRow): TemplateResult {
    const me = each.id === staffSession.me?.id;
    return html`<div class="q mini"><div class="col-s"><span class="who"><b>${each.name}</b><small>${each.kana ?? ''}</small></span>
        <span class="s">${ROLE[each.role]}・担当 ${each.clients}人${each.active ? `・ログイン中の端末 ${each.sessions}台` : ''}${me ? '・あなた' : ''}</span></div>
      <div class="acts">${each.clients > 0 ? html`<a class="b b-quiet b-s" href=${urls.handOver(each.id)}>担当を引きつぐ<span class="vh">：${each.name}</span></a>` : nothing}${
        each.active
          ? html`<button class="b b-quiet b-s" type="button" @click=${() => this.change(each, { role: each.role === 'manager' ? 'counselor' : 'manager' })}>${each.role === 'manager' ? '相談支援専門員にする' : '管理者にする'}<span class="vh">：${each.name}</span></button>
            ${
              this.asked === each.id
                ? html`<span class="s">${each.clients > 0 ? `担当の${each.clients}人を、先に引きついでください。` : ''}すぐに入れなくなります。</span>${each.clients > 0 ? html`<a class="b b-main b-s" href=${urls.handOver(each.id)}>引きつぐ<span class="vh">：${each.name}</span></a>` : nothing}<button class="b b-s" type="button" @click=${() => this.change(each, { active: false, leaveClients: true })}>${each.clients > 0 ? '引きつぎをあとにして、入れないようにする' : '入れないようにする'}</button><button class="b b-quiet b-s" type="button" @click=${() => this.ask(null)}>やめる</button>`
                : html`<button class="b b-quiet b-s" type="button" @click=${() => this.ask(each.id)}>入れないようにする<span class="vh">：${each.name}</span></button>`
            }`
          : html`${chip('stop', '入れません')}<button class="b b-quiet b-s" type="button" @click=${() => this.change(each, { active: true })}>また入れるようにする<span class="vh">：${each.name}</span></button>`
      }</div></div>`;
  }

  private invitations({ invitations }: StaffListView): TemplateResult | typeof nothing {
    if (invitations.length === 0) return nothing;
    return html`<section class="sheet" aria-labelledby="iv-h"><header>${icon('pen')}<h2 id="iv-h">招待</h2></header>${repeat(
      invitations,
      ({ id }) => id,
      (each) => this.invitation(each),
    )}</section>`;
  }

  private invitation(each: StaffInvitationView): TemplateResult {
    return html`<div class="q mini"><div class="col-s"><b>${each.name}</b><span class="s num">${ROLE[each.role]}・${shortInstant(each.createdAt)} ${each.createdBy ?? ''}・${shortDate(civilDate(each.expiresAt))}まで</span></div>
      <div class="acts">${chip(each.state === 'open' ? 'wait' : each.state === 'used' ? 'ok' : 'plain', INVITED[each.state])}${each.state === 'open' ? html`<button class="b b-quiet b-s" type="button" @click=${() => this.revoke(each)}>招待を取り消す<span class="vh">：${each.name}</span></button>` : nothing}</div></div>`;
  }

  private form(): TemplateResult {
    return html`<form class="pad" novalidate aria-label="職員の招待" @submit=${this.invite} ${ref(keepDraft('staff'))}>
      <div class="f"><label for="sn">名前</label><input class="in" id="sn" name="name" maxlength="60" autocomplete="off" aria-describedby="sn-m" /><p class="miss" id="sn-m" data-missing="name" hidden></p></div>
      <fieldset class="f"><legend class="l">役わり</legend><div class="pick"><label><input type="radio" name="role" value="counselor" checked />${icon('check')}相談支援専門員</label><label><input type="radio" name="role" value="manager" />${icon('check')}管理者</label></div>
        <span class="s">管理者は、例外の承認・設定・職員の招待・書き出しの確認ができます</span></fieldset>
      <fault-note .failure=${this.inviting.failure}></fault-note>
      <div><button class="b b-main" type="submit">${this.inviting.busy ? 'つくっています' : '招待のリンクをつくる'}</button></div></form>`;
  }

  private made(): TemplateResult {
    return html`<div class="pad"><div class="f"><label for="su">招待のリンク</label><input class="in ro" id="su" readonly .value=${this.url} @focus=${(event: Event) => (event.target as HTMLInputElement).select()} /></div>
      <div><button class="b" type="button" @click=${this.copy}>${this.copied ? '写しました' : 'リンクを写しとる'}</button></div>
      <p class="say wait"><b>このリンクが見られるのは、いまだけです。</b>本人にだけ渡してください。</p></div>`;
  }

  private ask(id: string | null): void {
    this.asked = id;
  }

  private async change(each: StaffRow, change: Parameters<typeof changeStaff>[1]): Promise<void> {
    this.asked = null;
    const done = await this.changing.run(() => changeStaff(each.id, change));
    if (done) announce(`${each.name}さんを変えました。`);
    await Promise.all([this.live.refresh(), staffSession.load()]);
  }

  private async revoke(each: StaffInvitationView): Promise<void> {
    const done = await this.changing.run(() => revokeStaffInvitation(each.id));
    if (done) announce('招待を取り消しました。');
    await this.live.refresh();
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
    await this.live.refresh();
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
