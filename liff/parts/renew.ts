const RENEWED = 'renewed-at';
const PATIENCE = 30_000;

/**
 * After a deployment, an open page asks for parts that are no longer there. The whole page is loaded anew, at most
 * once in a while, and only when the server answers: without a network it would be lost for the browser's own error
 * page. Drafts are kept, and a page that stays broken shows its failure like every other.
 */
export function renewWhenStale(serverAnswers: () => Promise<boolean>): void {
  addEventListener('vite:preloadError', async () => {
    if (!(await serverAnswers())) return;
    try {
      if (Date.now() - Number(sessionStorage.getItem(RENEWED)) < PATIENCE) return;
      sessionStorage.setItem(RENEWED, String(Date.now()));
    } catch {
      return;
    }
    location.reload();
  });
}
