import type { Place } from './urls.ts';

/** The code of each page, asked for when it is first needed; what counselors open most often stands first. */
export const PAGE_CODE: Readonly<Record<Place['page'], () => Promise<unknown>>> = {
  today: () => import('./page-today.ts'),
  client: () => import('./page-client.ts'),
  case: () => import('./page-case.ts'),
  clients: () => import('./page-clients.ts'),
  threads: () => import('./page-threads.ts'),
  thread: () => import('./page-thread.ts'),
  write: () => import('./page-write.ts'),
  calendar: () => import('./page-calendar.ts'),
  record: () => import('./page-record.ts'),
  drafts: () => import('./page-drafts.ts'),
  'case-open': () => import('./page-case-open.ts'),
  'client-new': () => import('./page-client-new.ts'),
  invite: () => import('./page-invite.ts'),
  reviews: () => import('./page-reviews.ts'),
  review: () => import('./page-review.ts'),
  print: () => import('./page-print.ts'),
  figures: () => import('./page-figures.ts'),
  notices: () => import('./page-notices.ts'),
  jobs: () => import('./page-jobs.ts'),
  settings: () => import('./page-settings.ts'),
  staff: () => import('./page-staff.ts'),
  templates: () => import('./page-templates.ts'),
  closures: () => import('./page-closures.ts'),
  rules: () => import('./page-rules.ts'),
  access: () => import('./page-access.ts'),
  changes: () => import('./page-changes.ts'),
  exports: () => import('./page-exports.ts'),
  sessions: () => import('./page-sessions.ts'),
  'hand-over': () => import('./page-hand-over.ts'),
  'rules-text': () => import('./page-rules-text.ts'),
  'client-import': () => import('./page-client-import.ts'),
  erase: () => import('./page-erase.ts'),
  'sign-in': () => import('./page-sign-in.ts'),
  unknown: () => import('./page-unknown.ts'),
};

/**
 * Fetches the code of the pages one after another while there is nothing else to do, so that a click waits for the
 * page's data alone.
 */
export async function fetchPagesAhead(): Promise<void> {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  if (connection?.saveData) return;
  for (const fetchCode of Object.values(PAGE_CODE)) {
    await idle();
    try {
      await fetchCode();
    } catch {
      return;
    }
  }
}

function idle(): Promise<void> {
  return new Promise((done) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => done(), { timeout: 300 });
    else setTimeout(done, 200);
  });
}
