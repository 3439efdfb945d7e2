import { describe, expect, it } from 'vitest';
import { ownPath, placeOf, urls } from '../../liff/console/urls.ts';

function placeAt(address: string) {
  const url = new URL(address, 'http://localhost');
  return placeOf(url.pathname, url.search, url.hash);
}

describe('addresses', () => {
  it.each([
    [urls.today(), { page: 'today' }],
    [urls.clients(), { page: 'clients' }],
    [urls.clientNew(), { page: 'client-new' }],
    [urls.client('a/b'), { page: 'client', clientId: 'a/b' }],
    [urls.invite('k', 'p'), { page: 'invite', clientId: 'k', contactId: 'p' }],
    [urls.caseOpen('k'), { page: 'case-open', clientId: 'k', kind: null }],
    [urls.case('c'), { page: 'case', caseId: 'c' }],
    [
      urls.write('k', 'p', 'reply', 'c'),
      { page: 'write', clientId: 'k', contactId: 'p', caseId: 'c', purpose: 'reply' },
    ],
    [
      urls.record('k', { correctsId: 'r' }),
      { page: 'record', clientId: 'k', caseId: null, correctsId: 'r', draftId: null },
    ],
    [
      urls.print('k', { from: '2026-11-01', kind: 'call' }),
      {
        page: 'print',
        clientId: 'k',
        asked: { from: '2026-11-01', until: null, kind: 'call', caseId: null },
      },
    ],
    [urls.clientImport(), { page: 'client-import' }],
    [urls.drafts(), { page: 'drafts' }],
    [urls.rulesText(3), { page: 'rules-text', version: 3 }],
    ['/console/rules/x', { page: 'unknown' }],
    [urls.closures(), { page: 'closures' }],
    ['/console/settings/nothing', { page: 'unknown' }],
    [urls.sessions(), { page: 'sessions' }],
    [urls.staff(), { page: 'staff' }],
    [urls.threads(), { page: 'threads' }],
    [urls.thread('p/1'), { page: 'thread', contactId: 'p/1' }],
    [urls.calendar(), { page: 'calendar', at: { scale: null, date: null, who: null } }],
    [
      urls.calendar({ scale: 'month', date: '2026-12-01', who: 'all' }),
      { page: 'calendar', at: { scale: 'month', date: '2026-12-01', who: 'all' } },
    ],
    ['/console/nothing/here', { page: 'unknown' }],
    ['/console/clients/k/what', { page: 'unknown' }],
    ['/console/%E0%A4%A', { page: 'unknown' }],
  ])('%s', (address, place) => {
    expect(placeAt(address)).toEqual(place);
  });

  it('takes a one-time code from any part of the address', () => {
    for (const address of ['/console/join?code=x1', '/console/join#x1', '/console/join/x1']) {
      expect(placeAt(address)).toEqual({ page: 'sign-in', to: '/console', code: 'x1' });
    }
  });

  it.each([
    [null, '/console'],
    ['/console/cases/c?x=1', '/console/cases/c?x=1'],
    ['https://evil.example/console', '/console'],
    ['//evil.example', '/console'],
    ['/console.evil', '/console'],
    ['/console/sign-in?to=/console/sign-in', '/console'],
  ])('goes back to %s only inside the console', (to, expected) => {
    expect(ownPath(to)).toBe(expected);
  });
});
