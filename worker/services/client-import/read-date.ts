import { isCivilDate } from '../../manual/jst.ts';
import type { CivilDate } from '../../manual/types.ts';

/** The year before the first of each era. */
const ERAS: Readonly<Record<string, number>> = {
  明治: 1867,
  M: 1867,
  大正: 1911,
  T: 1911,
  昭和: 1925,
  S: 1925,
  平成: 1988,
  H: 1988,
  令和: 2018,
  R: 2018,
};

/** A date as people write it in a table: 1990-04-01, 1990/4/1, 1990年4月1日, 昭和60年4月1日, S60.4.1. */
export function readDate(text: string): CivilDate | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '').toUpperCase();
  const found = /^(明治|大正|昭和|平成|令和|[MTSHR])?(\d{1,4}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(
    plain,
  );
  if (!found) return null;
  const [, era, year = '', month = '', day = ''] = found;
  const before = era === undefined ? 0 : ERAS[era];
  if (before === undefined || (era === undefined && year.length !== 4)) return null;
  const full = before + (year === '元' ? 1 : Number(year));
  const date = `${String(full).padStart(4, '0')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isCivilDate(date) ? date : null;
}
