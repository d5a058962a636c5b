import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface CompletionRequest {
  readonly model: string;
  readonly messages: readonly { role: string; content: string }[];
  readonly stream: boolean;
}

type Answer = (request: CompletionRequest, response: ServerResponse) => unknown;

const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;

const chunkOf = (choices: readonly unknown[], more: Record<string, unknown> = {}) =>
  event({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1767225600,
    model: 'small-2026',
    choices,
    ...more,
  });

/** What an endpoint writes while it streams: one event for each piece. */
export const delta = (fields: Record<string, unknown>, finish: string | null = null): string =>
  chunkOf([{ index: 0, delta: fields, logprobs: null, finish_reason: finish }]);

export const content = (text: string): string => delta({ content: text });

/** How it ends when all goes well: why it stopped, what it cost, and that it is over. */
export const ending = (finish = 'stop'): string =>
  delta({}, finish) +
  chunkOf([], { usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 } }) +
  'data: [DONE]\n\n';

export const failure = event({
  error: { message: 'The engine is overloaded', type: 'server_error' },
});

export const streams = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });

/** Answers as an endpoint does when all goes well. */
export const says =
  (...parts: string[]): Answer =>
  (_request, response) => {
    streams(response).write(delta({ role: 'assistant', content: '', refusal: null }));
    for (const part of parts) response.write(content(part));
    response.end(ending());
  };

export const refuses =
  (status: number, error: Record<string, unknown>, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
    response.end(JSON.stringify({ error }));
  };

interface Options {
  readonly models?: readonly string[];
  readonly chat?: Answer;
  /** Refuses everybody who does not send it. */
  readonly key?: string;
}

/** A local server with `/v1/models` and `/v1/chat/completions`, and the faults that a test gives it. */
export const startOpenAi = async (options: Options = {}) => {
  const chats: CompletionRequest[] = [];
  const asked: { path: string; authorization: string | undefined }[] = [];
  const hangUp = Promise.withResolvers<undefined>();
  const models = options.models ?? ['small-2026'];
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { url = '', headers } = request;
    asked.push({ path: url, authorization: headers.authorization });
    if (options.key && headers.authorization !== `Bearer ${options.key}`) {
      const message = `Incorrect API key provided: ${String(headers.authorization)}.`;
      const error = { message, type: 'invalid_request_error', code: 'invalid_api_key' };
      await refuses(401, error)({ model: '', messages: [], stream: true }, response);
      return;
    }
    if (url === '/v1/models') {
      response.setHeader('Content-Type', 'application/json');
      const data = models.map((id) => ({ id, object: 'model', owned_by: 'us' }));
      response.end(JSON.stringify({ object: 'list', data }));
      return;
    }
    if (url !== '/v1/chat/completions') {
      response.writeHead(404).end();
      return;
    }
    response.once('close', () => {
      if (!response.writableFinished) hangUp.resolve(undefined);
    });
    const body = (await json(request)) as CompletionRequest;
    chats.push(body);
    await (options.chat ?? says('Hello', ' there', '.'))(body, response);
  };
  const server = createServer((request, response) => void handle(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${String(port)}/v1`,
    chats,
    asked,
    /** Settles when the caller cuts a chat off before its end. */
    hungUp: hangUp.promise,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
