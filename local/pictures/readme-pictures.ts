import { NAKAMURA } from './people.ts';
import type { Picture } from './table.ts';

/** What the README shows. */
export const README_PICTURES: readonly Picture[] = [
  {
    name: 'studio',
    as: null,
    path: ({ machine }) => machine.studioUrl,
    width: 1440,
    folder: 'docs/pictures',
    before: async (page) => {
      await page.getByRole('button', { name: NAKAMURA, pressed: true }).waitFor();
      await page.getByLabel('だれの スマートフォン').selectOption({ label: '三浦 陽子' });
      await page.getByRole('list', { name: 'トーク' }).getByRole('listitem').first().waitFor();
      const desk = page.frameLocator('iframe[title="相談員の画面"]');
      await desk.getByRole('heading', { level: 1 }).waitFor();
    },
  },
];
