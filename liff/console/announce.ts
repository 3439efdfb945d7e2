/** Says something in the console's one live region. */
export function announce(words: string): void {
  const region = document.getElementById('live');
  if (!region) return;
  // The same words twice are only read again when the text changes.
  region.textContent = region.textContent === words ? `${words}\u00a0` : words;
}
