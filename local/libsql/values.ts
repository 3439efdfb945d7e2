import { ProtocolError } from './errors.ts';

/** A value as the embedded engine takes and gives it, with integers always as bigint. */
export type SqlValue = null | bigint | number | string | Uint8Array;

const INTEGER = /^-?\d{1,19}$/;
const MAX_INTEGER = 2n ** 63n - 1n;
const MIN_INTEGER = -(2n ** 63n);

/** Reads one value of a request. */
export function decodeValue(input: unknown): SqlValue {
  if (typeof input !== 'object' || input === null) throw badValue('a value must be an object');
  const { type, value, base64 } = input as { type?: unknown; value?: unknown; base64?: unknown };
  switch (type) {
    case 'null':
      return null;
    case 'integer':
      return decodeInteger(value);
    case 'float':
      if (typeof value !== 'number') throw badValue('a float must carry a finite number');
      return value;
    case 'text':
      if (typeof value !== 'string') throw badValue('a text must carry a string');
      return value;
    case 'blob':
      if (typeof base64 !== 'string') throw badValue('a blob must carry base64');
      return Buffer.from(base64, 'base64');
    default:
      throw badValue('unknown type of value');
  }
}

function decodeInteger(value: unknown): bigint {
  if (typeof value !== 'string' || !INTEGER.test(value)) throw badValue('an integer must carry its digits');
  const integer = BigInt(value);
  if (integer > MAX_INTEGER || integer < MIN_INTEGER) throw badValue('an integer must fit into 64 bits');
  return integer;
}

function badValue(message: string): ProtocolError {
  return new ProtocolError(message, 'VALUE_INVALID');
}

/** Writes one value of an answer as JSON text. */
export function encodeValue(value: unknown): string {
  if (value === null || value === undefined) return '{"type":"null"}';
  switch (typeof value) {
    case 'bigint':
      return `{"type":"integer","value":"${value}"}`;
    case 'number':
      return `{"type":"float","value":${encodeFloat(value)}}`;
    case 'string':
      return `{"type":"text","value":${JSON.stringify(value)}}`;
    default:
      if (!(value instanceof Uint8Array)) throw new TypeError('the engine gave a value of an unknown type');
      return `{"type":"blob","base64":"${asBuffer(value).toString('base64')}"}`;
  }
}

// JSON has no infinity, but every reader rounds 1e999 to it. NaN doesn't exist in SQLite (it's NULL).
function encodeFloat(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return '1e999';
  if (value === Number.NEGATIVE_INFINITY) return '-1e999';
  return Object.is(value, -0) ? '-0.0' : String(value);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
