import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin, type Rolldown } from 'vite';
import { PAGES } from './liff/app/page-table.ts';

const ROOT = resolve(import.meta.dirname, 'liff');
const KB = 1000;

// First load: what a phone fetches before the first page works: that page and the LIFF SDK, too, where they are needed.
const BUDGETS = {
  'index.html': {
    firstLoad: 45 * KB,
    page: 6 * KB,
    with: ['/app/main.ts', '/@liff/core/', '/app/home-page.ts'],
  },
  'console.html': { firstLoad: 70 * KB, page: Number.POSITIVE_INFINITY, with: [] },
} as const;
type Entry = keyof typeof BUDGETS;

/** The part of LINE's SDK without which nothing starts. */
const SDK =
  /\/liff\/data\/line(-sub-window)?\.ts$|\/(tslib|tiny-sha256)\/|\/@(liff|line\/liff)\/(?!sub-window|message-bus|permission|get-friendship)/;
/** Asked for by all the rest, the console too: one file, not several. */
const BASE =
  /\/node_modules\/(@lit\/reactive-element|lit-html|lit-element|lit)\/(?!.*(directives\/(?!guard)|async|static|template|context))|preload-helper|\/helpers\/(esm\/)?decorate|\/worker\/manual\/jst\.ts$|\/liff\/(data\/(hand-on|http|office)|parts\/(ruby|renew|icon|light-element|answer-first)|app\/rules-seen)\.ts$/;

/** What every page of an answer is made of. */
const ANSWERING =
  /\/liff\/(data\/(answer-draft|case-visit)|app\/(case-steps|answer-words|slot-words|week-words))\.ts$/;

export default defineConfig(({ mode }) => {
  const local = mode === 'local';
  const outDir = resolve(import.meta.dirname, local ? 'dist/liff-local' : 'dist/liff');
  const entries = (Object.keys(BUDGETS) as Entry[]).filter((name) => existsSync(resolve(ROOT, name)));
  return {
    root: ROOT,
    base: '/',
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      target: ['chrome105', 'safari15.4'],
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      reportCompressedSize: false,
      rolldownOptions: {
        treeshake: { propertyReadSideEffects: false },
        // Fewer files are fewer ways on a slow line: the SDK is one, whatever the rest of the pages share of it.
        output: {
          codeSplitting: {
            includeDependenciesRecursively: false,
            groups: [
              { name: 'line', test: SDK },
              { name: 'base', test: BASE },
              { name: 'answering', test: ANSWERING },
            ],
          },
        },
        input: {
          ...Object.fromEntries(entries.map((name) => [name.replace('.html', ''), resolve(ROOT, name)])),
          // Begun by liff/app/start.ts once the document has been painted.
          main: resolve(ROOT, 'app/main.ts'),
        },
      },
    },
    plugins: [
      onlyThisMachinesLine(local),
      tightTemplates(),
      leanLiff(),
      // What is deployed is held to its budget; the rewritten SDK of the local build is a few bytes longer.
      ...(local ? [] : [withinBudget(entries)]),
      noDecoratorsLeft(),
      keptByBrowsers(),
      allAtOnce(),
    ],
  };
});

// The one function of the LIFF SDK that makes LINE's URLs (@liff/server-api). It has no option for the host.
const LINE_URL = '"https://".concat(a,".").concat("line.me","/").concat(n)';
const STAND_IN_URL =
  '(document.documentElement.dataset.lineOrigin||"https:/").concat("/").concat(a,".line.me/").concat(n)';

/** `--mode local` alone: the SDK speaks to the stand-in whose origin the page names. */
function onlyThisMachinesLine(local: boolean): Plugin {
  return {
    name: 'only-this-machines-line',
    enforce: 'pre',
    transform(code, id) {
      if (!local || !id.includes('@liff/server-api/')) return null;
      if (code.split(LINE_URL).length !== 2) {
        this.error('@liff/server-api no longer builds its URLs as expected: mend LINE_URL in vite.config.ts');
      }
      return { code: code.replace(LINE_URL, STAND_IN_URL), map: null };
    },
  };
}

