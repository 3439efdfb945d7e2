import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LocalWorld } from './local-world.ts';
import { forget, type Machine } from './machine.ts';
import { portsFrom, refuseBusyPorts } from './ports.ts';
import { Refusal } from './prepare/refusal.mjs';
import { endOrphan } from './workerd/orphan.ts';

// LOCAL_FOLDER lets a second world live beside the first; its PORT must differ too.
const FOLDER = process.env.LOCAL_FOLDER ?? join(fileURLToPath(new URL('..', import.meta.url)), '.local');

const say = (line: string) => console.log(line);

try {
  await run();
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exit(1);
}

/** Starts this machine's world and keeps it until a signal ends it. `--reset`: anew; `--empty`: without the demo; `--demo large`: with a crowd. */
async function run(): Promise<void> {
  const ports = portsFrom(portOf(process.env.PORT));
  await endOrphan(join(FOLDER, 'workerd'));
  await refuseBusyPorts(ports);
  if (process.argv.includes('--reset')) forget(FOLDER);
  const demo = demoFrom(process.argv);
  const world = new LocalWorld({ folder: FOLDER, ports, demo });
  const stop = stopOnce(world);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, stop);
  say('  starting 起動しています …');
  await world.start();
  say(`  Worker      ${world.machine.productUrl}/console`);
  say(`  LINE stand-in ${world.machine.line.url}`);
  say(`  Slack and Teams stand-in ${world.machine.chat.url}`);
  await sayBootstrapCode(world.machine);
  say(`ready: ${world.machine.studioUrl}/`);
}

/** The first manager of an office lets themselves in by a code that only the operator sees. */
async function sayBootstrapCode(machine: Machine): Promise<void> {
  const found = await machine.db.execute("select 1 from staff where role = 'manager' and active = 1");
  if (found.rows.length > 0) return;
  say(
    `  first manager 最初の管理者: ${machine.productUrl}/console/join?code=${machine.secrets.bootstrapCode}`,
  );
}

/** The second signal, while the first is being obeyed, changes nothing. */
function stopOnce(world: LocalWorld): () => void {
  let stopping = false;
  return () => {
    if (stopping) return;
    stopping = true;
    say('stopping 止めています …');
    world.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
}

function demoFrom(argv: readonly string[]): 'small' | 'large' | null {
  if (argv.includes('--empty')) return null;
  const size = argv.includes('--demo') ? argv[argv.indexOf('--demo') + 1] : 'small';
  if (size === 'small' || size === 'large') return size;
  throw new Refusal(`--demo ${size ?? ''} is no demo.`, 'choose --demo small or --demo large.');
}

function portOf(text: string | undefined): number {
  const port = Number(text ?? 8787);
  if (Number.isInteger(port) && port > 0 && port <= 65_532) return port;
  throw new Refusal(`PORT=${text} is no port number.`, 'choose one from 1024 to 65532, or leave it out.');
}
