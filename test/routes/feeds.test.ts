import ICAL from 'ical.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { colleague, consent, jst, openCase, openScene, type Scene } from '../support/scene.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
  await consent(scene);
});
afterEach(() => scene.office.close());

const feedOf = async (who: 'staff' | 'contact') => {
  const visitor = who === 'staff' ? scene.manager : scene.person;
  const path = who === 'staff' ? '/api/console/calendar-feed' : '/api/app/calendar-feed';
  const { body } = await visitor.post<{ url: string }>(path);
  return new URL(body.url).pathname;
};
const fetchFeed = (path: string, etag?: string) =>
  scene.office.fetch(path, etag ? { headers: { 'if-none-match': etag } } : {});

/** A case with one date fixed at that time. */
async function confirmed(at: string, place = '自宅'): Promise<{ caseId: string; slotIds: string[] }> {
  const caseId = await openCase(scene);
  const slots = [jst(at), jst(at) + 86_400_000].map((startsAt) => ({
    startsAt,
    endsAt: startsAt + 3_600_000,
    place,
  }));
  const { body } = await scene.manager.post<{ ids: string[] }>(`/api/console/cases/${caseId}/slots`, {
    slots,
  });
  await scene.manager.post(`/api/console/cases/${caseId}/confirm`, { slotId: body.ids[0] });
  return { caseId, slotIds: body.ids };
}

/** The events as a parser sees them that has nothing to do with what wrote them. */
function parse(ics: string) {
  const root = ICAL.Component.fromString(ics);
  return root.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      sequence: event.sequence,
      status: component.getFirstPropertyValue('status'),
      summary: event.summary,
      location: event.location,
      startsAt: event.startDate.toJSDate().getTime(),
      endsAt: event.endDate.toJSDate().getTime(),
      stamp: component.getFirstPropertyValue('dtstamp')?.toString(),
    };
  });
}
const eventsAt = async (path: string) => parse(await (await fetchFeed(path)).text());

