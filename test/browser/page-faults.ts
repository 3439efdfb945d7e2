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

/** Rows whose words have been squeezed to less than a few letters a line by the buttons beside them. */
export function squeezed(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('.q.mini > :first-child:not(input)')]
      .filter((each) => each.clientHeight > 3 * 28 && each.clientWidth < 80)
      .map((each) => each.textContent?.trim().slice(0, 40) ?? ''),
  );
}
