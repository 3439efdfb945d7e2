import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Faults } from './faults.ts';
import { createHandler } from './handler.ts';
import { Pool } from './pool.ts';
import { StreamRegistry } from './stream-registry.ts';
import { WriteLock } from './write-lock.ts';

export { BrokenDatabaseFile } from './errors.ts';
export type { CutMoment, Faults } from './faults.ts';

export interface LibsqlServerOptions {
  /** The database file; made when it isn't there. */
  path: string;
  /** 0 for any free port. */
  port: number;
  host?: string;
  /** When given, every request must carry it as a bearer token. */
  authToken?: string;
  /** How long a writer waits for another before it is told that the database is locked. */
  busyTimeoutMs?: number;
  /** How long a stream waits for its client to come back with the baton. */
  batonExpiryMs?: number;
  maxBodyBytes?: number;
  /** Milliseconds now, for the expiry of batons. */
  clock?: () => number;
}

export interface LibsqlServer {
  url: string;
  faults: Faults;
  /** Rolls back what is open, writes the log into the file and lets go of it. */
  close(): Promise<void>;
}

const EXPIRY_CHECK_MS = 500;

/**
 * Serves an embedded database file over HTTP, as `@libsql/client` speaks it.
 * Throws {@link BrokenDatabaseFile} when the file is no database.
 */
export async function startLibsqlServer(options: LibsqlServerOptions): Promise<LibsqlServer> {
  const pool = new Pool(options.path);
  const registry = new StreamRegistry(
    { pool, writeLock: new WriteLock(), busyTimeoutMs: options.busyTimeoutMs ?? 5000 },
    options.batonExpiryMs ?? 10_000,
    options.clock ?? Date.now,
  );
  const faults = new Faults();
  const closing = new AbortController();
  const server = createServer(
    // A client must not reuse a connection that is just being closed for idleness.
    { keepAliveTimeout: 65_000 },
    createHandler({
      registry,
      faults,
      authToken: options.authToken,
      maxBodyBytes: options.maxBodyBytes ?? 32 * 1024 * 1024,
      closing: closing.signal,
    }),
  );
  const host = options.host ?? '127.0.0.1';
  try {
    await listen(server, options.port, host);
  } catch (error) {
    pool.close();
    throw error;
  }
  const expiry = setInterval(() => registry.expire(), EXPIRY_CHECK_MS).unref();

  let closed: Promise<void> | null = null;
  const close = async () => {
    clearInterval(expiry);
    const ended = new Promise<void>((resolve) => server.close(() => resolve()));
    closing.abort();
    registry.closeAll();
    server.closeIdleConnections();
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1000).unref())]);
    server.closeAllConnections();
    await ended;
    pool.close();
  };
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    faults,
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
