import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain, spoken } from '../../liff/parts/ruby.ts';
import {
  callName,
  familyName,
  isMorning,
  longDate,
  methodOf,
  monthDay,
  nameOf,
  placeOf,
  shortDate,
  span,
  time,
} from '../../liff/parts/say-ruby.ts';
import { civilDate } from '../../worker/manual/jst.ts';
import { sayDate, sayTime } from '../../worker/manual/say.ts';
import { jst } from '../browser/mini-app-office.ts';

describe('dates', () => {
  it.each([
    ['2026-12-01', '12がつついたち'],
    ['2026-12-08', '12がつようか'],
    ['2026-12-10', '12がつとおか'],
    ['2026-12-14', '12がつじゅうよっか'],
    ['2026-12-20', '12がつはつか'],
    ['2026-12-24', '12がつにじゅうよっか'],
    ['2026-12-11', '12がつ11にち'],
    ['2027-01-31', '1がつ31にち'],
  ])('%s is said %s', (date, said) => {
    expect(spoken(monthDay(date))).toBe(said);
  });

  it('are the same words as everywhere else in the product', () => {
    fc.assert(
      fc.property(fc.integer({ min: jst('2026-01-01T00:00'), max: jst('2030-12-31T23:59') }), (instant) => {
        expect(plain(longDate(instant))).toBe(sayDate(civilDate(instant)));
      }),
    );
  });

  it('follow JST, not the day in Greenwich', () => {
    expect(plain(shortDate(Date.parse('2026-12-07T15:00:00Z')))).toBe('12月8日（火）');
    expect(plain(shortDate(Date.parse('2026-12-07T14:59:59Z')))).toBe('12月7日（月）');
  });
});

describe('times', () => {
  it.each([
    ['00:00', '午前0時', 'ごぜん0じ'],
    ['10:00', '午前10時', 'ごぜん10じ'],
    ['12:00', 'お昼の12時', 'おひるの12じ'],
    ['12:30', 'お昼の12時30分', 'おひるの12じ30ぷん'],
    ['14:05', '午後2時5分', 'ごご2じ5ふん'],
    ['14:15', '午後2時15分', 'ごご2じ15ふん'],
    ['20:59', '午後8時59分', 'ごご8じ59ふん'],
  ])('%s is %s', (clock, words, said) => {
    expect(plain(time(clock))).toBe(words);
    expect(plain(time(clock))).toBe(sayTime(clock));
    expect(spoken(time(clock))).toBe(said);
  });

  it('says the half of the day again only where it changes', () => {
    expect(plain(span(jst('2026-12-15T10:00'), jst('2026-12-15T11:00')))).toBe('午前10時から 11時まで');
    expect(plain(span(jst('2026-12-15T11:00'), jst('2026-12-15T13:30')))).toBe(
      '午前11時から 午後1時30分まで',
    );
    expect(plain(span(jst('2026-12-15T12:00'), jst('2026-12-15T13:00')))).toBe('お昼の12時から 午後1時まで');
    expect(isMorning(jst('2026-12-15T11:59'))).toBe(true);
    expect(isMorning(jst('2026-12-15T12:00'))).toBe(false);
  });
});

describe('names', () => {
  it('have their reading part by part', () => {
    expect(nameOf({ name: '大野 花', kana: 'おおの はな' })).toBe('{大野|おおの} {花|はな}');
    expect(nameOf({ name: '中村 さおり', kana: 'なかむら さおり' })).toBe('{中村|なかむら} さおり');
    expect(callName({ name: '大野　花', kana: 'おおの　はな' })).toBe('{大野|おおの}さん');
    expect(familyName({ name: '中村 さおり', kana: null })).toBe('中村');
  });

  it('have one reading for the whole where the parts do not match', () => {
    expect(nameOf({ name: '大野花', kana: 'おおの はな' })).toBe('{大野花|おおの はな}');
  });

  it('stay plain where no reading is known, or the name is too long for one', () => {
    expect(nameOf({ name: '大野さん', kana: null })).toBe('大野さん');
    expect(nameOf({ name: '長'.repeat(60), kana: 'なが' })).toBe('長'.repeat(60));
  });

  it('cannot break out of the notation', () => {
    expect(nameOf({ name: '{a|b}[c]', kana: null })).toBe('｛a｜b｝［c］');
  });
});

describe('ways and places', () => {
  it('say a visit that leads elsewhere than home as such', () => {
    expect(plain(methodOf('visit'))).toBe('家に 行きます');
    expect(plain(methodOf('visit', true))).toBe('会いに 行きます');
  });

  it('give readings to the words of a place that are known', () => {
    expect(placeOf('事務所の相談室')).toBe('{事務所|じむしょ}の{相談室|そうだんしつ}');
    expect(plain(placeOf('ご自宅 {2階}'))).toBe('ご自宅 ｛2階｝');
  });
});
