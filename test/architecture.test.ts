import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['liff', 'worker', 'db', 'local', 'test'];
const CODE = /\.(ts|mjs|js)$/;
const TEXT = /\.(ts|mjs|js|css|html|sql|svg|json)$/;

interface Import {
  from: string;
  to: string;
  typeOnly: boolean;
}

const files = FOLDERS.flatMap((folder) => filesBelow(folder));
const sources = new Map(files.filter((file) => TEXT.test(file)).map((file) => [file, read(file)]));
const code: ReadonlyMap<string, string> = new Map([...sources].filter(([file]) => CODE.test(file)));
const imports = [...code].flatMap(([file, text]) => importsOf(file, text));

describe('directions of imports', () => {
  const ours = (path: string) => FOLDERS.some((folder) => path.startsWith(`${folder}/`));
  const layer = (from: RegExp, allowed: RegExp) =>
    imports
      .filter(
        (each) => from.test(each.from) && ours(each.to) && !from.test(each.to) && !allowed.test(each.to),
      )
      .map((each) => `${each.from} -> ${each.to}`);
  const NONE = /^$/;

  it('the manual imports nothing of ours', () => {
    expect(layer(/^worker\/manual\//, NONE)).toEqual([]);
  });

  it('the manual has no I/O and no clock', () => {
    const outside = imports.filter((each) => /^worker\/manual\//.test(each.from) && /^node:/.test(each.to));
    const clocks = [...code].filter(
      ([file, text]) =>
        file.startsWith('worker/manual/') && /\bDate\.now\(|\bnew Date\(\)|\bfetch\(|Math\.random/.test(text),
    );
    expect(outside).toEqual([]);
    expect(clocks.map(([file]) => file)).toEqual([]);
  });

  it('the database knows no services, and of the Worker only types', () => {
    expect(layer(/^db\//, /^worker\/(views\/|manual\/types\.ts$)/)).toEqual([]);
    expect(
      imports.filter((each) => /^db\//.test(each.from) && /^worker\//.test(each.to) && !each.typeOnly),
    ).toEqual([]);
  });

  it('services know the manual, the database, LINE, the chats and the words of the Worker', () => {
    expect(
      layer(
        /^worker\/services\//,
        /^(worker\/manual\/|worker\/line\/|worker\/chat\/|db\/|worker\/views\/|worker\/(context|problem|world)\.ts$)/,
      ),
    ).toEqual([]);
  });

  it('LINE code knows no services, routes or jobs, and counts what the database is asked', () => {
    expect(
      layer(
        /^worker\/line\//,
        /^(worker\/manual\/|db\/client\.ts$|worker\/views\/|worker\/(context|problem|world)\.ts$)/,
      ),
    ).toEqual([]);
  });

  it('services are not called from below, and know no routes, jobs or bot', () => {
    const below = imports.filter(
      (each) =>
        /^worker\/(services|manual|line)\//.test(each.from) &&
        /^worker\/(routes|jobs|bot|app|index)/.test(each.to),
    );
    expect(below).toEqual([]);
  });

  it('the bot knows services and what they know; only jobs know the bot', () => {
    const known = /^(worker\/(services|manual|line|chat|views)\/|db\/|worker\/(context|problem|world)\.ts$)/;
    expect(layer(/^worker\/bot\//, known)).toEqual([]);
    const callers = imports.filter((each) => each.to.startsWith('worker/bot/')).map((each) => each.from);
    expect(callers.filter((from) => !/^(worker\/(bot|jobs)|test)\//.test(from))).toEqual([]);
  });

  it('pages import only types of the API, and shared values of the manual', () => {
    const own = imports.filter(
      (each) => /^liff\//.test(each.from) && ours(each.to) && !each.to.startsWith('liff/'),
    );
    const allowedTypes = /^worker\/(app|views\/[a-z-]+|manual\/[a-z-]+)\.ts$/;
    const allowedValues = /^worker\/manual\/(say|types|rows|jst)\.ts$/;
    const wrong = own.filter((each) => !(each.typeOnly ? allowedTypes : allowedValues).test(each.to));
    expect(wrong.map((each) => `${each.from} -> ${each.to}`)).toEqual([]);
  });

  it('the mini-app and the console know only shared parts and data of the pages, not each other', () => {
    expect(layer(/^liff\/app\//, /^(liff\/(parts|data)\/|worker\/)/)).toEqual([]);
    expect(layer(/^liff\/console\//, /^(liff\/(parts|data)\/|worker\/)/)).toEqual([]);
  });

  it('only this machine and tests import local', () => {
    const others = imports.filter((each) => /^local\//.test(each.to) && !/^(local|test)\//.test(each.from));
    expect(others).toEqual([]);
  });

  it('what is deployed imports no tests', () => {
    expect(
      imports.filter((each) => /^test\//.test(each.to) && /^(liff|worker|db)\//.test(each.from)),
    ).toEqual([]);
  });

  it('only worker/index.ts reads the environment', () => {
    const readers = [...code].filter(
      ([file, text]) => file.startsWith('worker/') && /process\.env|import\.meta\.env/.test(text),
    );
    expect(readers.map(([file]) => file)).toEqual([]);
  });

  it('no module imports itself in a circle', () => {
    expect(circles(imports.filter((each) => !each.typeOnly))).toEqual([]);
  });
});

describe('files', () => {
  it('can be read in one sitting: at most 350 lines', () => {
    const long = [...code]
      .filter(([file]) => !file.startsWith('test/'))
      .map(([file, text]) => ({ file, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 350);
    expect(long).toEqual([]);
  });

  it('say what they hold: no utils, helpers, commons, managers', () => {
    const vague = files.filter((file) =>
      /(^|\/|-)(utils?|helpers?|common|managers?|misc)(-|\.|\/)/.test(file),
    );
    expect(vague).toEqual([]);
  });

  it('have no barrels', () => {
    const barrels = [...code].filter(
      ([file, text]) => /^\s*export \* from/m.test(text) || /\/index\.ts$/.test(file),
    );
    expect(barrels.map(([file]) => file).filter((file) => file !== 'worker/index.ts')).toEqual([]);
  });

  it('hold no emoji: words and drawn icons instead', () => {
    // Tests and labelled examples need them to prove that the manual refuses them (R13).
    const shown = [...sources].filter(([file]) => !file.startsWith('test/') && !/\.json$/.test(file));
    const found = shown.filter(([, text]) => /\p{Emoji_Presentation}|\u{FE0F}|\u{20E3}/u.test(text));
    expect(found.map(([file]) => file)).toEqual([]);
  });

  it('cast nothing to any', () => {
    // In tests the linter alone looks: some of them hold these very words.
    const ours = [...code].filter(([file]) => !file.startsWith('test/'));
    const loose = ours.filter(([, text]) => /\bas any\b|: any\b|<any>/.test(withoutComments(text)));
    const blind = ours.filter(([, text]) => /^\s*\/\/ @ts-(ignore|nocheck)/m.test(text));
    expect([...loose, ...blind].map(([file]) => file)).toEqual([]);
  });

  it('name no absolute path of a machine', () => {
    const paths = [...sources].filter(([, text]) =>
      /["'`(\s](\/home\/|\/Users\/|\/work\/|\/root\/)\w/.test(text),
    );
    expect(paths.map(([file]) => file)).toEqual([]);
  });
});

function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
    .sort();
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '');
}

/** Every module a file names, ours as a path from the root; types alone don't make a module depend at run time. */
function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const statements = /^\s*(?:import|export)\s+(type\s)?([^'";]*?)\bfrom\s+['"]([^'"]+)['"]/gm;
  for (const [, type, names = '', to = ''] of text.matchAll(statements)) {
    const inner = names
      .replace(/[{}]/g, '')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const typesOnly = names.trim().startsWith('{') && inner.every((name) => name.startsWith('type '));
    found.push({ from: file, to: resolved(file, to), typeOnly: type !== undefined || typesOnly });
  }
  for (const [, to = ''] of text.matchAll(/^\s*import\s+['"]([^'"]+)['"]/gm)) {
    found.push({ from: file, to: resolved(file, to), typeOnly: false });
  }
  return found;
}

function resolved(file: string, to: string): string {
  return to.startsWith('.') ? join(dirname(file), to.replace(/\?.*$/, '')) : to;
}

/** The circles among these imports, each once, as the files it passes. */
function circles(edges: readonly Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      found.push([...path.slice(path.indexOf(file)), file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return found;
}
