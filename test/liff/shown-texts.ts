import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseSync } from 'rolldown/experimental';

const ROOT = resolve(import.meta.dirname, '../..');
export const JAPANESE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

export interface Text {
  where: string;
  /** With four letters where something is filled in. */
  text: string;
  /** The property that it is the value of, if any. */
  key: string | null;
}

interface Node {
  type: string;
  start: number;
  [field: string]: unknown;
}

/** Every Japanese text in a source: strings, templates, and what stands in the tags and labels of lit's templates. */
export function textsOf(file: string): Text[] {
  const source = readFileSync(join(ROOT, file), 'utf8');
  if (file.endsWith('.html')) return inTags(source.replace(/<!--.*?-->/gs, '')).map(at(file, () => 1, 0));
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const lineOf = (offset: number) => source.slice(0, offset).split('\n').length;
  const found: Text[] = [];

  const walk = (node: Node, key: string | null, compared: boolean): void => {
    const own = (text: string) => {
      if (JAPANESE.test(text) && !compared) found.push({ where: `${file}:${lineOf(node.start)}`, text, key });
    };
    if (node.type === 'Literal') {
      if (typeof node.value === 'string') own(node.value);
      return;
    }
    if (node.type === 'TemplateLiteral') own(filled(node));
    if (node.type === 'TaggedTemplateExpression') {
      const tag = (node.tag as Node).name;
      for (const text of tag === 'html' ? inTags(filled(node.quasi as Node)) : []) own(text);
      for (const inner of (node.quasi as { expressions: Node[] }).expressions) walk(inner, null, false);
      return;
    }
    for (const [field, value] of Object.entries(node)) {
      // The name of a property, and what something is compared with, nobody reads.
      if (field === 'key' && node.type === 'Property' && !node.computed) continue;
      const inner = node.type === 'Property' && field === 'value' ? nameOf(node.key as Node) : key;
      const test =
        (node.type === 'BinaryExpression' && /^[=!]==?$|^in$/.test(String(node.operator))) ||
        (node.type === 'NewExpression' && (node.callee as Node).name === 'Set') ||
        (node.type === 'ArrayExpression' && compared);
      for (const child of Array.isArray(value) ? value : [value])
        if (isNode(child)) walk(child, node.type === 'Property' ? inner : inherits(node) ? key : null, test);
    }
  };
  walk(program as unknown as Node, null, false);
  return found;
}

/** Files below a folder of the repository. */
export function sourcesIn(...folders: string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name}`),
  );
}

/** A choice between texts is still the value of the property. */
function inherits(node: Node): boolean {
  return /^(ConditionalExpression|TemplateLiteral|LogicalExpression|ArrowFunctionExpression|TSAsExpression)$/.test(
    node.type,
  );
}

function filled(template: Node): string {
  const quasis = template.quasis as { value: { cooked: string } }[];
  return quasis.map((quasi) => quasi.value.cooked).join('ああああ');
}

/** The texts between tags, and those of the attributes that are read out. */
function inTags(html: string): string[] {
  const spoken = [...html.matchAll(/(?:aria-label|alt|title|placeholder)="([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  );
  const shown = html.replace(/<[^>]*>/g, '\u0000').split('\u0000');
  return [...spoken, ...shown].filter((text) => JAPANESE.test(text.replaceAll('ああああ', '')));
}

function at(file: string, lineOf: (offset: number) => number, start: number) {
  return (text: string): Text => ({ where: `${file}:${lineOf(start)}`, text, key: null });
}

function nameOf(key: Node): string | null {
  return typeof key.name === 'string' ? key.name : typeof key.value === 'string' ? key.value : null;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}
