import { ChaosWorld } from '../chaos/chaos-world.ts';
import type { Visitor } from '../visitor.ts';
import { fillLargeOffice, type OfficeSize } from './large-office.ts';
import { middle } from './measure.ts';

/** A page may take half as long again: an index is a level deeper, and a page holds the same number of rows. */
const MOST = 1.5;
/** This name is every ninth client's: seventeen times as many are found and put in order before the first fifty. */
const MANY_FOUND = 'clients by a part of a name';

/** What counselors open all day. */
const ASKED: Readonly<Record<string, string>> = {
  today: '/api/console/today',
  // What an open page asks every half minute.
  'whether anything has changed': '/api/console/me',
  threads: '/api/console/threads',
  'clients, first page': '/api/console/clients',
  'clients, a page in the middle': `/api/console/clients?after=${encodeURIComponent(JSON.stringify(['たむら', 'k0']))}`,
  [MANY_FOUND]: `/api/console/clients?q=${encodeURIComponent('つむぎ')}`,
  'a client': '/api/console/clients/k77',
  'timeline, first page': '/api/console/clients/k77/records',
  'timeline, a page in the middle': '/api/console/clients/k77/records?after=%5B99999999999999%2C50%5D',
};

export interface ScaleRow {
  name: string;
  small: number;
  large: number;
  ratio: number;
  most: number;
}

/** The same requests to a small and a large office, in turns: median milliseconds, and the median of the ratios. */
export async function consoleAtScale(
  start: number,
  sizes: { small: OfficeSize; large: OfficeSize },
  times: number,
): Promise<ScaleRow[]> {
  const worlds: ChaosWorld[] = [];
  try {
    const visitors: Visitor[] = [];
    for (const size of [sizes.small, sizes.large]) {
      const world = await ChaosWorld.open({ start, maxSubrequests: 50 });
      worlds.push(world);
      visitors.push(await fillLargeOffice(world, size));
    }
    const rows: ScaleRow[] = [];
    for (const [name, path] of Object.entries(ASKED)) {
      const taken: [number[], number[]] = [[], []];
      for (let n = -5; n < times; n += 1) {
        for (const [at, visitor] of visitors.entries()) {
          const began = performance.now();
          await visitor.call('GET', path);
          if (n >= 0) taken[at as 0 | 1].push(performance.now() - began);
        }
      }
      const [few, many] = taken;
      rows.push({
        name,
        small: middle(few),
        large: middle(many),
        ratio: middle(many.map((each, n) => each / (few[n] ?? each))),
        most: name === MANY_FOUND ? 2 : MOST,
      });
    }
    return rows;
  } finally {
    for (const world of worlds) await world.close();
  }
}
