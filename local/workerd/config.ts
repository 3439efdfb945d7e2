/** What the generated workerd configuration needs to know. */
export interface WorkerdSettings {
  port: number;
  assetsPort: number;
  compatibilityDate: string;
  /** Text bindings: what the deployment would have as variables and secrets. */
  vars: Record<string, string>;
}

/** A workerd configuration over the files `worker-shim.js`, `clock.js` and `index.js` beside it. */
export function workerdConfig(settings: WorkerdSettings): string {
  const bindings = Object.entries(settings.vars).map(
    ([name, value]) => `(name = ${quoted(name)}, text = ${quoted(value)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "assets", external = (address = "127.0.0.1:${settings.assetsPort}", http = ())),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "product", address = "127.0.0.1:${settings.port}", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [
    (name = "worker-shim.js", esModule = embed "worker-shim.js"),
    (name = "clock.js", esModule = embed "clock.js"),
    (name = "index.js", esModule = embed "index.js"),
  ],
  compatibilityDate = ${quoted(settings.compatibilityDate)},
  bindings = [
    ${[...bindings, '(name = "ASSETS", service = "assets")'].join(',\n    ')}
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
