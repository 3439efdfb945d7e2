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
