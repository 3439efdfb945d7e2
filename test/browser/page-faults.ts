import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What a page breaks of WCAG 2.2 AA and good practice, with the element that does. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
    const found = await run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return found.violations.map(
      (each) =>
        `${each.id}: ${each.nodes
          .map((node) => node.html)
          .join(' | ')
          .slice(0, 300)}`,
    );
  });
}

/** How far a page can be scrolled sideways. */
export function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** Words that the parts beside them have squeezed to a few letters a line. */
export function squeezed(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const rows = [...document.querySelectorAll('.q.mini > :first-child:not(input)')].filter(
      (each) => each.clientHeight > 3 * 28 && each.clientWidth < 80,
    );
    const words = [...document.querySelectorAll<HTMLElement>('p, dd, dt, a, b, .s, .who')].filter((each) => {
      const size = Number.parseFloat(getComputedStyle(each).fontSize);
      return each.offsetWidth > 2 && each.offsetWidth < 2.5 * size && each.offsetHeight > 6 * size;
    });
    return [...rows, ...words].map((each) => each.textContent?.trim().slice(0, 40) ?? '');
  });
}

/** What is chosen and looks like what is not, once the colours are the reader's own. */
export function unmarked(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const look = (each: Element) => {
      const style = getComputedStyle(each);
      return [style.backgroundColor, style.borderTopColor, style.borderLeftColor].join();
    };
    return [...document.querySelectorAll('[aria-current=page], [aria-pressed=true]')]
      .filter((each) => {
        const others = [...(each.parentElement?.children ?? [])].filter(
          (other) => other.tagName === each.tagName && !other.matches('[aria-current], [aria-pressed=true]'),
        );
        return others.some((other) => look(other) === look(each));
      })
      .map((each) => each.outerHTML.slice(0, 200));
  });
}
