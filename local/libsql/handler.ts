import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { ProtocolError } from './errors.ts';
import { endpointOf, exchange, parseBody } from './exchange.ts';
import { ConnectionCut, type Faults } from './faults.ts';
import type { StreamRegistry } from './stream-registry.ts';

export interface HandlerOptions {
  registry: StreamRegistry;
  faults: Faults;
  authToken: string | undefined;
  maxBodyBytes: number;
  /** Aborts when the server closes. */
  closing: AbortSignal;
}

/** Versions a client may ask for with a GET; Protobuf is not among them, so clients turn to JSON. */
const GREETINGS = new Set(['/', '/health', '/v2', '/v3']);

/** Answers the requests of the protocol over HTTP. */
export function createHandler(options: HandlerOptions): RequestListener {
  const authorized = tokenCheck(options.authToken);
  return (request, response) => {
    const abort = new AbortController();
    const onClosing = () => abort.abort();
    options.closing.addEventListener('abort', onClosing, { once: true });
    response.once('close', () => {
      options.closing.removeEventListener('abort', onClosing);
      if (!response.writableFinished) abort.abort();
    });
    answer(request, response, options, authorized, abort.signal).catch((error: unknown) =>
      fail(response, error, options.closing.aborted),
    );
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: HandlerOptions,
  authorized: (header: string | undefined) => boolean,
  signal: AbortSignal,
): Promise<void> {
  const [path = '/'] = (request.url ?? '/').split('?', 1);
  if (request.method === 'GET' && GREETINGS.has(path)) {
    send(response, 200, 'application/json', '{"status":"ok"}');
    return;
  }
  const endpoint = endpointOf(path);
  if (endpoint === null) throw new ProtocolError(`There is nothing at ${path}`, 'NOT_FOUND', 404);
  if (request.method !== 'POST') throw new ProtocolError('Only POST is answered', 'METHOD_NOT_ALLOWED', 405);
  if (!authorized(request.headers.authorization)) {
    throw new ProtocolError('The auth token is missing or wrong', 'UNAUTHORIZED', 401);
  }
  const body = parseBody(await readBody(request, options.maxBodyBytes));
  const text = await exchange(options.registry, endpoint, body, signal, options.faults.take());
  send(response, 200, endpoint === 'v3/cursor' ? 'application/x-ndjson' : 'application/json', text);
}

function fail(response: ServerResponse, error: unknown, closing: boolean): void {
  if (error instanceof ConnectionCut) {
    response.destroy();
  } else if (response.destroyed || response.headersSent) {
    return;
  } else if (closing) {
    response.shouldKeepAlive = false;
    sendError(response, new ProtocolError('The server is closing', 'SERVER_CLOSING', 503));
  } else if (error instanceof ProtocolError) {
    sendError(response, error);
  } else {
    console.error('libsql: a request failed', error);
    sendError(response, new ProtocolError('Internal error', 'INTERNAL_ERROR', 500));
  }
}

function sendError(response: ServerResponse, { status, message, code }: ProtocolError): void {
  // The rest of a refused body is not read, so the connection can't serve another request.
  if (status === 413) response.shouldKeepAlive = false;
  // The client reads the message only under exactly this content type.
  send(response, status, 'application/json', JSON.stringify({ message, code }));
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

function readBody(request: IncomingMessage, limit: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        request.removeAllListeners('data');
        request.resume();
        reject(new ProtocolError(`The body is larger than ${limit} bytes`, 'BODY_TOO_LARGE', 413));
        return;
      }
      chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', () => reject(new ConnectionCut()));
  });
}

function tokenCheck(token: string | undefined): (header: string | undefined) => boolean {
  if (token === undefined) return () => true;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(`Bearer ${token}`);
  return (header) => header !== undefined && timingSafeEqual(digest(header), expected);
}
