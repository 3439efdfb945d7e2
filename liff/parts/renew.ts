const RENEWED = 'renewed-at';
const PATIENCE = 30_000;

/**
 * After a deployment, an open page asks for parts that are no longer there. The whole page is loaded anew, at most
 * once in a while; drafts are kept, and a page that stays broken shows its failure as any other.
 */
export function renewWhenStale(): void {
  addEventListener('vite:preloadError', (event) => {
    try {
      if (Date.now() - Number(sessionStorage.getItem(RENEWED)) < PATIENCE) return;
      sessionStorage.setItem(RENEWED, String(Date.now()));
    } catch {
      return;
    }
    event.preventDefault();
    location.reload();
  });
}
