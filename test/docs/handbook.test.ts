import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PICTURES } from '../../local/pictures/table.ts';
import { DEFAULT_SETTINGS } from '../../worker/manual/settings.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = 'docs/handbook';
const pages = readdirSync(join(ROOT, FOLDER)).filter((name) => name.endsWith('.md'));
const texts = new Map(pages.map((name) => [`${FOLDER}/${name}`, read(`${FOLDER}/${name}`)]));
const withReadme = new Map([...texts, ['README.md', read('README.md')]]);

describe('the handbook', () => {
  it('links to pages, headings and pictures that are there', () => {
    const broken = [...withReadme].flatMap(([file, text]) =>
      linksIn(text)
        .filter((link) => !/^https?:/.test(link))
        .filter((link) => !leadsSomewhere(file, link))
        .map((link) => `${file}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('leaves no page and no picture out', () => {
    const linked = new Set(
      [...withReadme].flatMap(([file, text]) =>
        linksIn(text).map((link) => join(dirname(file), link.split('#')[0] ?? '')),
      ),
    );
    expect([...texts.keys()].filter((file) => !linked.has(file))).toEqual([]);
    expect([...picturesBelow('docs')].filter((file) => !linked.has(file))).toEqual([]);
  });

  it('has the pictures that one command takes, small enough to be read on a telephone', () => {
    const taken = PICTURES.map((each) => `${each.folder ?? `${FOLDER}/pictures`}/${each.name}.png`);
    expect([...picturesBelow('docs')].sort()).toEqual([...taken].sort());
    const sizes = taken.map((file) => statSync(join(ROOT, file)).size);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(150_000);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(2_500_000);
  });

  it('names commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...withReadme].flatMap(([file, text]) =>
      [...text.matchAll(/npm run ([a-z:-]+)/g)].map(([, name]) => ({ file, name: name ?? '' })),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ name }) => !(name in scripts))).toEqual([]);
  });

  it('names buttons, fields and pages as they stand on the screen', () => {
    const shown = shownTexts();
    const bold = [...texts].flatMap(([file, text]) =>
      [...plain(text).matchAll(/\*\*([^*]+)\*\*/g)].map(([, words]) => ({ file, words: words ?? '' })),
    );
    expect(bold.length).toBeGreaterThan(200);
    expect(bold.filter(({ words }) => !shown.has(words.replace(/\s/g, '')))).toEqual([]);
  });

  it('says of every setting what it is, in exactly twelve decisions', () => {
    const decisions = texts.get(`${FOLDER}/decisions.md`) ?? '';
    const named = [...decisions.matchAll(/`([a-zA-Z]+)`/g)].map(([, name]) => name ?? '');
    expect([...new Set(named)].sort()).toEqual(Object.keys(DEFAULT_SETTINGS).sort());
    const parts = decisions.split(/^## (?=\d+\. )/m).slice(1);
    expect(parts.map((part) => Number.parseInt(part, 10))).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
    for (const part of parts)
      for (const line of [/^- 標準：/m, /^- わけ：/m, /^- 決めるところ：/m, /^- 手順書 [\d・]+（R[\dX]/m])
        expect(part).toMatch(line);
  });

  it('names what the deployment is given as the Worker and the commands read it', () => {
    const known = ['worker', 'local']
      .flatMap((folder) => filesBelow(folder, /\.ts$/))
      .map(read)
      .join('\n');
    const named = [...texts].flatMap(([file, text]) =>
      [...text.matchAll(/`([A-Z][A-Z_]{5,})`/g)].map(([, name]) => ({ file, name: name ?? '' })),
    );
    expect(named.filter(({ name }) => !new RegExp(`\\b${name}\\b`).test(known))).toEqual([]);
  });

  it('has one title a page, no step left out below it, and no heading twice', () => {
    for (const [file, text] of texts) {
      const heads = headings(text);
      expect([file, heads[0]?.level]).toEqual([file, 1]);
      expect([file, heads.filter(({ level }) => level === 1).length]).toEqual([file, 1]);
      expect([file, heads.filter(({ level }, i) => level > (heads[i - 1]?.level ?? 0) + 1)]).toEqual([
        file,
        [],
      ]);
      const words = heads.map((each) => each.words);
      expect([file, words.filter((each, i) => words.indexOf(each) !== i)]).toEqual([file, []]);
    }
  });

  it('speaks Japanese: plain sentences, no English one', () => {
    for (const [file, text] of texts) {
      const said = plain(text);
      expect([file, said.match(/(?:[A-Za-z][A-Za-z']+[ ,]+){3,}[A-Za-z]+/g)]).toEqual([file, null]);
      const long = said.split(/[。\n]/).filter((sentence) => [...sentence.replace(/[*|]/g, '')].length > 110);
      expect([file, long]).toEqual([file, []]);
    }
  });
});

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function filesBelow(folder: string, wanted: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && wanted.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function picturesBelow(folder: string): Set<string> {
  return new Set(filesBelow(folder, /\.png$/));
}

function linksIn(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link ?? '');
}

function leadsSomewhere(file: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : join(dirname(file), path);
  try {
    statSync(join(ROOT, target));
  } catch {
    return false;
  }
  if (anchor === undefined) return true;
  return headings(read(target)).some(({ words }) => slug(words) === decodeURIComponent(anchor));
}

function headings(text: string): { level: number; words: string }[] {
  return [...text.replace(/```[\s\S]*?```/g, '').matchAll(/^(#+) (.+)$/gm)].map(([, marks, words]) => ({
    level: marks?.length ?? 0,
    words: words ?? '',
  }));
}

/** As the forges make anchors of headings. */
function slug(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
}

/** Without code, and with the words of links alone. */
function plain(text: string): string {
  return text
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`]*`/g, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1');
}

/** Every text between tags, quotes and values in the sources of the pages, without ruby and blanks. */
function shownTexts(): Set<string> {
  const files = ['liff', 'local/studio/page'].flatMap((folder) => filesBelow(folder, /\.(ts|html)$/));
  const sources = files.map((file) => read(file).replace(/\{([^|{}$\n]+)\|[^{}\n]+\}/g, '$1'));
  return new Set(
    sources
      .flatMap((source) => source.split(/[<>'"`\n{}]|\$\{/))
      .map((piece) => piece.replace(/\s|\\n/g, '')),
  );
}
