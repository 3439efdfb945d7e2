/** Once the next frame has been painted; at once where nobody sees the page. */
export async function afterPaint(): Promise<void> {
  if (!document.hidden) await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

let answer: Promise<void> | null = null;

/** While a tap's own answer is not painted yet: when it will be. */
export function tapAnswered(): Promise<void> | null {
  return answer;
}

const shown = new Set<{ catchUp: () => void }>();

/** Whoever shows something from its state, until `false`: each tap finds it as the one before left it. */
export function catchesUp(one: { catchUp: () => void }, is: boolean): void {
  if (is) shown.add(one);
  else shown.delete(one);
}

/**
 * Lets the answer to each tap in `root` (the ticked box, the pressed button) be painted before whatever else the tap
 * sets off: on an old phone a new page takes a while, and a tap without an answer is made again.
 */
export function answerTapsFirst(root: HTMLElement): void {
  for (const type of ['click', 'input']) root.addEventListener(type, begin, true);
}

async function begin({ type, target }: Event): Promise<void> {
  // What this tap is heard by must know what the last one did, painted or not.
  for (const one of shown) one.catchUp();
  const pressed = type === 'click' ? (target as Element).closest('a, button') : null;
  pressed?.toggleAttribute('data-pressed', true);
  answer ??= afterPaint();
  await answer;
  answer = null;
  await afterPaint();
  pressed?.removeAttribute('data-pressed');
}
