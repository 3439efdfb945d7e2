import type { Place } from './place.ts';

/** Every page of the mini-app: its address, its element, and where the element comes from. */
export const PAGES = {
  home: { path: '/app', tag: 'home-page', load: () => import('./home-page.ts') },
  invite: { path: '/app/invite', tag: 'consent-page', load: () => import('./consent-page.ts') },
  consent: { path: '/app/consent/:client', tag: 'consent-page', load: () => import('./consent-page.ts') },
  consented: { path: '/app/consented', tag: 'consented-page', load: () => import('./consented-page.ts') },
  mine: {
    path: '/app/my-consent/:client',
    tag: 'mine-page',
    load: () => import('./mine-page.ts'),
  },
  changes: { path: '/app/changes/:client', tag: 'changes-page', load: () => import('./changes-page.ts') },
  rules: { path: '/app/rules', tag: 'rules-page', load: () => import('./rules-page.ts') },
  case: { path: '/app/dates/:case', tag: 'case-page', load: () => import('./case-page.ts') },
  checkin: { path: '/app/dates/:case/checkin', tag: 'checkin-page', load: () => import('./checkin-page.ts') },
  dates: { path: '/app/dates/:case/choose', tag: 'dates-page', load: () => import('./dates-page.ts') },
  marks: { path: '/app/dates/:case/marks', tag: 'marks-page', load: () => import('./marks-page.ts') },
  times: { path: '/app/dates/:case/times', tag: 'times-page', load: () => import('./times-page.ts') },
  where: { path: '/app/dates/:case/where', tag: 'where-page', load: () => import('./where-page.ts') },
  confirm: { path: '/app/dates/:case/confirm', tag: 'confirm-page', load: () => import('./confirm-page.ts') },
  answered: { path: '/app/dates/:case/done', tag: 'answered-page', load: () => import('./answered-page.ts') },
  sent: { path: '/app/dates/:case/sent', tag: 'sent-page', load: () => import('./sent-page.ts') },
  wish: { path: '/app/contact/:kind', tag: 'wish-page', load: () => import('./wish-page.ts') },
  wished: { path: '/app/contact/:kind/done', tag: 'wished-page', load: () => import('./wished-page.ts') },
  schedule: { path: '/app/schedule', tag: 'schedule-page', load: () => import('./schedule-page.ts') },
  reminder: { path: '/app/reminder', tag: 'reminder-page', load: () => import('./reminder-page.ts') },
  settings: { path: '/app/settings', tag: 'settings-page', load: () => import('./settings-page.ts') },
  withdraw: { path: '/app/withdraw/:client', tag: 'withdraw-page', load: () => import('./withdraw-page.ts') },
} as const;
export type PageName = keyof typeof PAGES;

/** The address of a page. */
export function to(
  page: PageName,
  params: Record<string, string> = {},
  query: Record<string, string> = {},
): string {
  const path = PAGES[page].path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
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

/** Goes to another page of the mini-app. */
export function go(path: string, how: 'push' | 'replace' = 'push'): void {
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

/** Fetches the pages an answer leads through, so that only sending it needs the network again. */
export function fetchAhead(page: string): void {
  if (!['case', 'checkin', ...ANSWERING].includes(page)) return;
  for (const name of ANSWERING) PAGES[name].load().catch(() => {});
}
