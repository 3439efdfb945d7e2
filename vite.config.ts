import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

const ROOT = resolve(import.meta.dirname, 'liff');
const KB = 1000;

// First load: what a phone fetches before the first page works: that page and the LIFF SDK, too, where they are needed.
const BUDGETS = {
  'index.html': { firstLoad: 45 * KB, page: 6 * KB, with: ['/@liff/core/', '/app/home-page.ts'] },
  'console.html': { firstLoad: 70 * KB, page: Number.POSITIVE_INFINITY, with: [] },
} as const;
type Entry = keyof typeof BUDGETS;

/** The part of LINE's SDK without which nothing starts. */
const SDK =
  /\/liff\/data\/line(-sub-window)?\.ts$|\/(tslib|tiny-sha256)\/|\/@(liff|line\/liff)\/(?!sub-window|message-bus|permission|get-friendship)/;
/** Small, and asked for by several: one file, not two. */
const SMALL = /\/worker\/manual\/jst\.ts$|\/liff\/(data\/hand-on|parts\/ruby|app\/rules-seen)\.ts$/;

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
              { name: 'small', test: SMALL },
            ],
          },
        },
        input: Object.fromEntries(entries.map((name) => [name.replace('.html', ''), resolve(ROOT, name)])),
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
      sdkAtOnce(),
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
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
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
  for (const name of reachable(main.fileName, byName)) {
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

/** LINE's SDK is fetched with the first files, though our own code doesn't wait for it. */
function sdkAtOnce(): Plugin {
  return {
    name: 'sdk-at-once',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle, filename }) {
        const sdk = Object.values(bundle ?? {}).find(
          (file) => file.type === 'chunk' && file.moduleIds.some((id) => id.includes('/@liff/core/')),
        );
        if (!sdk || !filename.endsWith('/index.html')) return [];
        const attrs = { rel: 'modulepreload', crossorigin: true, href: `/${sdk.fileName}` };
        return [{ tag: 'link', attrs, injectTo: 'head' as const }];
      },
    },
  };
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
