import { describe, expect, it } from 'vitest';
import { stickerName } from '../../worker/services/inbound/sticker-name.ts';

describe('the name of a sticker', () => {
  it.each([
    [{ text: 'ありがとうございます' }, 'ありがとうございます'],
    [{ keywords: ['Thanks', 'bow', 'thank you'] }, 'ありがとう'],
    [{ keywords: ['cry', 'sad'] }, '泣いている・かなしい'],
    [{ keywords: ['moon', 'cony'] }, 'moon・cony'],
    [{ keywords: [] }, null],
    [{}, null],
  ])('%j', (sticker, name) => {
    expect(stickerName(sticker)).toBe(name);
  });
});
