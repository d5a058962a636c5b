import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How long the API takes for an answer, in milliseconds: so that some are always under way. */
const takesMs = 200;

const answers: Readonly<Record<string, { readonly type: string; readonly body: string }>> = {
  '/api/characters/response': { type: 'application/json', body: '{"response":"Good evening."}' },
  '/api/payments/embed/checkout': {
    type: 'application/json',
    body: '{"url":"https://checkout.example/session"}',
  },
  '/api/tts': { type: 'audio/wav', body: 'RIFF' },
  '/api/public/nfts': { type: 'application/json', body: '[]' },
};

/** An API that counts how often each path was called. */
export const startCountingUpstream = async () => {
  const calls = new Map<string, number>();
  const server = createServer((request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    calls.set(path, (calls.get(path) ?? 0) + 1);
    const answer = answers[path];
    request.resume();
    setTimeout(() => {
      response.writeHead(answer ? 200 : 404, { 'Content-Type': answer?.type ?? 'text/plain' });
      response.end(answer?.body);
    }, takesMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/api`,
    calls: (path: string): number => calls.get(path) ?? 0,
    close: (): void => {
      server.closeAllConnections();
      server.close();
    },
  };
};
