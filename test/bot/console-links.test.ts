import { expect, it } from 'vitest';
import { placeOf, urls } from '../../liff/console/urls.ts';
import { consoleLinks } from '../../worker/bot/console-links.ts';

it('links in answers to staff are the console’s own addresses', () => {
  const links = consoleLinks('https://office.example/console');
  const made = [links.today, links.calendar, links.case('a b'), links.thread('c'), links.thread(null)];
  const paths = made.map((url) => new URL(url ?? '').pathname);
  expect(paths).toEqual([urls.today(), urls.calendar(), urls.case('a b'), urls.thread('c'), urls.today()]);
  expect(paths.map((path) => placeOf(path, '').page)).not.toContain('unknown');
  expect(consoleLinks(null).case('a')).toBeNull();
});
