import { tapAnswered } from '../parts/answer-first.ts';
import { PAGES, type PageName } from './page-table.ts';
import type { Place } from './place.ts';

const CODE: Record<PageName, () => Promise<unknown>> = {
  home: () => import('./home-page.ts'),
  invite: () => import('./consent-page.ts'),
  consent: () => import('./consent-page.ts'),
  consented: () => import('./consented-page.ts'),
  mine: () => import('./mine-page.ts'),
  changes: () => import('./changes-page.ts'),
  rules: () => import('./rules-page.ts'),
  case: () => import('./case-page.ts'),
  checkin: () => import('./checkin-page.ts'),
  dates: () => import('./dates-page.ts'),
  marks: () => import('./marks-page.ts'),
  times: () => import('./times-page.ts'),
  where: () => import('./where-page.ts'),
  confirm: () => import('./confirm-page.ts'),
  answered: () => import('./answered-page.ts'),
  sent: () => import('./sent-page.ts'),
  wish: () => import('./wish-page.ts'),
  wished: () => import('./wished-page.ts'),
  schedule: () => import('./schedule-page.ts'),
  calendar: () => import('./calendar-page.ts'),
  reminder: () => import('./reminder-page.ts'),
  settings: () => import('./settings-page.ts'),
  withdraw: () => import('./withdraw-page.ts'),
};

/** Fetches a page's code. */
export function loadPage(page: PageName): Promise<unknown> {
  return CODE[page]();
}

/** The address of a page. */
export function to(
  page: PageName,
  params: Record<string, string> = {},
  query: Record<string, string> = {},
): string {
  const path = filled(PAGES[page].path, params);
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
}

/** What a page asks the server first; undefined where that shows only on the way. */
export function firstCall({ page, params }: Place): string | undefined {
  const known = PAGES[page as PageName];
  return 'first' in known ? filled(known.first, params) : undefined;
}

function filled(pattern: string, params: Record<string, string>): string {
  return pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

/** The page at an address; null where there is none. */
export function placeAt(url: URL): Place | null {
  const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname;
  for (const [page, { path: pattern }] of Object.entries(PAGES) as [PageName, { path: string }][]) {
    const params = match(pattern, path);
    if (params) return { page, path, params, query: url.searchParams };
  }
  return null;
}

function match(pattern: string, path: string): Record<string, string> | null {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decode(value);
    else if (part !== value) return null;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const moved = new EventTarget();

/** Kept with each entry of the history: how deep it lies, and where the questions it belongs to began. */
interface Depth {
  at: number;
  from: number;
}
let landing: string | null = null;

function here(): Depth {
  return { at: 0, from: 0, ...(history.state as Partial<Depth> | null) };
}

/** `/app/dates/7` of any page below it: what is asked there belongs together. */
function matterOf(path: string): string | undefined {
  return /^\/app\/(?:invite|\w+\/[^/?]+)/.exec(path)?.[0];
}

/** Goes to another page of the mini-app; to the same again, as a second tap does, in its own place. */
export async function go(path: string, way: 'push' | 'replace' = 'push'): Promise<void> {
  await tapAnswered();
  const how = path === location.pathname + location.search ? 'replace' : way;
  const { at, from } = here();
  const matter = matterOf(path);
  const goesOn = matter !== undefined && matter === matterOf(location.pathname);
  if (how === 'push') history.pushState({ at: at + 1, from: goesOn ? from : at + 1 }, '', path);
  else history.replaceState({ at, from: goesOn ? from : at }, '', path);
  moved.dispatchEvent(new Event('moved'));
}

/** Ends a row of questions: what comes now takes the place of all of them, so that none is met again on the way back. */
export function finish(path: string): void {
  const { at, from } = here();
  if (at <= from) {
    go(path, 'replace');
    return;
  }
  landing = path;
  history.go(from - at);
}

/** Goes to another page in place of this one, which then never shows what it was loading. */
export function elsewhere(path: string): Promise<never> {
  go(path, 'replace');
  return new Promise<never>(() => {});
}

/** Calls back after every move, also the browser's own; gives back how to stop. */
export function whenMoved(callback: () => void): () => void {
  const back = (): void => {
    if (landing !== null) history.replaceState(history.state, '', landing);
    landing = null;
    callback();
  };
  moved.addEventListener('moved', callback);
  window.addEventListener('popstate', back);
  return () => {
    moved.removeEventListener('moved', callback);
    window.removeEventListener('popstate', back);
  };
}

/** Follows a tap on a link of ours without loading the document again. */
export function followLink(event: MouseEvent): void {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
    return;
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="/app"]');
  if (!link || link.target) return;
  event.preventDefault();
  go(link.getAttribute('href') ?? '/app');
}

const ANSWERING: readonly PageName[] = ['dates', 'marks', 'times', 'where', 'confirm', 'answered'];

/** On a slow line the page itself, and its drawings, come first. */
const CALM = 1_000;

/** Fetches the pages an answer leads through, so that only sending it needs the network again. */
export function fetchAhead(page: string): void {
  if (!['case', 'checkin', ...ANSWERING].includes(page)) return;
  const fetch = () => {
    for (const name of ANSWERING) loadPage(name).catch(() => {});
  };
  setTimeout(fetch, CALM);
}
