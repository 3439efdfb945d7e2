import { describe, expect, it } from 'vitest';
import { nameFirstFiles } from '../../worker/routes/first-files.ts';

const needs = [
  { path: '/app', files: ['/assets/home.js'], call: '/api/app/home' },
  {
    path: '/app/dates/:case/choose',
    files: ['/assets/dates.js', '/assets/a.css'],
    call: '/api/app/cases/:case',
  },
  { path: '/app/rules', files: ['/assets/rules.js'] },
];
const DOCUMENT = `<head><meta name="first-needs" content="${JSON.stringify(needs).replaceAll('"', '&quot;')}"></head>`;

function head(path: string, signedIn = true): string {
  return nameFirstFiles(DOCUMENT, new URL(path, 'https://office.example'), signedIn);
}

describe('what a page needs first', () => {
  it('is named in the document of that page alone', () => {
    expect(head('/app/rules')).toBe(
      '<head><link rel="modulepreload" crossorigin fetchpriority="low" href="/assets/rules.js"></head>',
    );
    expect(head('/app/nowhere')).toBe('<head></head>');
  });

  it('is asked of the server for somebody signed in, about what the address names', () => {
    const links = head('/app/dates/7f-1/choose?from=chat');
    expect(links).toContain('<link rel="preload" as="style" href="/assets/a.css">');
    expect(links).toContain('<link rel="preload" as="fetch" crossorigin href="/api/app/cases/7f-1?early">');
    expect(head('/app/dates/7f-1/choose', false)).not.toContain('/api/');
  });

  it('is not known where LINE still has to say which page is meant', () => {
    expect(head('/app?liff.state=%2Frules')).toBe('<head></head>');
  });

  it.each(['/app/dates/"><script>/choose', '/app/dates/%22%3E/choose', '/app/dates/$&/choose'])(
    'puts nothing of the address %s into the document',
    (path) => {
      expect(head(path)).toBe('<head></head>');
    },
  );
});
