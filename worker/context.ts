import type { Database } from '../db/client.ts';
import type { Instant } from './manual/types.ts';

/** Who acts. Every write carries one into the 相談記録. */
export type Actor =
  | { kind: 'contact'; id: string }
  | { kind: 'staff'; id: string }
  | { kind: 'bot'; id: string }
  | { kind: 'cron'; id: null };

/** What every service is given; nothing else of the world reaches it. */
export interface Ctx {
  db: Database;
  now: Instant;
  newId: () => string;
  actor: Actor;
}

/** What the deployment says, parsed once by index.ts, the only reader of the environment. */
export interface Config {
  databaseUrl: string;
  databaseToken: string | undefined;
  lineChannelSecret: string;
  lineChannelAccessToken: string;
  /** `https://api.line.me`, or the stand-in's. */
  lineApiUrl: string;
  lineLoginChannelId: string;
  liffId: string;
  /** `https://liff.line.me`, or the stand-in's. */
  liffBaseUrl: string;
  /** The official account's page, for adding it as a friend. */
  addFriendUrl: string;
  sessionSecret: string;
  /** Lets the first manager in; needed only until one exists. */
  bootstrapCode: string | undefined;
  /** Extra CSP sources of the one-machine demo; empty when deployed. */
  frameAncestors: string;
  cspConnect: string;
  maxSubrequests: number;
  /** Where this deployment's pages are, for links in notices to staff; without it they carry none. */
  productOrigin?: string | undefined;
  /** The incoming webhooks of the office's Slack and Teams channels, and the secret of Slack's buttons. */
  slackWebhookUrl?: string | undefined;
  slackSigningSecret?: string | undefined;
  teamsWebhookUrl?: string | undefined;
}
