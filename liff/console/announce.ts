const SHOWN_MS = 6_000;
let leaving: ReturnType<typeof setTimeout> | undefined;

/**
 * Says something in the console's one live region. What was done is seen there too, for a moment; `ears`: the page
 * itself already shows it.
 */
export function announce(words: string, to: 'all' | 'ears' = 'all'): void {
  const region = document.getElementById('live');
  if (!region) return;
  // The same words twice are only read again when the text changes.
  region.textContent = region.textContent === words ? `${words}\u00a0` : words;
  clearTimeout(leaving);
  region.className = to === 'all' ? 'told' : 'vh';
  leaving = setTimeout(() => {
    region.className = 'vh';
  }, SHOWN_MS);
}
