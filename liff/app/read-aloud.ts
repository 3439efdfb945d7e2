/** Reads the page's main part aloud, words by their readings. `whenDone` also when it is stopped. */
export function readAloud(main: Element, whenDone: () => void): void {
  const speech = new SpeechSynthesisUtterance(wordsToSay(main));
  speech.lang = 'ja-JP';
  speech.rate = 0.9;
  speech.onend = whenDone;
  speech.onerror = whenDone;
  window.speechSynthesis.cancel();
  window.speechSynthesis.speak(speech);
}

function wordsToSay(main: Element): string {
  const copy = main.cloneNode(true) as Element;
  for (const silent of copy.querySelectorAll('svg, [hidden], .vh')) silent.remove();
  for (const ruby of copy.querySelectorAll('ruby')) {
    ruby.replaceWith(ruby.querySelector('rt')?.textContent ?? ruby.textContent ?? '');
  }
  for (const block of copy.querySelectorAll('p, h1, h2, li, b, dt, dd, label')) block.append('。');
  return (copy.textContent ?? '').replace(/\s+/g, ' ').replace(/(。\s*)+/g, '。');
}
