import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { html } from 'hono/html';
import { slackProblems } from './slack-limits.ts';

/** Something that was posted to the office's Slack or Teams channel. */
export interface Post {
  id: number;
  chat: 'slack' | 'teams';
  at: number;
  body: SlackBody & TeamsBody;
  /** What only the one who pressed a button was told. */
  whispers: string[];
}
interface SlackBody {
  text?: string;
  blocks?: {
    type: string;
    text?: { text: string };
    elements?: { action_id: string; value?: string; url?: string; text: { text: string } }[];
  }[];
}
interface TeamsBody {
  attachments?: {
    contentType: string;
    content: { body: unknown[]; actions?: { title: string; url: string }[] };
  }[];
}

export interface ChatStandInOptions {
  clock: () => number;
  slackSigningSecret: string;
  /** `…/slack/interactions` of the product. */
  interactionsUrl: string;
}

export type ChatFault = '500' | '429' | 'cut' | '404';

/** Slack and Teams for one office: takes posts as they would, shows them, and presses buttons. */
export class ChatStandIn {
  readonly posts: Post[] = [];
  /** Every request, taken or not. */
  requests = 0;
  #faults: ChatFault[] = [];
  readonly #options: ChatStandInOptions;
  readonly #server: Server;

  private constructor(options: ChatStandInOptions) {
    this.#options = options;
    this.#server = createAdaptorServer({ fetch: this.#app().fetch }) as Server;
  }

  static async start(options: ChatStandInOptions): Promise<ChatStandIn> {
    const standIn = new ChatStandIn(options);
    standIn.#server.listen(0, '127.0.0.1');
    await once(standIn.#server, 'listening');
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  get slackWebhookUrl(): string {
    return `${this.url}/services/T0/B0/made-up`;
  }
  get teamsWebhookUrl(): string {
    return `${this.url}/workflows/made-up`;
  }

  /** The next requests fail like this. */
  fail(kind: ChatFault, times = 1): void {
    this.#faults.push(...Array.from({ length: times }, () => kind));
  }

  /** Presses a button as this Slack user; the status of the product's answer. */
  async press(post: Post, value: string, slackUserId: string, change: PressChange = {}): Promise<number> {
    const now = this.#options.clock();
    const payload = {
      type: 'block_actions',
      user: { id: slackUserId, username: 'someone' },
      container: { type: 'message', message_ts: `${Math.floor(post.at / 1000)}.000100` },
      actions: [{ type: 'button', value }],
      response_url: change.responseUrl ?? `${this.url}/actions/${post.id}`,
    };
    const body = `payload=${encodeURIComponent(JSON.stringify(payload))}`;
    const timestamp = String(Math.floor((change.signedAt ?? now) / 1000));
    const secret = change.secret ?? this.#options.slackSigningSecret;
    const mac = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
    const response = await fetch(this.#options.interactionsUrl, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${mac}`,
      },
    });
    await response.body?.cancel();
    return response.status;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #app(): Hono<{ Bindings: HttpBindings }> {
    const app = new Hono<{ Bindings: HttpBindings }>();
    app.post('/services/*', async (c) => {
      const fault = this.#fault(c.env.incoming);
      if (fault) return fault;
      const body = (await c.req.json()) as Post['body'];
      const problems = slackProblems(body);
      if (problems.length > 0) return c.text(`invalid_blocks: ${problems.join(', ')}`, 400);
      this.#keep('slack', body);
      return c.text('ok');
    });
    app.post('/workflows/*', async (c) => {
      const fault = this.#fault(c.env.incoming);
      if (fault) return fault;
      const text = await c.req.text();
      if (text.length > 28 * 1024) return c.text('too large', 413);
      const body = JSON.parse(text) as Post['body'];
      const type = body.attachments?.[0]?.contentType;
      if (type !== 'application/vnd.microsoft.card.adaptive') return c.text('no adaptive card', 400);
      this.#keep('teams', body);
      return c.body(null, 202);
    });
    app.post('/actions/:id', async (c) => {
      const { text } = (await c.req.json()) as { text: string };
      this.posts.find((post) => post.id === Number(c.req.param('id')))?.whispers.push(text);
      return c.text('ok');
    });
    app.post('/press/:id', async (c) => {
      const post = this.posts.find((each) => each.id === Number(c.req.param('id')));
      const form = await c.req.formData();
      if (post) await this.press(post, String(form.get('value')), String(form.get('user')));
      return c.redirect('/');
    });
    return app.get('/', (c) => c.html(this.#page()));
  }

  #keep(chat: Post['chat'], body: Post['body']): void {
    this.posts.push({ id: this.posts.length + 1, chat, at: this.#options.clock(), body, whispers: [] });
  }

  #fault(incoming: HttpBindings['incoming']): Response | null {
    this.requests += 1;
    const kind = this.#faults.shift();
    if (kind === undefined) return null;
    if (kind === '429')
      return new Response('rate_limited', { status: 429, headers: { 'retry-after': '30' } });
    if (kind === '404') return new Response('no_service', { status: 404 });
    if (kind === '500') return new Response('server_error', { status: 500 });
    incoming.socket.destroy();
    return new Response(null);
  }

  #page() {
    const posts = [...this.posts].reverse();
    return html`<!doctype html><html lang="ja"><meta charset="utf-8" /><meta name="viewport" content="width=device-width" />
      <title>Slack・Teams（代役）</title><h1>Slack・Teams（代役）</h1>
      ${posts.length === 0 ? html`<p>まだ何も届いていません。コンソールの「お知らせ」で、送り先を選んでください。</p>` : ''}
      ${posts.map(
        (
          post,
        ) => html`<section><h2>${post.chat === 'slack' ? 'Slack' : 'Teams'} ${new Date(post.at).toLocaleString('ja-JP', { timeZone: 'Asia/Tokyo' })}</h2>
        ${(post.body.blocks ?? []).map((block) => (block.text ? html`<p style="white-space:pre-line">${block.text.text}</p>` : ''))}
        ${(post.body.blocks ?? [])
          .flatMap((block) => block.elements ?? [])
          .map((button) =>
            button.url
              ? html`<a href=${button.url} target="_blank">${button.text.text}</a>`
              : html`<form method="post" action=${`/press/${post.id}`}><input type="hidden" name="value" value=${button.value ?? ''} />
                <label>SlackのID <input name="user" value="UDEMO001" /></label> <button>${button.text.text}</button></form>`,
          )}
        ${post.body.attachments ? html`<pre>${JSON.stringify(post.body.attachments[0]?.content.body, null, 2)}</pre>` : ''}
        ${post.whispers.map((text) => html`<p><em>あなただけに：${text}</em></p>`)}</section>`,
      )}</html>`;
  }
}

/** Ways in which a press may be no press of Slack's. */
export interface PressChange {
  signedAt?: number;
  secret?: string;
  responseUrl?: string;
}
