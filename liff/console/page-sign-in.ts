import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { ref } from 'lit/directives/ref.js';
import { type Failure, failureOf } from '../data/console-http.ts';
import { joinStaff, openStaffSession } from '../data/console-staff.ts';
import { CallFailed } from '../data/http.ts';
import { office } from '../data/office.ts';
import { announce } from './announce.ts';
import { Deed } from './deed.ts';
import { dropDraft, keepDraft } from './drafts.ts';
import { complain, fieldsOf } from './forms.ts';
import { icon, mark } from './icons.ts';
import { navigation } from './navigation.ts';
import { Page } from './part.ts';
import { staffSession } from './staff-session.ts';

const PENDING_CODE = 'console-join-code';

/** Sign in with LINE; on the first visit a one-time code says who one is. */
@customElement('page-sign-in')
export class PageSignIn extends Page {
  @property({ attribute: false }) to = '/console';
  @property({ attribute: false }) code = '';
  @state() private step: 'ask' | 'checking' | 'join' = 'checking';
  @state() private failure: Failure | undefined;
  private idToken = '';
  private readonly joining = new Deed(this);

  override connectedCallback(): void {
    super.connectedCallback();
    // The code travels in the address only as far as this page.
    if (this.code) {
      keepCode(this.code);
      history.replaceState(null, '', '/console/sign-in');
    }
    void this.arrive();
  }

  protected override render(): TemplateResult {
    return html`<section class="col" aria-labelledby="lg">
        <div class="row brand-big">${mark(36)}${office.known.name || 'サンクスシェア'}</div>
        <h1 id="lg">相談員のログイン</h1>
        <div class="sheet">${this.step === 'join' ? this.joinForm() : this.asking()}</div>
        <p class="say">この端末をはなれるときは画面を閉じます。8時間たつと自動でログアウトします。</p>
      </section>
      <section class="col" aria-labelledby="fst">
        <h2 id="fst">はじめての方へ</h2>
        <div class="sheet"><div class="pad">
          <p>ふだん使っている LINE のアカウントで入ります。利用者とのトークには何も送られません。</p>
          <ul class="checks">
            <li>${icon('check')}<span>管理者から、1回だけ使えるコードかリンクを受け取ります</span><span></span></li>
            <li>${icon('check')}<span>LINE でログインして、コードとお名前を入れます</span><span></span></li>
            <li>${icon('check')}<span>次からは LINE でログインするだけです</span><span></span></li>
          </ul>
        </div></div>
      </section>`;
  }

  private asking(): TemplateResult {
    return html`<div class="pad">
      ${
        this.step === 'checking'
          ? html`<p role="status">確かめています</p>`
          : html`<p>${readCode() ? '招待を受け取りました。LINE でログインすると、つづきが開きます。' : 'LINE のアカウントで、職員であることを確かめます。'}</p>
            <button class="b b-main b-w" type="button" @click=${this.login}>LINE でログインする</button>`
      }
      <fault-note .failure=${this.failure}></fault-note>
      <p class="s">ログインできないときは、管理者に声をかけてください。</p>
    </div>`;
  }

  private joinForm(): TemplateResult {
    return html`<form class="pad" novalidate @submit=${this.join} ${ref(keepDraft('join'))}>
      <p>この LINE アカウントは、まだ職員として登録されていません。</p>
      <div class="f"><label for="code">1回だけ使えるコード</label>
        <input class="in num" id="code" name="code" autocomplete="one-time-code" autocapitalize="off" spellcheck="false"
          value=${readCode()} aria-describedby="code-m" />
        <p class="miss" id="code-m" data-missing="code" hidden></p></div>
      <div class="f"><label for="name">お名前</label>
        <input class="in" id="name" name="name" autocomplete="name" maxlength="60" aria-describedby="name-s name-m" />
        <span class="s" id="name-s">相談記録に残る名前です。招待に名前があるときは、空のままで入れます。</span>
        <p class="miss" id="name-m" data-missing="name" hidden></p></div>
      <div class="f"><label for="name-kana">よみ（ひらがな）</label>
        <input class="in" id="name-kana" name="kana" autocomplete="off" maxlength="60" aria-describedby="kana-s" />
        <span class="s" id="kana-s">利用者の画面で、名前のふりがなになります。</span></div>
      <fault-note .failure=${this.joining.failure}></fault-note>
      <button class="b b-main b-w" type="submit">${this.joining.busy ? '確かめています' : '登録して入る'}</button>
      <button class="b b-quiet b-w" type="button" @click=${this.login}>ほかの LINE アカウントで入る</button>
    </form>`;
  }