describe('a calendar feed', () => {
  it('is read by another parser: times, escaped texts, one UID for each meeting', async () => {
    const place =
      '自宅; 2階, \\奥の部屋「ひまわり」とてもとても長い名前の建物の別館のとなりの、赤い屋根の家の玄関の前で\n待ち合わせ <b>🏠</b>';
    const { caseId } = await confirmed('2026-12-04T10:00', place);
    const response = await fetchFeed(await feedOf('contact'));
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(await parse(await response.text())).toEqual([
      {
        uid: caseId,
        sequence: 0,
        status: 'CONFIRMED',
        summary: 'サンクスシェアとの予定（訪問）',
        location: place,
        startsAt: jst('2026-12-04T10:00'),
        endsAt: jst('2026-12-04T11:00'),
        stamp: '2026-11-24T01:00:00Z',
      },
    ]);
  });

  it('is valid by the letter: CRLF everywhere, lines of at most 75 octets, instants in UTC', async () => {
    await confirmed(
      '2026-12-04T10:00',
      '相談支援事業所サンクスシェアの二階の奥にある一番大きな相談室'.repeat(3).slice(0, 100),
    );
    for (const who of ['contact', 'staff'] as const) {
      const text = await (await fetchFeed(await feedOf(who))).text();
      const lines = text.split('\r\n');
      expect(lines.at(-1)).toBe('');
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      const octets = lines.map((line) => new TextEncoder().encode(line).length);
      expect(Math.max(...octets)).toBeLessThanOrEqual(75);
      expect(octets.filter((length) => length > 60).length).toBeGreaterThan(0);
      expect(lines[0]).toBe('BEGIN:VCALENDAR');
      expect(lines).toContain('VERSION:2.0');
      expect(lines.some((line) => line.startsWith('PRODID:'))).toBe(true);
      expect(lines).toContain('DTSTART:20261204T010000Z');
      expect(text).not.toMatch(/TZID|^METHOD/m);
    }
  });

  it('says a change and a cancellation under the same UID with a higher SEQUENCE', async () => {
    const { caseId, slotIds } = await confirmed('2026-12-04T10:00');
    const path = await feedOf('contact');
    const before = (await fetchFeed(path)).headers.get('etag') ?? '';
    expect((await fetchFeed(path, before)).status).toBe(304);
    expect((await fetchFeed(path, `"other", W/${before}`)).status).toBe(304);
    await scene.office.raw.execute({
      sql: 'update cases set confirmed_slot_id = ?, confirmed_at = confirmed_at + 60000 where id = ?',
      args: [slotIds[1] ?? '', caseId],
    });
    expect(await eventsAt(path)).toMatchObject([
      { uid: caseId, sequence: 1, status: 'CONFIRMED', startsAt: jst('2026-12-05T10:00') },
    ]);
    expect((await fetchFeed(path, before)).status).toBe(200);
    scene.office.now += 3_600_000;
    await scene.manager.post(`/api/console/cases/${caseId}/cancel`, { reason: '本人の希望', tell: 'phone' });
    const [event] = await eventsAt(path);
    expect(event).toMatchObject({
      uid: caseId,
      sequence: 2,
      status: 'CANCELLED',
      stamp: '2026-11-24T02:00:00Z',
    });
  });

  it('that goes back to open is off, and on again with the next date', async () => {
    const { caseId, slotIds } = await confirmed('2026-12-04T10:00');
    const path = await feedOf('staff');
    const set = (sql: string, ...args: string[]) =>
      scene.office.raw.execute({ sql, args: [...args, caseId] });
    await set("update cases set status = 'open', confirmed_slot_id = null where id = ?");
    expect(await eventsAt(path)).toMatchObject([{ uid: caseId, sequence: 1, status: 'CANCELLED' }]);
    await set("update cases set status = 'confirmed', confirmed_slot_id = ? where id = ?", slotIds[1] ?? '');
    expect(await eventsAt(path)).toMatchObject([{ uid: caseId, sequence: 2, status: 'CONFIRMED' }]);
    await set("update cases set status = 'held' where id = ?");
    expect(await eventsAt(path)).toMatchObject([{ uid: caseId, sequence: 2, status: 'CONFIRMED' }]);
  });

  it('names nobody: staff see kind and method and the way to the case, contacts their own meetings', async () => {
    const { caseId } = await confirmed('2026-12-04T10:00', '大野さんの家');
    const staff = await (await fetchFeed(await feedOf('staff'))).text();
    const contact = await (await fetchFeed(await feedOf('contact'))).text();
    const unfolded = staff.replaceAll('\r\n ', '');
    expect(unfolded).toContain('SUMMARY:モニタリング（訪問）');
    expect(unfolded).toContain(`/console/cases/${caseId}`);
    expect(unfolded).not.toMatch(/大野|みのり|おおの/);
    expect(contact.replaceAll('\r\n ', '')).not.toMatch(/みのり|おおの|中村/);
  });

  it("shows a counselor's own cases alone", async () => {
    await confirmed('2026-12-04T10:00');
    const other = await colleague(scene);
    const { body } = await other.post<{ url: string }>('/api/console/calendar-feed');
    expect(await eventsAt(new URL(body.url).pathname)).toEqual([]);
  });

  it('is private: known by its hash alone, ended by a new one, by revoking and by leaving', async () => {
    const first = await feedOf('contact');
    const stored = JSON.stringify((await scene.office.raw.execute('select * from calendar_feeds')).rows);
    expect(stored).not.toContain(first.slice('/feeds/'.length, -'.ics'.length));
    const second = await feedOf('contact');
    expect((await fetchFeed(first)).status).toBe(404);
    expect((await fetchFeed(second)).status).toBe(200);
    const { body: mine } = await scene.person.get('/api/app/calendar-feed');
    expect(mine).toEqual({ createdAt: scene.office.now });
    expect((await scene.person.call('DELETE', '/api/app/calendar-feed')).body).toEqual({ createdAt: null });
    expect((await fetchFeed(second)).status).toBe(404);
    expect((await scene.person.get('/api/app/calendar-feed')).body).toEqual({ createdAt: null });

    const staff = await feedOf('staff');
    expect((await fetchFeed(staff)).status).toBe(200);
    await scene.office.raw.executeMultiple(
      `insert into staff (id, name, role, created_at) values ('other-manager', '原田 学', 'manager', 0);
       update staff set active = 0 where id <> 'other-manager'`,
    );
    expect((await fetchFeed(staff)).status).toBe(404);
    const third = await feedOf('contact');
    await scene.office.raw.execute('update contacts set line_user_id = null');
    expect((await fetchFeed(third)).status).toBe(404);
  });
});

it("one meeting's link says its cancellation too, for the hour it lives", async () => {
  const { caseId } = await confirmed('2026-12-04T10:00');
  const { body } = await scene.person.post<{ url: string }>(`/api/app/cases/${caseId}/calendar`);
  const path = new URL(body.url).pathname;
  expect(await eventsAt(path)).toMatchObject([{ uid: caseId, sequence: 0, status: 'CONFIRMED' }]);
  await scene.manager.post(`/api/console/cases/${caseId}/cancel`, { reason: '本人の希望', tell: 'phone' });
  expect(await eventsAt(path)).toMatchObject([{ uid: caseId, sequence: 1, status: 'CANCELLED' }]);
  scene.office.now += 3_600_000;
  expect((await fetchFeed(path)).status).toBe(404);
});
