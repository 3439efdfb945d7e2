import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, type Config, LibsqlError } from '@libsql/client';
import { createClient as createHttpClient } from '@libsql/client/http';
import { createClient as createWebClient } from '@libsql/client/web';
import { onTestFinished } from 'vitest';
import { type LibsqlServer, type LibsqlServerOptions, startLibsqlServer } from '../../local/libsql/server.ts';

export interface ServedFile {
  server: LibsqlServer;
  path: string;
  /** A new client of its own, closed with the test. */
  client(config?: Partial<Config>): Client;
  /** Sends a raw request to the server. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** The builds of the client that speak HTTP. */
export const builds = [
  ['http', createHttpClient],
  ['web', createWebClient],
] as const;

/** A path for a database file in a directory that goes with the test. */
export function temporaryPath(): string {
  const directory = mkdtempSync(join(tmpdir(), 'libsql-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, 'data.db');
}

/** Starts a server of its own for one test, on a new file unless a path is given. */
export async function serveFile(
  options: Partial<LibsqlServerOptions> = {},
  createClient: (config: Config) => Client = createWebClient,
): Promise<ServedFile> {
  const path = options.path ?? temporaryPath();
  const server = await startLibsqlServer({ port: 0, ...options, path });
  onTestFinished(() => server.close());
  return {
    server,
    path,
    client(config = {}) {
      const client = createClient({ url: server.url, authToken: options.authToken, ...config });
      onTestFinished(() => client.close());
      return client;
    },
    post: (at, body, headers = {}) =>
      fetch(server.url + at, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

/** The error a promise fails with; fails the test when it doesn't. */
export async function failureOf(promise: Promise<unknown>): Promise<LibsqlError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof LibsqlError) return error;
    throw error;
  }
  throw new Error('expected a failure');
}
