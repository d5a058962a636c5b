import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import test, { describe, type TestContext } from 'node:test';
import { toNode, type Mountable, type NodeHandler } from '../../src/proxy/listener.node.ts';
import { until } from './harness.ts';

type Answer = (request: Request, second?: unknown) => Response | Promise<Response>;

const echo: Answer = async (request) =>
  Response.json({ url: request.url, method: request.method, body: await request.text() });

/** A handler on a real port; `around` is what the host does before it. */
const listen = async (
  t: TestContext,
  answer: Answer,
  around: (handle: NodeHandler) => NodeHandler = (handle) => handle,
  mountable: Partial<Mountable> = {},
): Promise<number> => {
  const fetch: Mountable['fetch'] = async (request, second) => answer(request, second);
  const server = createServer(around(toNode({ fetch, ...mountable })));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
};

const post = async (
  port: number,
  body: string,
  headers: Readonly<Record<string, string>> = { 'Content-Type': 'application/json' },
  path = '/fae/x',
): Promise<{ status: number | undefined; body: string }> => {
  const request = httpRequest({ port, host: '127.0.0.1', path, method: 'POST', headers });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode, body: await text(response) };
};

/** Sends bytes as they are, and gives what comes back until the end. */
const raw = async (port: number, bytes: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.write(bytes);
  return text(socket);
};

const bodyOf = ({ body }: { body: string }): unknown =>
  (JSON.parse(body) as { body: unknown }).body;

/** A parser of the host's that reads the whole body, and leaves what `parse` makes of it. */
const parsed =
  (parse: (body: string) => unknown) =>
  (handle: NodeHandler): NodeHandler =>
  (request, response) => {
    void text(request).then((body) => {
      handle(Object.assign(request, { body: parse(body) }), response);
    });
  };

describe('a request to Node.js', () => {
  test('reaches the proxy with the address of the peer', async (t) => {
    const port = await listen(t, (_, second) => Response.json(second));
    assert.deepEqual(JSON.parse((await post(port, '{}')).body), { address: '127.0.0.1' });
  });

  test('keeps its whole path where the host has shortened it', async (t) => {
    let after: string | undefined;
    const port = await listen(t, echo, (handle) => (request, response) => {
      const mounted = Object.assign(request, { originalUrl: request.url, url: '/x' });
      handle(mounted, response);
      after = request.url;
    });
    const { url } = JSON.parse((await post(port, '{}')).body) as { url: string };
    assert.equal(url, `http://127.0.0.1:${port}/fae/x`);
    assert.equal(after, '/x');
  });

  test('needs no Host in HTTP/1.0, as health checks send it', async (t) => {
    const port = await listen(t, () => new Response('alive'));
    assert.match(await raw(port, 'GET /fae/-/health HTTP/1.0\r\n\r\n'), /^HTTP\/1\.1 200 /);
  });

  test('is left to the host where it lies outside of the base path', async (t) => {
    const around = (handle: NodeHandler): NodeHandler => {
      return (request, response) => {
        handle(request, response, () => response.writeHead(404).end('the host'));
      };
    };
    const port = await listen(t, () => new Response('the proxy'), around, { basePath: '/api/fae' });
    const answer = async (path: string) => (await post(port, '{}', {}, path)).body;
    assert.equal(await answer('/api/fae/x'), 'the proxy');
    for (const path of ['/', '/fae/x', '/api/faextra/x', '/x/../api/fae/x', '//api/fae/x']) {
      assert.equal(await answer(path), 'the host', path);
    }
  });
});

describe('a body that the host has read', () => {
  const json = '{"text":"grüß dich"}';

  test('is written again from what its parser has made of it', async (t) => {
    const port = await listen(t, echo, parsed(JSON.parse));
    assert.equal(bodyOf(await post(port, json)), json);
  });

  test('is passed on as the text or bytes that a parser has left', async (t) => {
    for (const parse of [(body: string) => body, (body: string) => Buffer.from(body)]) {
      const port = await listen(t, echo, parsed(parse));
      assert.equal(bodyOf(await post(port, json, { 'Content-Type': 'text/plain' })), json);
    }
  });

  test('is taken from the raw bytes where the host has kept them', async (t) => {
    const port = await listen(t, echo, (handle) => (request, response) => {
      void text(request).then((body) => {
        const kept = { body: { other: true }, rawBody: Buffer.from(body) };
        handle(Object.assign(request, kept), response);
      });
    });
    assert.equal(bodyOf(await post(port, json)), json);
  });

  test('is empty when it was a form, or cannot be written', async (t) => {
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const forms = await listen(
      t,
      echo,
      parsed(() => ({ a: '1' })),
    );
    assert.equal(bodyOf(await post(forms, 'a=1', form)), '');
    const broken = await listen(
      t,
      echo,
      parsed(() => circular),
    );
    assert.equal(bodyOf(await post(broken, json)), '');
  });

  test('is not mistaken for what a parser leaves on what it did not read', async (t) => {
    const port = await listen(t, echo, (handle) => (request, response) => {
      handle(Object.assign(request, { body: {} }), response);
    });
    assert.equal(bodyOf(await post(port, json)), json);
  });
});

describe('an answer on Node.js', () => {
  test('has a length when it is JSON', async (t) => {
    const port = await listen(t, () => Response.json({ a: 'ä' }));
    const answer = await raw(port, 'GET /fae/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    assert.match(answer, /content-length: 10\r\n/i);
  });

  test('is read no faster than it is taken', async (t) => {
    const piece = new Uint8Array(1024 * 1024);
    let pieces = 0;
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull: (controller) => {
          pieces += 1;
          controller.enqueue(piece);
        },
      });
    const port = await listen(
      t,
      ({ url }) => new Response(url.endsWith('endless') ? endless() : ''),
    );
    const slow = connect(port, '127.0.0.1');
    t.after(() => slow.destroy());
    slow.pause();
    slow.write('GET /fae/endless HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => pieces > 0);
    for (let turn = 0; turn < 50; turn += 1) await post(port, '{}');
    assert.ok(pieces < 32, `${pieces} MB were read for nobody`);
  });

  test('is cancelled, and its request aborted, when the client leaves', async (t) => {
    let cancelled = false;
    let aborted = false;
    const port = await listen(t, ({ signal }) => {
      signal.addEventListener('abort', () => (aborted = true));
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new Uint8Array(1)),
        cancel: () => {
          cancelled = true;
        },
      });
      return new Response(body);
    });
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /fae/x HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'data');
    socket.destroy();
    await until(() => cancelled && aborted);
  });

  test('that breaks off is cut, without a word in the host’s log', async (t) => {
    const log = t.mock.method(console, 'error', () => undefined);
    const port = await listen(t, () => {
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.error(new Error('inner matters')),
      });
      return new Response(body, { headers: { 'Content-Length': '10' } });
    });
    await assert.rejects(fetch(`http://127.0.0.1:${port}/fae/x`).then((it) => it.text()));
    assert.equal(log.mock.callCount(), 0);
  });

  test('is a bare 500 when the proxy itself fails', async (t) => {
    const port = await listen(t, () => {
      throw new Error('inner matters');
    });
    assert.deepEqual(await post(port, '{}'), { status: 500, body: '' });
  });
});

test('the host keeps its own Request and Response', async (t) => {
  const { Request: own, Response: ours } = globalThis;
  await listen(t, echo);
  assert.equal(globalThis.Request, own);
  assert.equal(globalThis.Response, ours);
});
