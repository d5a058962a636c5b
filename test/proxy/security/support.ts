import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { NamedOperation } from '../../../src/api/operations.ts';
import { createProxyWith } from '../../../src/proxy/create-proxy.ts';
import type { ProxyOptions } from '../../../src/proxy/index.ts';
import { toNode, undiciFetch } from '../../../src/proxy/node.ts';
import { proxiedOperations } from '../../../src/proxy/proxied-operations.ts';
import { defaultWaits, type Waits } from '../../../src/proxy/settings.ts';
import {
  baseOptions,
  filledIn,
  id,
  key,
  serve,
  serveProxy,
  shop,
  upstreamsAt,
  workspace,
} from '../harness.ts';

export const json = { 'Content-Type': 'application/json' };
export const fromShop = { Origin: shop };

/** Budgets that no test reaches by chance. */
export const plenty: ProxyOptions['limits'] = {
  visitor: { chat: 100_000, checkout: 100_000, speech: 100_000_000 },
  requestsPerMinute: 1_000_000,
};

/** A post of JSON as a page of the shop sends it. */
export const posted = (
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): RequestInit => ({
  method: 'POST',
  headers: { ...fromShop, ...json, ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export const read: RequestInit = { headers: fromShop };

export const chatTurn = { characterId: id, text: 'Hello' };
export const order = { productId: id, successUrl: `${shop}/thanks`, cancelUrl: `${shop}/cart` };

/** A body that each operation with one takes. */
const bodies: Partial<Record<NamedOperation['name'], object>> = {
  'payments.checkout': order,
  'characters.response': chatTurn,
  'tts.speak': { text: 'Hello' },
  'payments.createSession': { productId: id, returnUrl: `${shop}/thanks` },
  'agents.create': { config: '{}' },
  'agents.createPublished': { config: '{}' },
  'agents.message': { text: 'Hello' },
  'subscriptions.create': { product: { id: 'product_1', quantity: 1 } },
  'subscriptions.updateQuantity': { updateBy: 1 },
  'subscriptions.previewQuantity': { updateBy: 1 },
  'products.create': { name: 'A name', amount: 1050, currency: 'eur' },
};

/** A query that each operation with a required one takes. */
const queries: Partial<Record<NamedOperation['name'], string>> = {
  'tokens.price': '?tokenAddress=So11111111111111111111111111111111111111112&chain=solana',
};

/** A form as it is written, with one file. */
export const form = {
  type: { 'Content-Type': 'multipart/form-data; boundary=part' },
  text:
    '--part\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhello\r\n' +
    '--part--\r\n',
};

const jsonBody = ({ name }: NamedOperation): string =>
  JSON.stringify(bodies[name] ?? { name: 'A name', url: 'https://x.test/a.glb' });

const written = (operation: NamedOperation) =>
  operation.body === 'form'
    ? { body: form.text, type: form.type }
    : { body: jsonBody(operation), type: json };

/** A request of every operation that the proxy knows, below the endpoint. */
export const everyOperation = proxiedOperations.map((operation) => {
  const { body, type } = written(operation);
  return {
    operation,
    path: filledIn(operation.path) + (queries[operation.name] ?? ''),
    init: {
      method: operation.method,
      ...(operation.body && { body }),
      headers: { ...fromShop, ...(operation.body && type) },
    } satisfies RequestInit,
  };
});

/** Both ways in which the proxy reaches an upstream on Node.js. */
export const transports = (t: TestContext): Readonly<Record<string, typeof fetch>> => {
  const pooled = undiciFetch();
  t.after(() => pooled.close());
  return { 'the global fetch': fetch, undiciFetch: pooled };
};

/** An upstream that answers so, and a proxy in front of it. */
export const proxied = async (
  t: TestContext,
  listener: RequestListener,
  options: ProxyOptions = {},
  waits: Partial<Waits> = {},
) => {
  const upstream = await serve(t, listener);
  const proxy = await serveProxy(t, upstream.url, { limits: plenty, ...options }, waits);
  const call = async (path: string, init: RequestInit = read) => {
    const response = await fetch(proxy.url + path, init);
    const { status, headers } = response;
    const text = await response.text();
    return { status, headers, text, code: codeIn(text) };
  };
  return { upstream, proxy, call };
};

const codeIn = (text: string): unknown => {
  try {
    return (JSON.parse(text) as { code?: unknown } | null)?.code;
  } catch {
    return undefined;
  }
};

const media = 'images|videos|audios|documents|models';
const workshop = 'nfts|characters|apps|apps/templates|stories|bots|scenes|tokens';
const fleek = 'v1/(ai-agents|ai-agents/[^/?]+/logs|plans|subscriptions|payment-methods)';
/** The addresses of lists, with `/api` in front. */
export const lists = new RegExp(
  `^/api/(public/nfts|payments/products|payments/orders|${media}|${workshop}|${fleek}|[^?]*/files)(\\?|$)`,
);
/** What any operation may answer that answers one thing. */
export const oneForAll = JSON.stringify({
  id: '1',
  url: 'https://checkout.example/1',
  response: 'Hi',
  status: 'idle',
  paymentStatus: 'paid',
  logs: [],
  available: true,
  voices: [],
  agents: [],
});

/** An upstream that answers every JSON operation as it should. */
export const agreeable: RequestListener = ({ method, url = '' }, response) => {
  if (!response.hasHeader('Content-Type')) response.setHeader('Content-Type', 'application/json');
  response.end(method === 'GET' && lists.test(url) ? '[]' : oneForAll);
};

/** The proxy behind `toNode` on a real port. */
export const serveToNode = async (
  t: TestContext,
  upstream: string,
  options: ProxyOptions = {},
): Promise<{ url: string }> => {
  const all = { ...baseOptions, ...upstreamsAt(upstream), ...options };
  const proxy = createProxyWith(all, { waits: defaultWaits });
  const server = createServer(toNode(proxy)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/fae` };
};

export interface Usage {
  /** Memory of the process in bytes. */
  readonly rss: number;
  /** Open connections in both directions. */
  readonly sockets: number;
  readonly crashes: readonly string[];
}

/** The server of the command line in a process of its own, with short timeouts. */
export const startCliServer = async (t: TestContext, env: Readonly<Record<string, string>>) => {
  const child = fork(fileURLToPath(new URL('cli-server.ts', import.meta.url)), {
    env: { PATH: process.env['PATH'], FAE_API_KEY: key, FAE_WORKSPACE: workspace, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  t.after(async () => {
    if (child.exitCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  });
  const message = async <T>(): Promise<T> => ((await once(child, 'message')) as [T])[0];
  const { url, port } = await message<{ url: string; port: number }>();
  const usage = async (): Promise<Usage> => {
    child.send('usage');
    return message<Usage>();
  };
  return { url, port, usage };
};
