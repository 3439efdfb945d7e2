import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { parse } from 'smol-toml';
import { Refusal } from '../prepare/refusal.mjs';
import { VALUES } from './values.ts';

/** What a deployment is given: by name, with where each value was found. */
export interface Deployment {
  /** Of `[env.NAME]`; undefined: the one without a name. */
  env: string | undefined;
  values: Record<string, string>;
  /** The secrets' file that was read, from the project's folder; null when there is none. */
  secretsFile: string | null;
  /** As wrangler.toml has it for this environment. */
  wrangler: WranglerFile;
}

export interface WranglerFile {
  name: string | undefined;
  crons: readonly string[];
  vars: Record<string, string>;
}

interface RawSection {
  name?: string;
  triggers?: { crons?: string[] };
  vars?: Record<string, unknown>;
}

/**
 * Reads what the deployment of an environment is given: wrangler.toml's `[vars]`, over them `.dev.vars.NAME` or
 * `.dev.vars` as wrangler chooses, over them this process's environment.
 * @throws Refusal when wrangler.toml has no such environment or can't be read
 */
export function readDeployment(
  root: string,
  env: string | undefined,
  processEnv: Record<string, string | undefined>,
): Deployment {
  const wrangler = readWrangler(root, env);
  const file = [`.dev.vars.${env}`, '.dev.vars'].find(
    (name) => (env !== undefined || name === '.dev.vars') && existsSync(join(root, name)),
  );
  const secrets = file ? (parseEnv(readFileSync(join(root, file), 'utf8')) as Record<string, string>) : {};
  const values: Record<string, string> = { ...wrangler.vars, ...secrets };
  for (const name of Object.keys(VALUES)) {
    const given = processEnv[name];
    if (given !== undefined && given !== '') values[name] = given;
  }
  return { env, values, secretsFile: file ?? null, wrangler };
}

function readWrangler(root: string, env: string | undefined): WranglerFile {
  let raw: RawSection & { env?: Record<string, RawSection> };
  try {
    raw = parse(readFileSync(join(root, 'wrangler.toml'), 'utf8')) as typeof raw;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    throw new Refusal(`wrangler.toml が読めません（${why}）。`, '書き方を直してください。');
  }
  const section = env === undefined ? raw : raw.env?.[env];
  if (!section)
    throw new Refusal(
      `wrangler.toml に [env.${env}] がありません。`,
      `[env.${env}.vars] に PRODUCT_ORIGIN、LIFF_ID、LINE_LOGIN_CHANNEL_ID を書いてください。`,
    );
  return {
    name: section.name ?? (raw.name && env ? `${raw.name}-${env}` : raw.name),
    // As wrangler has it: an environment takes the triggers over, but none of the variables.
    crons: section.triggers?.crons ?? raw.triggers?.crons ?? [],
    vars: Object.fromEntries(
      Object.entries(section.vars ?? {}).map(([name, value]) => [name, String(value)]),
    ),
  };
}

/** The command that gives the deployment a value. */
export function howToSet(name: string, { env }: Pick<Deployment, 'env'>): string {
  const known = VALUES[name];
  if (known && !known.secret)
    return `wrangler.toml の [${env ? `env.${env}.` : ''}vars] に ${name} を書く（自分の機械で動かすなら .dev.vars）`;
  return `npx wrangler secret put ${name}${env ? ` --env ${env}` : ''}（手もとでは .dev.vars）`;
}
