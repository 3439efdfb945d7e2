import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HTTPFetchError, messagingApi } from '@line/bot-sdk';
import { type LineStandIn, type StandInOptions, startLineStandIn } from '../../local/line/stand-in.ts';

export const secret = '8c570fa6dd201bb328f1c1eac23a96d8';
export const accessToken = 'test-channel-access-token';
export const loginChannelId = '2000000001';
export const liffId = `${loginChannelId}-abcdefgh`;
export const endpointUrl = 'http://localhost:4999/app/';
export const start = Date.UTC(2026, 3, 1, 3, 0, 0);

export interface Received {
  body: string;
  signature: string;
  events: Record<string, unknown>[];
}

export interface LineWorld {
  line: LineStandIn;
  client: messagingApi.MessagingApiClient;
  blob: messagingApi.MessagingApiBlobClient;
  received: Received[];
  /** How the webhook answers from now on. */
  answer(with_: (response: ServerResponse) => void): void;
  close(): Promise<void>;
}

/** A stand-in on a free port whose clock stands still, with a webhook receiver and the official client. */
export async function lineWorld(options: Partial<StandInOptions> = {}): Promise<LineWorld> {
  const received: Received[] = [];
  let answer = (response: ServerResponse): void => void response.writeHead(200).end();
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const { events } = JSON.parse(body) as { events: Record<string, unknown>[] };
    received.push({ body, signature: String(request.headers['x-line-signature']), events });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const line = await startLineStandIn({
    port: 0,
    channelId: '1000000001',
    channelSecret: secret,
    channelAccessToken: accessToken,
    loginChannelId,
    liffId,
    endpointUrl,
    webhookUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    clock: () => start,
    ...options,
  });
  const config = { channelAccessToken: accessToken, baseURL: `${line.url}/api.line.me` };
  return {
    line,
    received,
    client: new messagingApi.MessagingApiClient(config),
    blob: new messagingApi.MessagingApiBlobClient({ ...config, baseURL: `${line.url}/api-data.line.me` }),
    answer: (with_) => {
      answer = with_;
    },
    close: async () => {
      await line.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** The refusal of a call that must be refused. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof HTTPFetchError)) throw error;
    return { status: error.status, body: JSON.parse(error.body), headers: error.headers };
  }
  throw new Error('the call was accepted');
}

export const text = (value: string): messagingApi.TextMessage => ({ type: 'text', text: value });
