import type { ChaosWorld } from '../chaos/chaos-world.ts';

export function middle(list: readonly number[]): number {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** How long ticks take, in turns between worlds; the first ones warm up. */
export async function tickTimes(worlds: readonly ChaosWorld[], times: number): Promise<number[][]> {
  const taken = worlds.map(() => [] as number[]);
  for (let n = -10; n < times; n += 1) {
    for (const [at, world] of worlds.entries()) {
      const began = performance.now();
      if (!(await world.tick())) throw new Error('a tick failed');
      if (n >= 0) taken[at]?.push(performance.now() - began);
    }
  }
  return taken;
}

const DECISIONS = 2_000;

/** A Worker's clock stands still while it computes: so from outside, as what many decisions add to an empty request. */
export async function decisionMicros(port: number, what: 'structural' | 'content'): Promise<number> {
  const ask = async (times: number) => {
    const began = performance.now();
    const response = await fetch(`http://127.0.0.1:${port}/decide/${what}/${times}`, { method: 'POST' });
    await response.arrayBuffer();
    return performance.now() - began;
  };
  const micros: number[] = [];
  for (let n = -3; n < 25; n += 1) {
    const nothing = await ask(0);
    const many = await ask(DECISIONS);
    if (n >= 0) micros.push(((many - nothing) * 1000) / DECISIONS);
  }
  return middle(micros);
}
