import { html, render } from 'lit';

/** Says above a form that another window holds other words for it, and asks which stand. Once for each form. */
export function contested(form: HTMLFormElement, decide: (whose: 'mine' | 'theirs') => void): void {
  if (form.querySelector('.contest')) return;
  const note = document.createElement('div');
  note.className = 'why contest';
  note.setAttribute('role', 'alert');
  const choose = (whose: 'mine' | 'theirs') => () => {
    note.remove();
    decide(whose);
    form.querySelector<HTMLElement>('textarea, input:not([type=hidden]), select')?.focus();
  };
  render(
    html`<b>同じところを、ほかの画面でも書いています。</b><span>どちらの文も、まだ残っています。</span>
      <div class="row"><button class="b b-s" type="button" @click=${choose('mine')}>この画面の文で続ける</button><button class="b b-quiet b-s" type="button" @click=${choose('theirs')}>ほかの画面の文を使う</button></div>`,
    note,
  );
  form.prepend(note);
}
