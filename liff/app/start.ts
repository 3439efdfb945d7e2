import './frame.css';
import './answers.css';
import './panels.css';
import './steps.css';

/** The document's own frame is painted before anything else is worked on; a page that nobody sees paints nothing. */
function afterFirstPaint(begin: () => void): void {
  if (document.hidden) begin();
  else requestAnimationFrame(() => setTimeout(begin));
}

/** Named in the document by the build, which begins to fetch it and all that it needs at once (vite.config.ts). */
const main = document.querySelector<HTMLLinkElement>('link[data-main]')?.href ?? '';

// Where it can't be fetched, the document itself says so after a while.
afterFirstPaint(() => import(/* @vite-ignore */ main).catch(() => {}));
