import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRuby, plain, quote, spoken } from '../../liff/parts/ruby.ts';

describe('ruby notation', () => {
  it('splits a text into lines, words and pieces', () => {
    expect(parseRuby('{会|あ}う {日|ひ}を\nえらぶ')).toEqual([
      [
        {
          pieces: [
            { base: '会', reading: 'あ' },
            { base: 'う', reading: null },
          ],
          whole: false,
          spaced: false,
        },
        {
          pieces: [
            { base: '日', reading: 'ひ' },
            { base: 'を', reading: null },
          ],
          whole: false,
          spaced: true,
        },
      ],
      [{ pieces: [{ base: 'えらぶ', reading: null }], whole: false, spaced: false }],
    ]);
  });

  it('keeps what stands in brackets whole, without a space where none is written', () => {
    const [line] = parseRuby('[12{月|がつ}{8日|ようか}][（{火曜日|かようび}）]に');
    expect(
      line?.map((word) => [word.pieces.map((piece) => piece.base).join(''), word.whole, word.spaced]),
    ).toEqual([
      ['12月8日', true, false],
      ['（火曜日）に', true, false],
    ]);
  });

  it('gives the words to read and the words to say', () => {
    expect(plain('{電話|でんわ}を {待|ま}つ')).toBe('電話を 待つ');
    expect(spoken('{電話|でんわ}を {待|ま}つ')).toBe('でんわを まつ');
  });

  it("shows other people's text as it is, whatever signs it holds", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 30 }), (text) => {
        const shown = plain(quote(text)).replace(/\s/g, '');
        const full: Record<string, string> = { '{': '｛', '}': '｝', '|': '｜', '[': '［', ']': '］' };
        expect(shown).toBe(text.replace(/[{}|[\]]/g, (sign) => full[sign] ?? '').replace(/\s/g, ''));
      }),
    );
  });
});
