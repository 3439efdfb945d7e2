import { createHash } from 'node:crypto';

export const faultKinds = [
  '500-before',
  '500-after-commit',
  'timeout-after-commit',
  'cut-after-commit',
  'slow',
  '429-rate',
  '429-monthly',
  '401',
  '400',
] as const;
export type FaultKind = (typeof faultKinds)[number];

export interface FaultRule {
  kind: FaultKind;
  /** The API path, or `push`, `reply`, `multicast`; every Messaging API path when absent. */
  path?: string;
  /** How many calls it strikes; always when absent. */
  times?: number;
  /** How long a slow answer takes. */
  ms?: number;
  /** Only calls whose body has this text. */
  contains?: string;
}

export interface ActiveFault extends FaultRule {
  id: number;
  left: number | null;
}

const afterCommit = new Set<FaultKind>([
  '500-after-commit',
  'timeout-after-commit',
  'cut-after-commit',
  'slow',
]);

interface Call {
  path: string;
  body: string;
}

/** What goes wrong, by switch and by a sentinel in a message such as `[[fault:500-after]]`. */
export class Faults {
  readonly #rules: ActiveFault[] = [];
  readonly #struck = new Map<string, number>();
  #nextId = 1;

  add(rule: FaultRule): ActiveFault {
    if (!faultKinds.includes(rule.kind)) throw new RangeError(`no fault kind ${String(rule.kind)}`);
    const active = { ...rule, id: this.#nextId, left: rule.times ?? null };
    this.#nextId += 1;
    this.#rules.push(active);
    return active;
  }

  list(): ActiveFault[] {
    return this.#rules.filter((rule) => rule.left !== 0).map((rule) => ({ ...rule }));
  }

  clear(id?: number): void {
    const kept = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
    this.#rules.splice(0, this.#rules.length, ...kept);
    if (id === undefined) this.#struck.clear();
  }

  /** The fault that strikes before anything is accepted, used up by this call. */
  takeBefore(call: Call): FaultRule | undefined {
    return this.#take(call, (kind) => !afterCommit.has(kind));
  }

  /** The fault that strikes an answer after the call took effect, used up by this call. */
  takeAfter(call: Call): FaultRule | undefined {
    return this.#take(call, (kind) => afterCommit.has(kind));
  }

  #take(call: Call, wanted: (kind: FaultKind) => boolean): FaultRule | undefined {
    const rule = this.#rules.find((one) => one.left !== 0 && wanted(one.kind) && matches(one, call));
    if (rule) {
      if (rule.left !== null) rule.left -= 1;
      return rule;
    }
    const sentinel = sentinelIn(call.body);
    if (!sentinel || !wanted(sentinel.kind)) return undefined;
    if (sentinel.times === undefined) return sentinel;
    const key = createHash('sha256').update(call.body).digest('hex');
    const struck = this.#struck.get(key) ?? 0;
    if (struck >= sentinel.times) return undefined;
    this.#struck.set(key, struck + 1);
    return sentinel;
  }
}

function matches(rule: FaultRule, call: Call): boolean {
  if (rule.contains !== undefined && !call.body.includes(rule.contains)) return false;
  if (rule.path === undefined) return call.path.startsWith('/v2/bot/');
  const path = rule.path.startsWith('/') ? rule.path : `/v2/bot/message/${rule.path}`;
  return call.path === path.replace(/^\/(api|api-data|access|liff|miniapp)\.line\.me/, '');
}

const shortNames: Record<string, FaultKind> = {
  '500-after': '500-after-commit',
  'timeout-after': 'timeout-after-commit',
  'cut-after': 'cut-after-commit',
};

/** Reads `[[fault:kind]]`, `[[fault:slow:3000]]` (ms) or `[[fault:500-before x2]]` (first two calls). */
export function sentinelIn(body: string): FaultRule | undefined {
  const found = /\[\[fault:([a-z0-9-]+)(?::(\d+))?(?: x(\d+))?\]\]/.exec(body);
  if (!found) return undefined;
  const name = found[1] ?? '';
  const kind = shortNames[name] ?? faultKinds.find((one) => one === name);
  if (!kind) return undefined;
  return {
    kind,
    ...(found[2] ? { ms: Number(found[2]) } : {}),
    ...(found[3] ? { times: Number(found[3]) } : {}),
  };
}
