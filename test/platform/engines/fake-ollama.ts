import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { role: string; content: string }[];
  readonly stream: boolean;
  readonly keep_alive: string;
}

type Answer = (request: ChatRequest, response: ServerResponse) => unknown;

/** What Ollama writes while it streams: one object a line. */
export const chunk = (content: string, done = false): string =>
  `${JSON.stringify({
    model: 'llama3.2:latest',
    created_at: '2026-01-01T00:00:00Z',
    message: { role: 'assistant', content },
    done,
    ...(done && { done_reason: 'stop', eval_count: 3, total_duration: 1_000_000 }),
  })}\n`;

/** Answers as Ollama does when all goes well, in three chunks. */
export const says =
  (...parts: string[]): Answer =>
  (_request, response) => {
    response.setHeader('Content-Type', 'application/x-ndjson');
    for (const part of parts) response.write(chunk(part));
    response.end(chunk('', true));
  };

export const refuses =
  (status: number, error: string): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ error }));
  };

/** A local server with Ollama's `/api/tags` and `/api/chat`, and the faults that a test gives it. */
export const startOllama = async (options: { models?: readonly string[]; chat?: Answer } = {}) => {
  const chats: ChatRequest[] = [];
  const hangUp = Promise.withResolvers<undefined>();
  const models = (options.models ?? ['llama3.2:latest']).map((name) => ({ name, model: name }));
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === '/api/tags') {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ models }));
      return;
    }
    response.once('close', () => {
      if (!response.writableFinished) hangUp.resolve(undefined);
    });
    const body = (await json(request)) as ChatRequest;
    chats.push(body);
    await (options.chat ?? says('Hello', ' there', '.'))(body, response);
  };
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    host: `127.0.0.1:${String(port)}`,
    chats,
    /** Settles when the caller cuts a chat off before its end. */
    hungUp: hangUp.promise,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
