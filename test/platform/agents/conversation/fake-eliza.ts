import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { text as textOf } from 'node:stream/consumers';
import { certificate, privateKey } from '../../certificate.ts';

type Body = Readonly<Record<string, unknown>>;
type Answer = (response: ServerResponse, body: Body, request: IncomingMessage) => void;
type Routes = Readonly<Record<string, Answer>>;

export interface Heard {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: Body;
}

export const json =
  (value: unknown, status = 200): Answer =>
  (response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify(value));
  };

/** A server with TLS of its own; closed at the test's end. */
const start = async (t: TestContext, routes: Routes) => {
  const heard: Heard[] = [];
  const current = { ...routes };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { method, url, headers } = request;
    const raw = await textOf(request);
    const body = (raw ? JSON.parse(raw) : {}) as Body;
    heard.push({ method, url, headers, body });
    const path = (url ?? '').replace(/\?.*$/, '');
    const answer =
      current[`${method} ${path}`] ??
      Object.entries(current).find(([route]) => {
        const [verb, pattern = ''] = route.split(' ');
        return verb === method && new RegExp(`^${pattern}$`).test(path);
      })?.[1];
    if (answer) {
      answer(response, body, request);
      return;
    }
    // As Express does.
    response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(`<!DOCTYPE html><pre>Cannot ${method} ${url}</pre>`);
  };
  const server = createServer({ cert: certificate, key: privateKey }, (request, response) => {
    void handle(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    host: `https://localhost:${String((server.address() as AddressInfo).port)}`,
    heard,
    /** From now on it answers so. */
    answers: (route: string, answer: Answer) => {
      current[route] = answer;
    },
  };
};

export const v0Peer = { id: 'b850bc30-45f8-0041-a00a-83df46d8555d', name: 'Eliza', clients: [] };

export const v0Message = `POST /${v0Peer.id}/message`;

/** Eliza 0.x: answers with what it was told, and with an action's callback. */
export const startV0 = (t: TestContext, routes: Routes = {}) =>
  start(t, {
    'GET /agents': json({ agents: [v0Peer] }),
    'GET /hello': json({ message: 'Hello World!' }),
    [v0Message]: (response, { text, roomId }) =>
      json([
        {
          user: 'Eliza',
          text: `${String(text)} in ${String(roomId)}`,
          action: 'NONE',
          mood: 'odd',
        },
        { text: 'Done.', attachments: [{ id: 'a', url: 'https://a.example/a.png', more: 1 }] },
      ])(response, {}, undefined as never),
    ...routes,
  });

export const v1Peer = { id: '7a9d3f10-0000-0000-8000-000000000001', name: 'Nela' };

const sessions = '/api/messaging/sessions';
export const v1Messages = `POST ${sessions}/[\\w-]+/messages`;

/** Eliza 1.x, with sessions that it can forget. */
export const startV1 = async (t: TestContext, routes: Routes = {}) => {
  const open = new Map<string, string[]>();
  const server = await start(t, {
    'GET /api/agents': json({ success: true, data: { agents: [{ ...v1Peer, status: 'active' }] } }),
    // What its server shows to people, wherever they go.
    'GET /agents': (response) => {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>');
    },
    [`POST ${sessions}`]: (response, _, request) => {
      const sessionId = `session-${open.size + 1}`;
      open.set(sessionId, []);
      json({ sessionId, channelId: 'c', agentId: v1Peer.id }, 201)(response, {}, request);
    },
    [v1Messages]: (response, { content }, request) => {
      const id = request.url?.split('/')[4] ?? '';
      const said = open.get(id);
      if (!said) {
        const error = { code: 'SESSION_NOT_FOUND', message: `Session not found: ${id}` };
        json({ success: false, error }, 404)(response, {}, request);
        return;
      }
      said.push(String(content));
      const agentResponse = {
        text: `${id}: ${said.join(', ')}`,
        thought: 'secret',
        actions: ['REPLY'],
      };
      json({ success: true, userMessage: {}, agentResponse }, 201)(response, {}, request);
    },
    ...routes,
  });
  return { ...server, forget: () => open.clear() };
};
