import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { boundsOf, type Menu } from '../../worker/line/rich-menus.ts';

const PAGES = new URL('../../liff/index.html', import.meta.url);
const TOKENS = new URL('../../liff/parts/tokens.css', import.meta.url);
/** Ruby is read at arm's length: the picture is shown at about a sixth of its size. */
const LOOK: Readonly<Record<Menu['kind'], { words: number; icon: number; ruby: number }>> = {
  users: { words: 132, icon: 220, ruby: 66 },
  staff: { words: 112, icon: 150, ruby: 0 },
};

/** A menu as a page of exactly its size: the pages' own tokens and line drawings, large letters, ruby by hand. */
export function menuHtml(menu: Menu): string {
  const look = LOOK[menu.kind];
  const pages = readFileSync(PAGES, 'utf8');
  const fields = menu.fields.map((field, at) => {
    const { x, y, width, height } = boundsOf(menu, at);
    const place = `left:${x}px;top:${y}px;width:${width}px;height:${height}px`;
    const lines = linesOf(field.words).map((line) => `<p>${line}</p>`);
    return `<div class="field" style="${place}"><svg viewBox="0 0 24 24">${drawing(pages, field.icon)}</svg><div>${lines.join('')}</div></div>`;
  });
  return `<!doctype html><html lang="ja"><meta charset="utf-8"><style>${readFileSync(TOKENS, 'utf8')}
*{box-sizing:border-box;margin:0}
body{width:${menu.width}px;height:${menu.height}px;background:var(--c-line-strong);font-family:"Noto Sans CJK JP","Noto Sans JP",sans-serif;font-weight:700;position:relative;overflow:hidden}
.field{position:absolute;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:28px;background:var(--c-surface);color:var(--c-ink);border:5px solid var(--c-line-strong);text-align:center}
.field svg{width:${look.icon}px;height:${look.icon}px;fill:none;stroke:var(--c-accent);stroke-width:1.9;stroke-linecap:round;stroke-linejoin:round;flex:none}
.field p{font-size:${look.words}px;line-height:${look.ruby > 0 ? 1.75 : 1.3};white-space:nowrap}
rt{font-size:${look.ruby}px;font-weight:700}
</style><body>${fields.join('')}</body></html>`;
}

/** What a picture was drawn from, so that one that is no longer true is noticed. */
export function drawnFrom(menu: Menu): string {
  return createHash('sha256').update(menuHtml(menu)).digest('hex');
}

/** A line for each part between spaces where the words are long; ruby stays with its letters. */
function linesOf(words: string): string[] {
  return words.split(' ').map((part) => part.replace(/\{([^|}]+)\|([^}]+)\}/g, '<ruby>$1<rt>$2</rt></ruby>'));
}

function drawing(pages: string, name: string): string {
  const found = new RegExp(`<symbol id="i-${name}"[^>]*>(.*?)</symbol>`).exec(pages)?.[1];
  if (!found) throw new RangeError(`the pages have no drawing i-${name}`);
  return found;
}