  private async arrive(): Promise<void> {
    this.step = 'checking';
    try {
      // Whoever is signed in already needs no LINE.
      if (!readCode() && (await this.alreadyIn())) return;
      const { askedLine } = await import('../data/console-sign-in.ts');
      if (askedLine()) await this.ask(true);
      else this.step = 'ask';
    } catch (error) {
      this.fail(error);
    }
  }

  private async alreadyIn(): Promise<boolean> {
    try {
      await staffSession.load();
    } catch (error) {
      if (failureOf(error).type === 'offline') throw error;
      return false;
    }
    navigation.go(this.to, 'replace');
    return true;
  }

  /** Gets LINE's token (which may leave this page) and exchanges it for our session. */
  private async ask(fresh: boolean): Promise<void> {
    const { askLineAgain, staffIdToken } = await import('../data/console-sign-in.ts');
    this.idToken = await staffIdToken();
    try {
      await openStaffSession(this.idToken);
    } catch (error) {
      // A kept token may have died without this device's clock noticing; a fresh one is never asked for twice.
      if (failureOf(error).type === 'token-invalid' && !fresh) return askLineAgain();
      if (failureOf(error).type !== 'forbidden') throw error;
      this.step = 'join';
      announce('はじめての方は、コードを入れてください。', 'ears');
      return;
    }
    await this.enter();
  }

  private readonly login = async (): Promise<void> => {
    const refused = this.failure?.type === 'token-invalid';
    this.failure = undefined;
    try {
      if (refused || this.step === 'join') await this.otherAccount();
      this.step = 'checking';
      await this.ask(false);
    } catch (error) {
      this.fail(error);
    }
  };

  private async otherAccount(): Promise<never> {
    this.step = 'checking';
    const { askLineAgain } = await import('../data/console-sign-in.ts');
    return askLineAgain();
  }

  private fail(error: unknown): void {
    import('../data/console-sign-in.ts').then(
      ({ giveUpLine }) => giveUpLine(),
      // The part that could not be loaded is what failed.
      () => {},
    );
    this.failure = lineFailure(error);
    this.step = 'ask';
  }

  private readonly join = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const { code = '', name = '', kana = '' } = fieldsOf(form);
    if (!complain(form, { code: !code && 'コードを入れてください。' })) return;
    const joined = await this.joining.run(() =>
      joinStaff({ idToken: this.idToken, code, ...(name ? { name } : {}), ...(kana ? { kana } : {}) }),
    );
    if (!joined) return;
    dropDraft('join');
    await this.enter();
  };

  private async enter(): Promise<void> {
    keepCode('');
    await staffSession.load();
    announce('ログインしました。');
    navigation.go(this.to, 'replace');
  }
}

/** What the API said, or that LINE itself could not be reached. */
function lineFailure(error: unknown): Failure {
  if (error instanceof CallFailed && error.problem) return failureOf(error);
  const detail = '電波を確かめて、もう一度ためしてください。続くときは管理者に知らせてください。';
  return { type: 'fault', problem: { type: 'fault', status: 0, title: 'LINE につながりません。', detail } };
}

function readCode(): string {
  try {
    return sessionStorage.getItem(PENDING_CODE) ?? '';
  } catch {
    return '';
  }
}

function keepCode(code: string): void {
  try {
    if (code) sessionStorage.setItem(PENDING_CODE, code);
    else sessionStorage.removeItem(PENDING_CODE);
  } catch {
    // Then the code has to be typed.
  }
}
