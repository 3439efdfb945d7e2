import { openDatabase } from '../db/client.ts';
import { connectOverHttp } from '../db/over-http.ts';
import { createApp } from './app.ts';
import { NEEDED_BINDINGS } from './bindings.ts';
import type { Config } from './context.ts';
import { runCron } from './jobs/run-cron.ts';
import { verifyIdToken } from './line/id-token.ts';
import type { LogLine, World } from './world.ts';

/** What the deployment must or may bind. Only this file reads it. */
export interface Env {
  DATABASE_URL: string;
  DATABASE_TOKEN?: string;
  LINE_CHANNEL_SECRET: string;
  LINE_CHANNEL_ACCESS_TOKEN: string;
  LINE_LOGIN_CHANNEL_ID: string;
  LIFF_ID: string;
  SESSION_SECRET: string;
  LINE_API_URL?: string;
  LIFF_BASE_URL?: string;
  ADD_FRIEND_URL?: string;
  BOOTSTRAP_CODE?: string;
  FRAME_ANCESTORS?: string;
  CSP_CONNECT?: string;
  MAX_SUBREQUESTS?: string;
  PRODUCT_ORIGIN?: string;
  SLACK_WEBHOOK_URL?: string;
  SLACK_SIGNING_SECRET?: string;
  TEAMS_WEBHOOK_URL?: string;
  ASSETS: { fetch: (request: Request) => Promise<Response> };
}

/** @throws when a needed binding is missing, naming every one that is */
function readConfig(env: Env): Config {
  const missing = NEEDED_BINDINGS.filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`missing bindings: ${missing.join(', ')}`);
  return {
    databaseUrl: env.DATABASE_URL,
    databaseToken: env.DATABASE_TOKEN,
    lineChannelSecret: env.LINE_CHANNEL_SECRET,
    lineChannelAccessToken: env.LINE_CHANNEL_ACCESS_TOKEN,
    lineApiUrl: env.LINE_API_URL || 'https://api.line.me',
    lineLoginChannelId: env.LINE_LOGIN_CHANNEL_ID,
    liffId: env.LIFF_ID,
    liffBaseUrl: env.LIFF_BASE_URL || 'https://liff.line.me',
    addFriendUrl: env.ADD_FRIEND_URL ?? '',
    sessionSecret: env.SESSION_SECRET,
    bootstrapCode: env.BOOTSTRAP_CODE || undefined,
    frameAncestors: env.FRAME_ANCESTORS ?? '',
    cspConnect: env.CSP_CONNECT ?? '',
    maxSubrequests: Number(env.MAX_SUBREQUESTS || 50),
    productOrigin: env.PRODUCT_ORIGIN || undefined,
    slackWebhookUrl: env.SLACK_WEBHOOK_URL || undefined,
    slackSigningSecret: env.SLACK_SIGNING_SECRET || undefined,
    teamsWebhookUrl: env.TEAMS_WEBHOOK_URL || undefined,
  };
}

/** Made anew for each request: in Workers, one request may not wait on another's connection. */
function openWorld(env: Env): World {
  const config = readConfig(env);
  const connection = connectOverHttp(config.databaseUrl, config.databaseToken);
  return {
    config,
    db: openDatabase(connection),
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    newToken,
    random: () => Math.random(),
    verifyIdToken: async (token, now) =>
      verifyIdToken(token, now, {
        apiUrl: config.lineApiUrl,
        loginChannelId: config.lineLoginChannelId,
      }).then((checked) =>
        checked.ok ? { ok: true, lineUserId: checked.lineUserId } : { ok: false, why: checked.why },
      ),
    fetchLine: (input, init) => fetch(input, init),
    assets: env.ASSETS,
    log: (line: LogLine) => console.log(JSON.stringify({ at: new Date().toISOString(), ...line })),
  };
}

function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

const app = createApp<Env>(openWorld);

export default {
  fetch: app.fetch,
  scheduled: async (_event: { cron: string; scheduledTime: number }, env: Env): Promise<void> => {
    const world = openWorld(env);
    try {
      await runCron(world);
    } catch (error) {
      // The platform logs what is thrown: only the kind of it, like everything else that is logged.
      const why = error instanceof Error ? error.name : 'unknown';
      world.log({ event: 'cron-failed', why });
      throw new Error(`cron-failed: ${why}`);
    }
  },
};
