import { createServer } from 'node:net';
import { Refusal } from './prepare/refusal.mjs';

/** The four doors of one machine; the static files' server has none of its own. */
export interface Ports {
  studio: number;
  product: number;
  line: number;
  database: number;
}

/** `PORT` names the studio's; the others follow it. */
export function portsFrom(base: number): Ports {
  return { studio: base, product: base + 1, line: base + 2, database: base + 3 };
}

/** Throws a {@link Refusal} that names the first port somebody else holds. */
export async function refuseBusyPorts(ports: Ports): Promise<void> {
  for (const port of Object.values(ports)) {
    // A program on [::1] alone would catch the browser's `localhost` just as well.
    for (const host of ['127.0.0.1', '::1']) {
      if (await isFree(port, host)) continue;
      throw new Refusal(
        `Port ${port} is busy (ports ${ports.studio} to ${ports.database} are needed).`,
        `stop the program that uses it, or choose others: PORT=${ports.studio + 100} npm start`,
      );
    }
  }
}

/** Ports that nobody holds right now. */
export async function freePorts(): Promise<Ports> {
  const servers = await Promise.all([1, 2, 3, 4].map(() => listen(0, '127.0.0.1')));
  const found = servers.map((server) => {
    const address = server?.address();
    if (!address || typeof address === 'string') throw new Error('no free port');
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server?.close(resolve))));
  const [studio = 0, product = 0, line = 0, database = 0] = found;
  return { studio, product, line, database };
}

/** Whether a port can be taken now. */
export async function isFree(port: number, host: string): Promise<boolean> {
  const server = await listen(port, host).catch((error: NodeJS.ErrnoException) => {
    // A machine without IPv6 has no busy port there.
    return error.code === 'EADDRINUSE' ? 'busy' : null;
  });
  if (server === 'busy') return false;
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  return true;
}

function listen(port: number, host: string) {
  const server = createServer();
  return new Promise<typeof server>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
