import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** A request as the upstream got it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly socket: Socket;
}

export interface Upstream {
  readonly url: string;
  readonly received: readonly Received[];
  /** The one request that has this in its URL or body; waits for it. */
  readonly requestWith: (text: string) => Promise<Received>;
  /** Lets a speech of this text come to its end. */
  readonly finishSpeech: (text: string) => void;
  /** Breaks off in the midst of it. */
  readonly cutSpeech: (text: string) => void;
  /** Answers those who have asked for the busy product. */
  readonly release: () => void;
  /** Requests that a redirect led to another server. */
  readonly strayed: () => number;
  readonly stop: () => Promise<void>;
}

/** Ids that the upstream answers in its own way; each is used by one test. */
export const ids = {
  plain: '64b5f0c2a1d3e4f5a6b7c801',
  head: '64b5f0c2a1d3e4f5a6b7c802',
  gzip: '64b5f0c2a1d3e4f5a6b7c803',
  redirect: '64b5f0c2a1d3e4f5a6b7c804',
  reset: '64b5f0c2a1d3e4f5a6b7c805',
  hang: '64b5f0c2a1d3e4f5a6b7c806',
  page: '64b5f0c2a1d3e4f5a6b7c807',
  echo: '64b5f0c2a1d3e4f5a6b7c808',
  busy: '64b5f0c2a1d3e4f5a6b7c809',
} as const;

/** Bytes of which each tells where it stands. */
export const model = Buffer.from(Array.from({ length: 100_000 }, (_, index) => index % 251));

export const checkoutUrl = 'https://checkout.example/session';

const json = (response: ServerResponse, value: unknown): void => {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
};

const productOf = (id: string) => ({
  id,
  name: 'A figurine',
  amount: 1050,
  currency: 'eur',
  costPrice: 'nobody’s business',
});

const sendModel = (request: IncomingMessage, response: ServerResponse): void => {
  const common = { 'Content-Type': 'model/gltf-binary', 'Accept-Ranges': 'bytes', ETag: '"v1"' };
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  if (from === undefined) {
    response.writeHead(200, { ...common, 'Content-Length': model.length });
    response.end(request.method === 'HEAD' ? undefined : model);
    return;
  }
  const part = model.subarray(Number(from), Number(to) + 1);
  const range = `bytes ${from}-${to}/${model.length}`;
  response.writeHead(206, { ...common, 'Content-Range': range, 'Content-Length': part.length });
  response.end(part);
};

const listen = async (
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<{ url: string; stop: () => Promise<void> }> => {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** A server in the place of the FAE API, with its faults. */
export const startUpstream = async (): Promise<Upstream> => {
  const received: Received[] = [];
  const speeches = new Map<string, ServerResponse>();
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
  const arrivals = new EventTarget();
  let strayed = 0;
  const elsewhere = await listen((_, response) => {
    strayed += 1;
    json(response, productOf(ids.redirect));
  });

  /** What each id of a product does. */
  const products: Readonly<Record<string, (response: ServerResponse, got: Received) => void>> = {
    [ids.gzip]: (response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify(productOf(ids.gzip))));
    },
    [ids.redirect]: (response) => response.writeHead(302, { Location: elsewhere.url }).end(),
    [ids.reset]: (response) => response.destroy(),
    [ids.hang]: () => undefined,
    [ids.busy]: (response) => {
      void released.then(() => json(response, productOf(ids.busy)));
    },
    [ids.page]: (response) =>
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome</h1>'),
    [ids.echo]: (response, { headers }) =>
      json(response, { ...productOf(ids.echo), description: JSON.stringify(headers) }),
  };

  const speak = (response: ServerResponse, text: string): void => {
    response.writeHead(200, { 'Content-Type': 'audio/wav' }).write('first');
    speeches.set(text, response);
  };

  const answer = (got: Received, request: IncomingMessage, response: ServerResponse): void => {
    const [, product] = /^\/api\/payments\/embed\/product\/(\w+)$/.exec(got.url) ?? [];
    if (product) (products[product] ?? (() => json(response, productOf(product))))(response, got);
    else if (got.url === '/api/payments/embed/checkout') json(response, { url: checkoutUrl });
    else if (got.url.startsWith('/api/public/nfts')) json(response, [{ id: ids.plain, name: 'A' }]);
    else if (got.url.endsWith('/content')) sendModel(request, response);
    else if (got.url === '/api/tts') {
      speak(response, String((JSON.parse(got.body) as { text: unknown }).text));
    } else response.writeHead(404).end();
  };

  const server = await listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers, socket } = request;
      const got = { method, url, headers, socket, body: Buffer.concat(chunks).toString() };
      received.push(got);
      answer(got, request, response);
      arrivals.dispatchEvent(new Event('request'));
    });
  });

  return {
    url: server.url,
    received,
    requestWith: async (text) => {
      for (;;) {
        const found = received.find((it) => it.url.includes(text) || it.body.includes(text));
        if (found) return found;
        await once(arrivals, 'request', { signal: AbortSignal.timeout(10_000) });
      }
    },
    finishSpeech: (text) => speeches.get(text)?.end('last'),
    cutSpeech: (text) => speeches.get(text)?.destroy(),
    release: () => release(undefined),
    strayed: () => strayed,
    stop: async () => {
      await Promise.all([server.stop(), elsewhere.stop()]);
    },
  };
};
