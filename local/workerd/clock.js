// Moves the clock of the Worker's isolate: everything evaluated after this module sees the moved time.
const RealDate = Date;
let offset = 0;

const now = () => RealDate.now() + offset;

function MovedDate(...parts) {
  if (new.target === undefined) return new RealDate(now()).toString();
  return Reflect.construct(RealDate, parts.length === 0 ? [now()] : parts, new.target);
}
MovedDate.prototype = RealDate.prototype;
MovedDate.prototype.constructor = MovedDate;
MovedDate.now = now;
MovedDate.parse = RealDate.parse;
MovedDate.UTC = RealDate.UTC;
globalThis.Date = MovedDate;

export function moveClock(ms) {
  offset = ms;
}
