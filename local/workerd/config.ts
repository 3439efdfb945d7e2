/** What the generated workerd configuration needs to know. */
export interface WorkerdSettings {
  port: number;
  assetsPort: number;
  compatibilityDate: string;
  /** Text bindings: what the deployment would have as variables and secrets. */
  vars: Record<string, string>;
  /** A second Worker in the same process, for measuring one beside the other. */
  beside?: { port: number; file: string } | undefined;
}

/** A workerd configuration over the files `worker-shim.js`, `clock.js` and `index.js` beside it. */
export function workerdConfig(settings: WorkerdSettings): string {
  const bindings = Object.entries(settings.vars).map(
    ([name, value]) => `(name = ${quoted(name)}, text = ${quoted(value)})`,
  );
  const services = [
    '(name = "main", worker = .main)',
    `(name = "assets", external = (address = "127.0.0.1:${settings.assetsPort}", http = ()))`,
    '(name = "internet", network = (allow = ["local"]))',
  ];
  const sockets = [socket('product', settings.port, 'main')];
  const assets = '(name = "ASSETS", service = "assets")';
  const files = ['worker-shim.js', 'clock.js', 'index.js'];
  const workers = [worker('main', files, settings.compatibilityDate, [...bindings, assets])];
  if (settings.beside) {
    services.push('(name = "beside", worker = .beside)');
    sockets.push(socket('beside', settings.beside.port, 'beside'));
    workers.push(worker('beside', [settings.beside.file], settings.compatibilityDate, bindings));
  }
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    ${services.join(',\n    ')},
  ],
  sockets = [
    ${sockets.join(',\n    ')},
  ],
);
${workers.join('')}`;
}

/** What a machine that serves a real office needs to know. */
export interface ServedSettings {
  port: number;
  assetsPort: number;
  compatibilityDate: string;
  vars: Record<string, string>;
}

/**
 * A configuration over `entry.js` and `index.js`: real time, LINE itself, the product on one socket and cron's orders on
 * another that only this machine knows. A proxy in front says which protocol its visitors speak.
 */
export function servedConfig(settings: ServedSettings): string {
  const bindings = Object.entries(settings.vars).map(
    ([name, value]) => `(name = ${quoted(name)}, text = ${quoted(value)})`,
  );
  const assets = '(name = "ASSETS", service = "assets")';
  const outside = 'network = (allow = ["public", "local"], tlsOptions = (trustBrowserCas = true))';
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "assets", external = (address = "127.0.0.1:${settings.assetsPort}", http = ())),
    (name = "internet", ${outside}),
  ],
  sockets = [
    (name = "product", address = "127.0.0.1:${settings.port}", http = (forwardedProtoHeader = "X-Forwarded-Proto"), service = "main"),
    (name = "cron", address = "127.0.0.1:0", http = (), service = (name = "main", entrypoint = "cron")),
  ],
);
${worker('main', ['entry.js', 'index.js'], settings.compatibilityDate, [...bindings, assets])}`;
}

function socket(name: string, port: number, service: string): string {
  return `(name = "${name}", address = "127.0.0.1:${port}", http = (), service = "${service}")`;
}

/** One Worker of these module files; the first is its main one. */
function worker(name: string, files: string[], date: string, bindings: string[]): string {
  const modules = files.map((file) => `(name = "${file}", esModule = embed "${file}")`);
  return `
const ${name} :Workerd.Worker = (
  modules = [
    ${modules.join(',\n    ')},
  ],
  compatibilityDate = ${quoted(date)},
  bindings = [
    ${bindings.join(',\n    ')},
  ],
);
`;
}

/** The date the deployment is pinned to, so that both run the same behaviour. */
export function compatibilityDateOf(wranglerToml: string): string {
  const found = /^compatibility_date = "(\d{4}-\d{2}-\d{2})"$/m.exec(wranglerToml)?.[1];
  if (!found) throw new Error('wrangler.toml names no compatibility_date');
  return found;
}

/** Cap'n Proto takes C escapes; JSON's \u it doesn't, so other text goes in as UTF-8 itself. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}