/**
 * Leaves out of the SDK what no page uses. Its classes are ES5 functions called at once: only marked as free of side
 * effects can unused ones be dropped. Sub-windows, which no page opens, are fetched when one is met.
 */
function leanLiff(): Plugin {
  const late = resolve(ROOT, 'data/line-sub-window.ts');
  return {
    name: 'lean-liff',
    enforce: 'pre',
    resolveId(source, importer) {
      const theirs = importer?.includes('/@liff/') && !/\/@liff\/(sub-window|message-bus)\//.test(importer);
      return theirs && /^@liff\/(sub-window|message-bus)$/.test(source) ? late : null;
    },
    transform(code, id) {
      if (!id.includes('/@liff/')) return null;
      return { code: code.replace(/=(?=function\([\w,]*\)\{|new\b)/g, '=/*@__PURE__*/'), map: null };
    },
  };
}

/** Drops the indentation between tags in the mini-app's templates: every part of it is a block or a grid. */
function tightTemplates(): Plugin {
  return {
    name: 'tight-templates',
    enforce: 'pre',
    transform(code, id) {
      if (!id.startsWith(resolve(ROOT, 'app')) || !id.endsWith('.ts') || !code.includes('html`')) return null;
      const tight = code
        .replace(/>\s*\n\s*(?=<|\$\{)/g, '>')
        .replace(/(?<=\S)\}\s*\n\s*(?=<\/?[a-z])/g, '}')
        .replace(/(html`)\s+(?=<)/g, '$1')
        .replace(/(<[a-z]+)\n\s+/g, '$1 ');
      return { code: tight, map: null };
    },
  };
}

interface EntrySizes {
  firstLoad: number;
  limit: number;
  files: Record<string, number>;
  pages: Record<string, number>;
}

/** Fails the build when a first load or a page grows over its budget; writes sizes.json. */
function withinBudget(entries: readonly Entry[]): Plugin {
  return {
    name: 'within-budget',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const sizes: Partial<Record<Entry, EntrySizes>> = {};
        for (const entry of entries) {
          const measured = measure(bundle, entry);
          sizes[entry] = measured;
          const over = Object.entries(measured.pages).filter(([, size]) => size > BUDGETS[entry].page);
          if (measured.firstLoad > measured.limit) {
            this.error(`${entry}: first load is ${kb(measured.firstLoad)}, allowed ${kb(measured.limit)}`);
          }
          for (const [page, size] of over) {
            this.error(`${entry}: page ${page} is ${kb(size)}, allowed ${kb(BUDGETS[entry].page)}`);
          }
        }
        this.emitFile({
          type: 'asset',
          fileName: 'sizes.json',
          source: `${JSON.stringify(sizes, null, 2)}\n`,
        });
      },
    },
  };
}

function measure(bundle: Rolldown.OutputBundle, entry: Entry): EntrySizes {
  const byName = chunksOf(bundle);
  const chunks = [...byName.values()];
  const main = chunks.find((chunk) => chunk.isEntry && chunk.facadeModuleId === resolve(ROOT, entry));
  if (!main) throw new Error(`no entry chunk for ${entry}`);

  const first = withStaticImports([main.fileName], byName);
  for (const part of BUDGETS[entry].with) {
    const needed = chunks.filter((chunk) => chunk.moduleIds.some((id) => id.includes(part)));
    const names = needed.map((chunk) => chunk.fileName);
    for (const name of withStaticImports(names, byName)) first.add(name);
  }
  const files = Object.fromEntries(
    [...first].flatMap((name) => [name, ...stylesOf(byName.get(name))]).map((n) => [n, zipped(bundle[n])]),
  );
  const pages: Record<string, number> = {};
  for (const name of new Set([...first].flatMap((begun) => [...reachable(begun, byName)]))) {
    if (first.has(name) || !byName.get(name)?.isDynamicEntry) continue;
    const own = [...withStaticImports([name], byName)].filter((chunk) => !first.has(chunk));
    const all = new Set(own.flatMap((chunk) => [chunk, ...stylesOf(byName.get(chunk))]));
    pages[name] = [...all].reduce((sum, file) => sum + zipped(bundle[file]), 0);
  }
  const firstLoad = Object.values(files).reduce((sum, size) => sum + size, 0);
  return { firstLoad, limit: BUDGETS[entry].firstLoad, files, pages };
}

type Chunks = ReadonlyMap<string, Rolldown.OutputChunk>;

function withStaticImports(names: readonly string[], chunks: Chunks): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    if (seen.has(name) || !chunks.has(name)) return;
    seen.add(name);
    chunks.get(name)?.imports.forEach(visit);
  };
  names.forEach(visit);
  return seen;
}

function reachable(start: string, chunks: Chunks): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const chunk = chunks.get(name);
    if (seen.has(name) || !chunk) return;
    seen.add(name);
    [...chunk.imports, ...chunk.dynamicImports].forEach(visit);
  };
  visit(start);
  return seen;
}

function stylesOf(chunk: Rolldown.OutputChunk | undefined): string[] {
  return [...(chunk?.viteMetadata?.importedCss ?? [])];
}

function zipped(file: Rolldown.OutputAsset | Rolldown.OutputChunk | undefined): number {
  if (!file) return 0;
  return gzipSync(file.type === 'chunk' ? file.code : file.source, { level: 9 }).length;
}

function kb(bytes: number): string {
  return `${(bytes / KB).toFixed(1)} KB gzip`;
}

/**
 * The frame's code and LINE's SDK are fetched with the document, though they are started only after its first paint;
 * what each page needs besides stands in it for the Worker to choose from (worker/routes/first-files.ts).
 */
function allAtOnce(): Plugin {
  return {
    name: 'all-at-once',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle, filename }) {
        if (!bundle || !filename.endsWith('/index.html')) return [];
        const first = withoutPage(bundle);
        const scripts = first.map((href) => ({
          tag: 'link',
          attrs: {
            rel: 'modulepreload',
            crossorigin: true,
            fetchpriority: 'low',
            href: `/${href}`,
            'data-main': bundle[href]?.name === 'main',
          },
          injectTo: 'head' as const,
        }));
        const needs = { name: 'first-needs', content: JSON.stringify(needsOfPages(bundle, first)) };
        return [...scripts, { tag: 'meta', attrs: needs, injectTo: 'head' as const }];
      },
    },
  };
}

/** What every page of the mini-app is fetched with. */
function withoutPage(bundle: Rolldown.OutputBundle): string[] {
  const chunks = chunksOf(bundle);
  const begun = [...chunks.values()].filter(({ moduleIds }) =>
    moduleIds.some((id) => id.endsWith('/app/main.ts') || id.includes('/@liff/core/')),
  );
  const names = begun.map((chunk) => chunk.fileName);
  return [...withStaticImports(names, chunks)];
}

function needsOfPages(bundle: Rolldown.OutputBundle, first: readonly string[]) {
  const chunks = chunksOf(bundle);
  return Object.values(PAGES).map((page: { path: string; tag: string; first?: string }) => {
    const own = [...chunks.values()].find(
      (chunk) => chunk.facadeModuleId === resolve(ROOT, `app/${page.tag}.ts`),
    );
    if (!own) throw new Error(`no chunk for ${page.tag}`);
    const scripts = [...withStaticImports([own.fileName], chunks)].filter((name) => !first.includes(name));
    const files = [...scripts, ...scripts.flatMap((name) => stylesOf(chunks.get(name)))];
    return { path: page.path, files: files.map((name) => `/${name}`), call: page.first };
  });
}

function chunksOf(bundle: Rolldown.OutputBundle): Chunks {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  return new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
}

/** A file with a hash in its name never changes: on a second visit only the page itself is asked for. */
function keptByBrowsers(): Plugin {
  const source =
    '/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n  X-Content-Type-Options: nosniff\n';
  return {
    name: 'kept-by-browsers',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source });
    },
  };
}

/** Standard decorators would pass through unconverted and be a syntax error in every browser. */
function noDecoratorsLeft(): Plugin {
  return {
    name: 'no-decorators-left',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        if (/^\s*@[a-z]\w*[\s(]/im.test(file.code) || /\bstatic accessor |[{};]accessor /.test(file.code)) {
          this.error(`${file.fileName}: a decorator was left in the built file`);
        }
      }
    },
  };
}
