import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PAGES } from '../../liff/app/page-table.ts';
import { placeAt, to } from '../../liff/app/routes.ts';
import { linkFor } from '../../worker/services/message/drafts.ts';

const at = (path: string) => placeAt(new URL(path, 'https://office.example'));

describe('the addresses of the mini-app', () => {
  it.each([
    ['/app', 'home', {}],
    ['/app/', 'home', {}],
    ['/app/invite?t=abc', 'invite', {}],
    ['/app/consent/c%201', 'consent', { client: 'c 1' }],
    ['/app/dates/7', 'case', { case: '7' }],
    ['/app/dates/7/choose', 'dates', { case: '7' }],
    ['/app/contact/cannot-come', 'wish', { kind: 'cannot-come' }],
    ['/app/withdraw/%E0%A4%A', 'withdraw', { client: '%E0%A4%A' }],
  ])('%s is %s', (path, page, params) => {
    expect(at(path)).toMatchObject({ page, params });
  });

  it.each(['/', '/application', '/app/dates', '/app/dates/1/2/3', '/console'])(
    '%s is none of ours',
    (path) => {
      expect(at(path)).toBeNull();
    },
  );

  it('hold every page that a message of the office leads to', () => {
    for (const purpose of ['callback-request', 'date-request', 'confirmed', 'reminder'] as const) {
      const link = linkFor(purpose, 'case-1');
      expect(at(`/app/${link?.path}`), purpose).not.toBeNull();
    }
  });

  it('are made nowhere else', () => {
    const folder = new URL('../../liff/app/', import.meta.url);
    const elsewhere = readdirSync(folder)
      .filter((file) => file.endsWith('.ts') && !['routes.ts', 'page-table.ts'].includes(file))
      .filter((file) => /['"`(]\/app\b/.test(readFileSync(new URL(file, folder), 'utf8')));
    expect(elsewhere).toEqual([]);
  });

  it('are made of the page, what it is about, and what is asked', () => {
    expect(to('home')).toBe('/app');
    expect(to('checkin', { case: 'a/b' }, { q: '2' })).toBe('/app/dates/a%2Fb/checkin?q=2');
    expect(at(to('checkin', { case: 'a/b' }))).toMatchObject({ page: 'checkin', params: { case: 'a/b' } });
  });

  it('name an element for each', () => {
    for (const page of Object.values(PAGES)) expect(page.tag).toMatch(/^[a-z]+-page$/);
  });
});
