import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { type ApiEnv, apiGate, Hangs } from './api-gate.ts';
import { channelApi, usualSettings } from './channel-api.ts';
import { movableClock } from './clock.ts';
import { Control } from './control.ts';
import { controlRoutes } from './control-routes.ts';
import { Faults } from './faults.ts';
import { type Identifiers, randomIdentifiers } from './identifiers.ts';
import { LiffHost } from './liff-host.ts';
import { loginApi } from './login-api.ts';
import { messagingApi } from './messaging-api.ts';
import { RichMenus } from './rich-menus.ts';
import { MessageSender } from './send-messages.ts';
import { Sessions } from './sessions.ts';
import { StateFile } from './state-file.ts';
import { TokenKeys } from './token-keys.ts';
import { UserActs } from './user-acts.ts';
import { WebhookSender } from './webhooks.ts';
import { type PlanLimit, World } from './world.ts';

export interface StandInOptions {
  /** 0 takes any free port. */
  port: number;
  host?: string;
  channelId: string;
  channelSecret: string;
  channelAccessToken: string;
  loginChannelId: string;
  /** Opens the LIFF server API; made up of the channel's id when left out. */
  loginChannelSecret?: string;
  liffId: string;
  endpointUrl: string;
  webhookUrl: string;
  friendOfNewUsers?: boolean;
  plan?: PlanLimit;
  /** A JSON file that keeps people, chats and sign-ins over a restart. */
  statePath?: string;
  clock?: () => number;
  /** The clock of the browsers that sign in; the system's unless told otherwise. */
  browserClock?: () => number;
  identifiers?: Identifiers;
}

export interface LineStandIn {
  url: string;
  app: Hono<ApiEnv>;
  control: Control;
  close(): Promise<void>;
}

export type { Control };

/** Starts LINE's hosts on one local origin, each as a path prefix, with a control plane beside them. */
export async function startLineStandIn(options: StandInOptions): Promise<LineStandIn> {
  if (!options.liffId.startsWith(`${options.loginChannelId}-`)) {
    throw new Error('a LIFF id begins with the id of its LINE Login channel and a hyphen');
  }
  const world = new World({
    clock: movableClock(options.clock ?? Date.now),
    ids: options.identifiers ?? randomIdentifiers(),
    plan: options.plan ?? { type: 'limited', value: 200 },
  });
  const parts = assemble(options, world);
  const state = options.statePath ? new StateFile(options.statePath, parts) : undefined;
  state?.load();
  if (parts.keys.jwks().keys.length === 0) await parts.keys.rotate();
  world.subscribe(() => state?.saveSoon());

  const hangs = new Hangs();
  const app = mount(parts, hangs, options.endpointUrl);
  const server = createAdaptorServer({ fetch: app.fetch }) as Server;
  server.listen(options.port, options.host ?? '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://localhost:${port}`,
    app,
    control: parts.control,
    close: async () => {
      parts.webhooks.close();
      hangs.release();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      state?.save();
    },
  };
}

type Parts = ReturnType<typeof assemble>;

function assemble(options: StandInOptions, world: World) {
  const bot = {
    userId: `U${createHash('sha256').update(options.channelId).digest('hex').slice(0, 32)}`,
    basicId: '@000stand',
    displayName: '相談支援事業所（代役）',
    channelAccessToken: options.channelAccessToken,
  };
  const { channelSecret, webhookUrl, loginChannelId, liffId, endpointUrl } = options;
  const webhooks = new WebhookSender({ world, channelSecret, destination: bot.userId, url: webhookUrl });
  const keys = new TokenKeys(() => world.ids.hex(32));
  const channel = { channelId: loginChannelId, liffId, endpointUrl };
  const settings = usualSettings(endpointUrl);
  const loginSecret = options.loginChannelSecret ?? `secret-of-${loginChannelId}`;
  const messaging = { channelId: options.channelId, channelAccessToken: options.channelAccessToken };
  const channels = channelApi({
    ...{ world, settings, messaging },
    login: { ...channel, channelSecret: loginSecret },
  });
  const sessions = new Sessions({ world, keys, channel, browserClock: options.browserClock ?? Date.now });
  const faults = new Faults();
  const liff = new LiffHost({ world, sessions, keys });
  const richMenus = new RichMenus(world);
  const acts = new UserActs(world, webhooks);
  const sender = new MessageSender(world, webhooks);
  const friendOfNewUsers = options.friendOfNewUsers ?? true;
  const { clock } = world;
  const shared = {
    ...{ world, clock, acts, webhooks, faults, keys, sessions, liff, richMenus, friendOfNewUsers },
    settings,
  };
  return { ...shared, bot, channels, sender, control: new Control(shared) };
}

function mount(parts: Parts, hangs: Hangs, endpointUrl: string): Hono<ApiEnv> {
  const { world, faults } = parts;
  const messaging = messagingApi(parts);
  const richMenus = parts.richMenus.routes();
  const login = loginApi(parts);

  const hosts = new Hono<ApiEnv>();
  hosts.use(cors({ origin: (origin) => origin, allowHeaders: ['Authorization', 'Content-Type', 'Accept'] }));
  hosts.use(apiGate({ world, faults, hangs }));
  hosts.route('/api.line.me', parts.channels);
  hosts.route('/api.line.me', login).route('/api.line.me', parts.liff.apiRoutes());
  hosts.route('/access.line.me', parts.liff.accessRoutes()).route('/access.line.me', login);
  const liffLinks = parts.liff.liffRoutes();
  hosts.route('/liff.line.me', liffLinks).route('/miniapp.line.me', liffLinks);
  // `@line/bot-sdk` resolves its absolute paths against the base URL and so drops the host prefix.
  for (const prefix of ['/api.line.me', '/api-data.line.me', '/']) {
    hosts.route(prefix, messaging).route(prefix, richMenus);
  }

  const app = new Hono<ApiEnv>();
  app.route('/_control', controlRoutes(parts.control, endpointUrl));
  app.route('/', hosts);
  app.notFound((c) => c.json({ message: 'Not found' }, 404));
  app.onError((error, c) => {
    // Whoever asked has died: that is nothing of ours.
    if (Reflect.get(error, 'code') !== 'ECONNRESET') console.error(error);
    return c.json({ message: 'Internal server error' }, 500);
  });
  return app;
}
