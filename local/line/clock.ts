/** The stand-in's clock: a base clock that can be moved by hand. */
export interface Clock {
  now(): number;
  set(ms: number): void;
  advance(ms: number): void;
  /** Back to the base clock. */
  reset(): void;
}

/** Makes a clock that runs with `base` and keeps an offset to it. */
export function movableClock(base: () => number): Clock {
  let offset = 0;
  return {
    now: () => base() + offset,
    set: (ms) => {
      offset = ms - base();
    },
    advance: (ms) => {
      offset += ms;
    },
    reset: () => {
      offset = 0;
    },
  };
}
