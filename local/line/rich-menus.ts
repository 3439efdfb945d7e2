import { Hono } from 'hono';
import type { ApiEnv } from './api-gate.ts';
import { isObject, type JsonObject, parseObject } from './json.ts';
import { notJson } from './messaging-api.ts';
import { validateActions } from './validate-actions.ts';
import { badRequest, Problems } from './validate-messages.ts';
import type { World } from './world.ts';

interface RichMenu {
  richMenuId: string;
  definition: JsonObject;
  image?: { contentType: string; bytes: Uint8Array<ArrayBuffer> };
}

export interface SavedRichMenus {
  menus: { richMenuId: string; definition: JsonObject; image?: { contentType: string; bytes: string } }[];
  defaultId: string | null;
}

/** The rich menus of the account; the Messaging API's token check stands before these routes. */
export class RichMenus {
  readonly menus = new Map<string, RichMenu>();
  defaultId: string | null = null;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The menu this user sees: their own or the default one. */
  of(userId: string): string | null {
    return this.#world.users.get(userId)?.richMenuId ?? this.defaultId;
  }

  save(): SavedRichMenus {
    const menus = [...this.menus.values()].map(({ image, ...menu }) => ({
      ...menu,
      ...(image ? { image: { ...image, bytes: Buffer.from(image.bytes).toString('base64') } } : {}),
    }));
    return { menus, defaultId: this.defaultId };
  }

  restore(saved: SavedRichMenus): void {
    this.defaultId = saved.defaultId;
    for (const { image, ...menu } of saved.menus) {
      const bytes = image && { ...image, bytes: new Uint8Array(Buffer.from(image.bytes, 'base64')) };
      this.menus.set(menu.richMenuId, { ...menu, ...(bytes ? { image: bytes } : {}) });
    }
  }

  routes(): Hono<ApiEnv> {
    const app = new Hono<ApiEnv>();
    const { menus } = this;
    const notFound = { message: 'Not found' };
    const noImage = { message: 'must upload richmenu image before applying it to user' };

    app.post('/v2/bot/richmenu', async (c) => {
      const definition = parseObject(await c.req.text());
      if (!definition) return notJson(c);
      const problems = validateRichMenu(definition);
      if (problems.details.length > 0) return c.json(badRequest(problems.details), 400);
      const richMenuId = `richmenu-${this.#world.ids.hex(16)}`;
      menus.set(richMenuId, { richMenuId, definition });
      return c.json({ richMenuId });
    });
    app.post('/v2/bot/richmenu/validate', async (c) => {
      const definition = parseObject(await c.req.text());
      if (!definition) return notJson(c);
      const problems = validateRichMenu(definition);
      return problems.details.length > 0 ? c.json(badRequest(problems.details), 400) : c.json({});
    });
    app.get('/v2/bot/richmenu/list', (c) =>
      c.json({
        richmenus: [...menus.values()].map((menu) => ({ richMenuId: menu.richMenuId, ...menu.definition })),
      }),
    );
    app.get('/v2/bot/richmenu/:id', (c) => {
      const menu = menus.get(c.req.param('id'));
      return menu ? c.json({ richMenuId: menu.richMenuId, ...menu.definition }) : c.json(notFound, 404);
    });
    app.delete('/v2/bot/richmenu/:id', (c) => {
      const id = c.req.param('id');
      if (!menus.delete(id)) return c.json(notFound, 404);
      if (this.defaultId === id) this.defaultId = null;
      for (const user of this.#world.users.values())
        if (user.richMenuId === id) this.#link(user.userId, undefined);
      return c.json({});
    });
    app.post('/v2/bot/richmenu/:id/content', async (c) => {
      const menu = menus.get(c.req.param('id'));
      if (!menu) return c.json(notFound, 404);
      if (menu.image) return c.json({ message: 'An image has already been uploaded to the richmenu' }, 400);
      const contentType = c.req.header('content-type') ?? '';
      if (!['image/png', 'image/jpeg'].includes(contentType)) {
        return c.json({ message: 'The content type is not supported' }, 415);
      }
      menu.image = { contentType, bytes: new Uint8Array(await c.req.arrayBuffer()) };
      return c.json({});
    });
    app.get('/v2/bot/richmenu/:id/content', (c) => {
      const image = menus.get(c.req.param('id'))?.image;
      if (!image) return c.json(notFound, 404);
      return c.body(image.bytes, 200, { 'content-type': image.contentType });
    });

    app.get('/v2/bot/user/all/richmenu', (c) =>
      this.defaultId === null ? c.json(notFound, 404) : c.json({ richMenuId: this.defaultId }),
    );
    app.delete('/v2/bot/user/all/richmenu', (c) => {
      this.defaultId = null;
      return c.json({});
    });
    app.post('/v2/bot/user/all/richmenu/:id', (c) => {
      const menu = menus.get(c.req.param('id'));
      if (!menu) return c.json(notFound, 404);
      if (!menu.image) return c.json(noImage, 400);
      this.defaultId = menu.richMenuId;
      return c.json({});
    });
    app.post('/v2/bot/user/:userId/richmenu/:id', (c) => {
      const menu = menus.get(c.req.param('id'));
      if (!menu || !this.#world.users.has(c.req.param('userId'))) return c.json(notFound, 404);
      if (!menu.image) return c.json(noImage, 400);
      this.#link(c.req.param('userId'), menu.richMenuId);
      return c.json({});
    });
    app.get('/v2/bot/user/:userId/richmenu', (c) => {
      const richMenuId = this.#world.users.get(c.req.param('userId'))?.richMenuId;
      return richMenuId ? c.json({ richMenuId }) : c.json({ message: 'the user has no richmenu' }, 404);
    });
    app.delete('/v2/bot/user/:userId/richmenu', (c) => {
      if (!this.#world.users.has(c.req.param('userId'))) return c.json(notFound, 404);
      this.#link(c.req.param('userId'), undefined);
      return c.json({});
    });
    return app;
  }

  #link(userId: string, richMenuId: string | undefined): void {
    const user = this.#world.users.get(userId);
    if (!user) return;
    const { richMenuId: _, ...rest } = user;
    this.#world.putUser(richMenuId === undefined ? rest : { ...rest, richMenuId });
  }
}

function validateRichMenu(definition: JsonObject): Problems {
  const problems = new Problems();
  const { size } = definition;
  if (!isObject(size)) problems.add('size', 'May not be null');
  else if (!inRange(size.width, 800, 2_500) || !inRange(size.height, 250, 2_500)) {
    problems.add('size', 'Width must be between 800 and 2500, height at least 250');
  }
  if (typeof definition.selected !== 'boolean') problems.add('selected', 'May not be null');
  for (const [member, max] of [
    ['name', 300],
    ['chatBarText', 14],
  ] as const) {
    const value = definition[member];
    if (typeof value !== 'string' || value === '') problems.add(member, 'May not be empty');
    else problems.length(value, member, max);
  }
  problems.list(definition.areas, 'areas', 1, 20).forEach((area, index) => {
    const at = `areas[${index}]`;
    if (!isObject(area) || !isObject(area.bounds)) problems.add(`${at}.bounds`, 'May not be null');
    else if (!isObject(area.action)) problems.add(`${at}.action`, 'May not be null');
    else validateActions([{ label: ' ', ...area.action }], () => `${at}.action`, problems, 'template');
  });
  return problems;
}

function inRange(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && value >= min && value <= max;
}
