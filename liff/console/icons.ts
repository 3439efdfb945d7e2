import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';

/** Line drawings, always beside words. */
const DRAWINGS = {
  list: svg`<path d="M8.5 6H21M8.5 12H21M8.5 18H21M4 6v.1M4 12v.1M4 18v.1"/>`,
  case: svg`<path d="M3 6.5h6l2 2.5h10v11H3z"/><path d="M7 13.5h8M7 16.5h5"/>`,
  users: svg`<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c0-4 2.8-6.5 6.5-6.5s6.5 2.5 6.5 6.5M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14c2.2.8 3.5 3 3.5 6"/>`,
  doc: svg`<path d="M6 2.5h8l5 5v14H6z"/><path d="M14 2.5v5h5M9 12.5h7M9 16.5h7"/>`,
  talk: svg`<circle cx="8" cy="8" r="3.2"/><path d="M2 20c0-4 2.6-6.5 6-6.5s6 2.5 6 6.5"/><path d="M15 4h6.5v5H18l-2 2V9h-1z"/>`,
  gear: svg`<circle cx="12" cy="12" r="3.2"/><path d="M12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M18.7 5.3l-2.1 2.1M7.4 16.6l-2.1 2.1"/>`,
  check: svg`<path d="m4.5 12.5 5 5 10-11"/>`,
  chat: svg`<path d="M4 4h16a1.5 1.5 0 0 1 1.5 1.5v10A1.5 1.5 0 0 1 20 17h-8l-5 4v-4H4a1.5 1.5 0 0 1-1.5-1.5v-10A1.5 1.5 0 0 1 4 4z"/><path d="M7.5 9h9M7.5 12.5h5"/>`,
  alert: svg`<path d="M12 3.5 22 20.5H2z"/><path d="M12 10v5M12 17.8v.1"/>`,
  phone: svg`<path d="M5 4h4l1.6 5-2.6 1.6a12 12 0 0 0 5.4 5.4L15 13.4l5 1.6v4a1.6 1.6 0 0 1-1.7 1.6C10.3 20.1 3.9 13.7 3.4 5.7A1.6 1.6 0 0 1 5 4z"/>`,
  x: svg`<path d="m5 5 14 14M19 5 5 19"/>`,
  phoneno: svg`<path d="M4.6 8.8h3.2l1.2 3.8-2 1.2a9 9 0 0 0 4.1 4.1l1.2-2 3.8 1.2v3.2a1.2 1.2 0 0 1-1.3 1.2C8.7 21.1 3.8 16.2 3.4 10.1A1.2 1.2 0 0 1 4.6 8.8z"/><path d="m15 3 6 6M21 3l-6 6"/>`,
  phoneok: svg`<path d="M4.6 8.8h3.2l1.2 3.8-2 1.2a9 9 0 0 0 4.1 4.1l1.2-2 3.8 1.2v3.2a1.2 1.2 0 0 1-1.3 1.2C8.7 21.1 3.8 16.2 3.4 10.1A1.2 1.2 0 0 1 4.6 8.8z"/><path d="m14 6 3 3 5-6"/>`,
  house: svg`<path d="m3 11 9-8 9 8M5.5 9.5V20h13V9.5"/><path d="M10 20v-6h4v6"/>`,
  calswap: svg`<rect x="3" y="5" width="18" height="16" rx="2"/><path d="M3 10h18M8 2.5v5M16 2.5v5M8 14h8l-2-2M16 17.5H8l2 2"/>`,
  hold: svg`<circle cx="12" cy="12" r="9"/><path d="M9.5 8.5v7M14.5 8.5v7"/>`,
  pen: svg`<path d="M4 20l1-4.5L16.5 4 20 7.5 8.5 19z"/><path d="m14 6.5 3.5 3.5"/>`,
  wait: svg`<path d="M6 2.5h12M6 21.5h12M7.5 2.5v3c0 3 4.5 4.5 4.5 6.5s-4.5 3.5-4.5 6.5v3M16.5 2.5v3c0 3-4.5 4.5-4.5 6.5s4.5 3.5 4.5 6.5v3"/>`,
  clock: svg`<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>`,
  ring: svg`<circle cx="12" cy="12" r="8"/>`,
  tri: svg`<path d="M12 4 21 19.5H3z"/>`,
  info: svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.3v.1"/>`,
  heart: svg`<path d="M12 20.5C5 15.5 2.5 12 2.5 8.5a5 5 0 0 1 9.5-2 5 5 0 0 1 9.5 2c0 3.5-2.5 7-9.5 12z"/>`,
  send: svg`<path d="M21.5 2.5 10 14M21.5 2.5 14.5 21.5 10 14 2.5 9.5z"/>`,
  stop: svg`<circle cx="12" cy="12" r="9"/><path d="m5.8 5.8 12.4 12.4"/>`,
  r: svg`<path d="m9 5 7 7-7 7"/>`,
  fax: svg`<path d="M7 9V3h10v6M4 9h16v11H4z"/><path d="M8 13.5h4M8 16.5h4M16 13.5v.1M16 16.5v.1"/>`,
  lock: svg`<rect x="4.5" y="10.5" width="15" height="10.5" rx="1.5"/><path d="M8 10.5V7a4 4 0 0 1 8 0v3.5"/>`,
  plus: svg`<path d="M12 4.5v15M4.5 12h15"/>`,
  print: svg`<path d="M7 8V3h10v5M7 17H3.5V8h17v9H17"/><path d="M7 14h10v7H7z"/>`,
  l: svg`<path d="m15 5-7 7 7 7"/>`,
  more: svg`<path d="M5 12v.1M12 12v.1M19 12v.1"/>`,
  cal: svg`<rect x="3" y="5" width="18" height="16" rx="2"/><path d="M3 10h18M8 2.5v5M16 2.5v5"/>`,
  bars: svg`<path d="M4 20.5h16M6.5 17v-5M12 17V5.5M17.5 17V9"/>`,
  undo: svg`<path d="M4 9h10a6 6 0 0 1 0 12H8"/><path d="M8 4.5 3.5 9 8 13.5"/>`,
} satisfies Record<string, SVGTemplateResult>;

export type IconName = keyof typeof DRAWINGS;

export function icon(name: IconName): TemplateResult {
  return html`<svg class="i" viewBox="0 0 24 24" aria-hidden="true">${DRAWINGS[name]}</svg>`;
}

/** The office's own mark. */
export function mark(size = 28): TemplateResult {
  return html`<svg width=${size} height=${size} viewBox="0 0 28 28" aria-hidden="true"><rect width="28" height="28" rx="7" fill="#12495F"/><path d="M8 9.5a6 3.6 0 0 1 12 0M8 18.5a6 3.6 0 0 0 12 0" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/><circle cx="14" cy="14" r="2.2" fill="#FFD43D"/></svg>`;
}
