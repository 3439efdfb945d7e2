const NO_VOICE =
  'この {電話|でんわ}では {声|こえ}で {読|よ}めません。\n{日本語|にほんご}の {声|こえ}が ありません。';
/** Browsers fetch their voices after the first question for them; some never name any and speak all the same. */
const VOICES_WITHIN_MS = 1000;
/** A voice from the network takes a while; some devices take every word and never say one. */
const HEARD_WITHIN_MS = 8000;

/**
 * Reads the page's main part aloud in a Japanese voice, words by their readings, sentence by sentence (long texts
 * break off). `whenDone` also when it is stopped; with words for the person where this device can't.
 */
export async function readAloud(
  main: Element,
  stillWanted: () => boolean,
  whenDone: (words?: string) => void,
): Promise<void> {
  const speech = window.speechSynthesis;
  const voices = await voicesOf(speech);
  if (!stillWanted()) return;
  const voice = voices.find((each) => /^ja([-_]|$)/i.test(each.lang));
  if (!voice && voices.length > 0) return whenDone(NO_VOICE);
  speech.cancel();
  const sentences = wordsToSay(main).split(/(?<=。)/);
  let ended = false;
  const end = (words?: string) => {
    clearTimeout(silent);
    if (!ended) whenDone(words);
    ended = true;
  };
  const silent = setTimeout(() => {
    if (!stillWanted()) return;
    end(NO_VOICE);
    speech.cancel();
  }, HEARD_WITHIN_MS);
  for (const [index, sentence] of sentences.entries()) {
    const utterance = new SpeechSynthesisUtterance(sentence);
    utterance.lang = 'ja-JP';
    utterance.voice = voice ?? null;
    utterance.rate = 0.9;
    if (index === 0) utterance.onstart = () => clearTimeout(silent);
    if (index === sentences.length - 1) utterance.onend = () => end();
    utterance.onerror = ({ error }) => {
      if (error === 'canceled' || error === 'interrupted') return end();
      speech.cancel();
      end(NO_VOICE);
    };
    speech.speak(utterance);
  }
}

function voicesOf(speech: SpeechSynthesis): Promise<SpeechSynthesisVoice[]> {
  const now = speech.getVoices();
  if (now.length > 0) return Promise.resolve(now);
  return new Promise((resolve) => {
    const give = () => resolve(speech.getVoices());
    speech.addEventListener?.('voiceschanged', give, { once: true });
    setTimeout(give, VOICES_WITHIN_MS);
  });
}

function wordsToSay(main: Element): string {
  const copy = main.cloneNode(true) as Element;
  for (const silent of copy.querySelectorAll('svg, [hidden], [aria-hidden="true"]:not(rt), .vh'))
    silent.remove();
  for (const ruby of copy.querySelectorAll('ruby')) {
    ruby.replaceWith(ruby.querySelector('rt')?.textContent ?? ruby.textContent ?? '');
  }
  for (const block of copy.querySelectorAll('p, h1, h2, h3, li, b, dt, dd, label, a, br')) block.append('。');
  for (const line of copy.querySelectorAll('br')) line.replaceWith('。');
  return (copy.textContent ?? '')
    .replace(/\s+/g, ' ')
    .replace(/(。\s*)+/g, '。')
    .replace(/^。/, '');
}
