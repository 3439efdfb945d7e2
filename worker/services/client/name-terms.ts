import { type SQL, sql } from 'drizzle-orm';
import type { Database, Statement } from '../../../db/client.ts';
import { nameTerms } from '../../../db/schema/people.ts';

export type NamedKind = 'client' | 'contact';

/** After every text that begins with another: the last code point of all. */
const LAST = '\u{10FFFF}';

/** A reading as it is kept: hiragana, plain width, single blanks. */
export function toReading(text: string): string {
  return toHiragana(text.normalize('NFKC')).replace(/･/g, '・').replace(/\s+/g, ' ').trim();
}

/** How names are compared: width, katakana and hiragana, capitals and blanks make no difference. */
export function foldName(text: string): string {
  return toHiragana(text.normalize('NFKC').toLowerCase()).replace(/[\s・･]/g, '');
}

function toHiragana(text: string): string {
  return text.replace(/[ァ-ヶ]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0x60));
}

/** Every ending of the folded name and of its reading: whatever part is typed, one of them begins with it. */
export function termsOf(name: string, kana: string | null): string[] {
  const terms = new Set<string>();
  for (const text of [foldName(name), foldName(kana ?? '')]) {
    const letters = [...text];
    for (let at = 0; at < letters.length; at += 1) terms.add(letters.slice(at).join(''));
  }
  return [...terms];
}

/** Makes somebody findable by this name; what they were found by before is forgotten. */
export function writeTerms(
  { q }: Database,
  kind: NamedKind,
  who: { id: string; name: string; kana: string | null },
): Statement[] {
  return [
    q.run(sql`delete from ${nameTerms} where kind = ${kind} and id = ${who.id}`),
    q.run(sql`insert into ${nameTerms} (kind, term, id)
      select ${kind}, value, ${who.id} from json_each(${JSON.stringify(termsOf(who.name, who.kana))})`),
  ];
}

/** The ids whose name or reading has this part, by the index alone; null: nothing was asked for. */
export function foundBy(kind: NamedKind, asked: string): SQL | null {
  const part = foldName(asked);
  if (part === '') return null;
  return sql`select id from name_terms where kind = ${kind} and term >= ${part} and term < ${part + LAST}`;
}
