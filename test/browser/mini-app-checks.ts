import type { AxeResults } from 'axe-core';

declare global {
  interface Window {
    axe: { run(context: Document, options: object): Promise<AxeResults> };
  }
}

/** How a person has set the page and the phone. */
export interface Look {
  furi: 'on' | 'off';
  size: 'm' | 'l' | 'xl';
  scheme: 'light' | 'dark';
  width: number;
  height: number;
  /** The distances of WCAG 1.4.12. */
  spaced?: true;
  /** axe with all its rules; else with those that a look can break. */
  axe: 'all' | 'look' | null;
}

const phone = { width: 360, height: 640 };
/** 320 px is 1280 at 400 %. */
const narrow = { width: 320, height: 256 };
const lying = { width: 640, height: 360 };

/** Every mixture of readings, letters and colours; axe, which is slow, where two of the three have not met yet. */
export const LOOKS: readonly Look[] = [
  { furi: 'on', size: 'm', scheme: 'light', ...phone, axe: 'all' },
  { furi: 'on', size: 'l', scheme: 'light', ...phone, axe: null },
  { furi: 'on', size: 'xl', scheme: 'light', ...phone, axe: null },
  { furi: 'off', size: 'm', scheme: 'light', ...phone, axe: null },
  { furi: 'off', size: 'l', scheme: 'light', ...phone, axe: null },
  { furi: 'off', size: 'xl', scheme: 'light', ...phone, axe: 'look' },
  { furi: 'off', size: 'm', scheme: 'dark', ...phone, axe: null },
  { furi: 'off', size: 'l', scheme: 'dark', ...phone, axe: 'look' },
  { furi: 'off', size: 'xl', scheme: 'dark', ...phone, axe: null },
  { furi: 'on', size: 'm', scheme: 'dark', ...phone, axe: null },
  { furi: 'on', size: 'l', scheme: 'dark', ...phone, axe: null },
  { furi: 'on', size: 'xl', scheme: 'dark', ...phone, axe: 'look' },
  { furi: 'on', size: 'xl', scheme: 'dark', ...narrow, axe: null },
  { furi: 'on', size: 'm', scheme: 'dark', ...narrow, axe: null },
  { furi: 'on', size: 'm', scheme: 'dark', ...narrow, spaced: true, axe: null },
  { furi: 'on', size: 'xl', scheme: 'dark', ...lying, axe: null },
];

