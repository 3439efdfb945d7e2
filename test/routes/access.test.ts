import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../worker/app.ts';
import { ACTORS, type Cast, gatherCast } from '../support/cast.ts';
import { type Expected, requestOf, TABLE } from '../support/route-table.ts';

describe('every route × every kind of actor', () => {
  let original: Cast;
  let cast: Cast;
  beforeAll(async () => {
    original = await gatherCast();
  });
  afterAll(() => original.scene.office.close());
  beforeEach(async () => {
    cast = { ...original, scene: { ...original.scene, office: await original.scene.office.copy() } };
  });
  afterEach(() => cast.scene.office.close());

  it.each(Object.entries(TABLE))('%s', async (route, row) => {
    const { office } = cast.scene;
    const seen: Partial<Expected> = {};
    for (const actor of ACTORS) {
      const { path, init } = requestOf(route, row, cast);
      const response = await office.fetch(path, { ...init, cookie: cast.cookies[actor] });
      expect(office.trips.length, `round trips of ${actor}`).toBeLessThanOrEqual(2);
      await office.settle();
      seen[actor] = response.status;
      if ([401, 403].includes(response.status)) {
        expect(response.headers.get('content-type')).toBe('application/problem+json');
        expect(Object.keys((await response.json()) as object).sort()).toEqual(['status', 'title', 'type']);
      }
    }
    expect(seen).toEqual(row.expected);
  });
});

it('names every route that is mounted', () => {
  const mounted = createApp(() => {
    throw new Error('not asked');
  }).routes.filter((r) => r.method !== 'ALL');
  const names = new Set(mounted.map((r) => `${r.method} ${r.path}`));
  expect([...names].sort()).toEqual(Object.keys(TABLE).sort());
});