/** What is wrong with the page as it stands; runs inside it, so it holds everything it needs. */
export async function checkPage(look: Look): Promise<string[]> {
  const faults: string[] = [];
  const root = document.documentElement;
  const outline = (element: Element) => element.outerHTML.replace(/<!--.*?-->/g, '').slice(0, 90);
  const first = look.axe === 'all' && look.scheme === 'light';

  if (first) {
    const busy = document.querySelector('main[aria-busy]') !== null;
    const focused = document.activeElement;
    if (!busy && !focused?.matches('h1, #msg, .tool, .btn')) faults.push(`focus on ${focused?.tagName}`);
    const live = document.querySelectorAll('[role=status], [role=alert], [aria-live]').length;
    if (live !== 1) faults.push(`${live} live regions`);
    for (const reading of document.querySelectorAll('rt:not([aria-hidden=true])'))
      faults.push(`said twice: ${outline(reading)}`);
    if (document.querySelectorAll('a[href="tel:119"], a[href="tel:110"]').length < 2)
      faults.push('no 119, 110');
    if (document.querySelector('[disabled]')) faults.push('a disabled control');
  }

  Object.assign(root.dataset, { furi: look.furi, size: look.size });
  const spacing = new CSSStyleSheet();
  if (look.spaced)
    spacing.replaceSync(
      '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }',
    );
  document.adoptedStyleSheets = [spacing];

  if (root.scrollWidth > innerWidth) {
    const wide = [...document.querySelectorAll('body *')].filter(
      (each) => each.getBoundingClientRect().right > innerWidth + 0.5 && !each.closest('.vh, .skip'),
    );
    faults.push(
      `sideways ${root.scrollWidth}: ${wide.filter((each) => each.childElementCount === 0).map(outline)}`,
    );
  }
  checkTargets();
  if (look.axe && look.furi === 'on') checkReadings();
  if (look.width === 320 && look.size === 'm' && !look.spaced) checkBreaks();
  if (look.axe) await checkWithAxe(look.axe);
  if (look.axe === 'all') checkFocus();
  return faults;

  function targets(): HTMLElement[] {
    const all = document.querySelectorAll<HTMLElement>(
      'a[href], button, input, select, textarea, summary, [tabindex="0"]',
    );
    return [...all].filter(
      (each) => !each.matches('.skip') && each.checkVisibility({ visibilityProperty: true }),
    );
  }

  function checkTargets(): void {
    for (const each of targets()) {
      const target =
        (each.matches('input[type=radio], input[type=checkbox]') && each.closest('label')) || each;
      const { width, height } = target.getBoundingClientRect();
      if (width < 47.5 || height < 47.5) faults.push(`${width} × ${height}: ${outline(target)}`);
    }
  }

  function checkReadings(): void {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      const text = walker.currentNode.textContent?.trim() ?? '';
      if (!parent || !/\p{Script=Han}/u.test(text) || parent.getClientRects().length === 0) continue;
      // Names of more than ten letters go without: the word could not break.
      if (parent.closest('ruby, .vh, script, noscript, option') || text.length > 10) continue;
      faults.push(`no reading: ${text}`);
    }
  }

  /** Two letters of one word on two lines. */
  function checkBreaks(): void {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    const range = document.createRange();
    type Letter = { letter: string; bottom: number; box: Element | null };
    let before = null as Letter | null;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node instanceof HTMLBRElement) before = null;
      const parent = node.parentElement;
      if (
        !(node instanceof Text) ||
        !parent ||
        parent.closest('rt, .vh, .skip, svg, script, noscript, textarea')
      )
        continue;
      const box = boxOf(parent);
      for (const [at, letter] of [...node.data].entries()) {
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const place = range.getClientRects()[0];
        const space = /\s/.test(letter);
        if (space) before = null;
        if (space || !place || place.height === 0) continue;
        if (before?.box === box && place.bottom - before.bottom > place.height * 0.7) {
          const word = parent.closest('.nb, .w, ruby')?.textContent ?? node.data;
          const longest = Math.max(...word.split(/\s/).map((part) => part.length));
          if (!/[、。）」：・]/.test(before.letter) && !/[（「]/.test(letter) && longest <= 14)
            faults.push(`breaks inside: ${word.trim()} at ${before.letter}/${letter}`);
        }
        before = { letter, bottom: place.bottom, box };
      }
    }
  }

  /** What the words of an element flow in. */
  function boxOf(element: Element): Element | null {
    let box: Element | null = element;
    while (box && /^(inline|ruby|ruby-text|contents)$/.test(getComputedStyle(box).display))
      box = box.parentElement;
    return box;
  }

  async function checkWithAxe(rules: 'all' | 'look'): Promise<void> {
    // The bar at the foot lies over what has not been scrolled to: axe would count it as hidden.
    for (const bar of document.querySelectorAll<HTMLElement>('.act')) bar.style.position = 'static';
    const found = await window.axe.run(document, {
      runOnly:
        rules === 'all'
          ? ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']
          : { type: 'rule', values: ['color-contrast-enhanced', 'target-size'] },
      rules:
        rules === 'all'
          ? { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } }
          : {},
      resultTypes: ['violations'],
    });
    for (const bar of document.querySelectorAll<HTMLElement>('.act')) bar.style.position = '';
    for (const each of found.violations)
      faults.push(
        `axe ${each.id}: ${each.nodes.slice(0, 3).map((node) => `${node.html.slice(0, 120)} ${node.any[0]?.message ?? ''}`)}`,
      );
  }

  /** Where the keyboard is, is seen: a line of 3 px around the control or its card. */
  function checkFocus(): void {
    const was = document.activeElement;
    for (const each of targets()) {
      each.focus({ preventScroll: true, focusVisible: true } as FocusOptions);
      const seen = [each, each.closest('label')].some((shown) => {
        const style = shown && getComputedStyle(shown);
        return (
          style &&
          style.outlineStyle !== 'none' &&
          Number.parseFloat(style.outlineWidth) >= 3 &&
          style.opacity !== '0'
        );
      });
      if (!seen) faults.push(`focus not seen: ${outline(each)}`);
    }
    if (was instanceof HTMLElement) was.focus({ preventScroll: true });
  }
}
