/** How the bytes of a form get through: piece by piece, bounded, and ended from both sides. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { describe, type TestContext } from 'node:test';
import type { ProxyOptions } from '../../src/proxy/index.ts';
import { startExchange } from '../../src/proxy/exchange.ts';
import type { Waits } from '../../src/proxy/settings.ts';
import { key, serveProxy, shop, until, workspace } from './harness.ts';
import { form, transports } from './security/support.ts';

const megabyte = 1024 * 1024;
const limit = 26 * megabyte;
const path = '/apps/64b5f0c2a1d3e4f5a6b7c8d9/upload';
const uploaded = '{"path":"a.txt","size":5}';

/** An upstream that sees requests before they are whole. */
const serveEarly = async (t: TestContext, listener: RequestListener) => {
  const seen: { readonly request: IncomingMessage; bytes: number }[] = [];
  const server = createServer((request, response) => {
    const it = { request, bytes: 0 };
    seen.push(it);
    request.on('error', () => undefined);
    listener(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
};

/** Reads all of a form, and then answers. */
const reading: RequestListener = (request, response) => {
  request.resume().on('end', () => {
    response.writeHead(201, { 'Content-Type': 'application/json' }).end(uploaded);
  });
};

const proxied = async (
  t: TestContext,
  listener: RequestListener = reading,
  options: ProxyOptions = {},
  waits: Partial<Waits> = {},
) => {
  const upstream = await serveEarly(t, listener);
  const fae = { url: `${upstream.url}/api`, key, workspace, ...options.fae };
  const all = { authorize: () => true, ...options, fae };
  const proxy = await serveProxy(t, upstream.url, all, waits);
  /** An upload whose bytes are still to be written. */
  const open = (headers: Readonly<Record<string, string | number>> = {}): ClientRequest =>
    httpRequest(proxy.url + path, {
      method: 'POST',
      headers: { Origin: shop, ...form.type, ...headers },
    });
  return { upstream, proxy, open };
};

/** The answer, however early it comes; the sender may be cut off behind it. */
const answerTo = (request: ClientRequest): Promise<{ status: number; code: unknown }> =>
  new Promise((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      request.off('error', reject).on('error', () => undefined);
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => {
        const body = JSON.parse(text) as { code?: unknown };
        resolve({ status: response.statusCode ?? 0, code: body.code });
      });
    });
  });

/** Writes pieces until the other end no longer takes them, `most` bytes at most; gives how many went. */
const pour = (request: ClientRequest, most: number): { sent: number } => {
  const piece = Buffer.alloc(64 * 1024, 'x');
  const state = { sent: 0 };
  const write = () => {
    while (state.sent < most && !request.destroyed) {
      state.sent += piece.length;
      if (!request.write(piece)) {
        request.once('drain', write);
        return;
      }
    }
    if (state.sent >= most) request.end();
  };
  write();
  return state;
};

describe('a form', () => {
  test('is on its way before it is whole', async (t) => {
    for (const fetch of Object.values(transports(t))) {
      let text = '';
      const { open, upstream } = await proxied(
        t,
        (request, response) => {
          request.setEncoding('latin1').on('data', (piece: string) => (text += piece));
          reading(request, response);
        },
        { fae: { fetch } },
      );
      const upload = open();
      upload.write(form.text.slice(0, 40));
      await until(() => text.length === 40);
      upload.end(form.text.slice(40));
      assert.deepEqual(await answerTo(upload), { status: 201, code: undefined });
      assert.equal(text, form.text);
      const headers = upstream.seen[0]?.request.headers;
      assert.equal(headers?.['content-type'], form.type['Content-Type']);
      assert.equal(headers['x-api-key'], key);
    }
  });

  test('keeps its length, where it tells one', async (t) => {
    for (const fetch of Object.values(transports(t))) {
      const { open, upstream } = await proxied(t, reading, { fae: { fetch } });
      const upload = open({ 'Content-Length': form.text.length });
      upload.end(form.text);
      assert.equal((await answerTo(upload)).status, 201);
      const { headers } = upstream.seen[0]?.request ?? {};
      assert.equal(headers?.['content-length'], String(form.text.length));
    }
  });

  test('that says that it is too large is refused before a byte of it', async (t) => {
    const { open, upstream } = await proxied(t);
    const upload = open({ 'Content-Length': limit + 1 });
    upload.flushHeaders();
    assert.deepEqual(await answerTo(upload), { status: 413, code: 'too_large' });
    assert.deepEqual(upstream.seen, []);
  });

  test('that turns out too large is cut off, and the upstream never has its end', async (t) => {
    for (const fetch of Object.values(transports(t))) {
      const { open, upstream } = await proxied(t, reading, { fae: { fetch } });
      const upload = open();
      const answer = answerTo(upload);
      pour(upload, 2 * limit);
      assert.deepEqual(await answer, { status: 413, code: 'too_large' });
      upload.destroy();
      await until(() => upstream.seen[0]?.request.destroyed === true);
      assert.equal(upstream.seen[0]?.request.complete, false);
    }
  });

  test('is a form with a boundary, not packed', async (t) => {
    const { open, upstream } = await proxied(t);
    const types = [
      ...['', 'application/json', 'text/plain', 'application/x-www-form-urlencoded'],
      ...['multipart/form-data', 'multipart/form-data; boundary=', 'multipart/mixed; boundary=a'],
      ...[
        'multipart/form-data; boundary=a b',
        'multipart/form-data; boundary="a',
        'multipart/form-data; boundary="a "',
      ],
      ...[
        'multipart/form-data; boundary=a; charset=utf-8',
        `multipart/form-data; boundary=${'a'.repeat(71)}`,
      ],
      'multipart/form-data; boundary=a, multipart/form-data; boundary=b',
    ];
    for (const headers of [
      ...types.map((type) => ({ 'Content-Type': type })),
      ...['gzip', 'br', 'identity, gzip'].map((coding) => ({ 'Content-Encoding': coding })),
    ]) {
      const upload = open(headers);
      upload.end(form.text);
      const refused = { status: 415, code: 'unsupported_media_type' };
      assert.deepEqual(await answerTo(upload), refused, JSON.stringify(headers));
    }
    assert.deepEqual(upstream.seen, []);
  });

  test('keeps every boundary that there may be', async (t) => {
    const { open, upstream } = await proxied(t);
    for (const boundary of [
      '----WebKitFormBoundary7MA4YWxkTrZu0gW',
      '"gc0p4Jq0M2Yt08j34c0p+(),/:=?"',
      "it's",
      'a'.repeat(70),
    ]) {
      const type = `Multipart/Form-Data; boundary=${boundary}`;
      const upload = open({ 'Content-Type': type });
      upload.end(form.text);
      assert.equal((await answerTo(upload)).status, 201, type);
      assert.equal(upstream.seen.at(-1)?.request.headers['content-type'], type);
    }
  });

  test('whose sender leaves ends at the upstream too', async (t) => {
    for (const fetch of Object.values(transports(t))) {
      const { open, upstream, proxy } = await proxied(t, reading, { fae: { fetch } });
      const upload = open();
      upload.on('error', () => undefined);
      upload.write(form.text.slice(0, 40));
      await until(() => upstream.seen.length === 1);
      upload.destroy();
      await until(() => upstream.seen[0]?.request.destroyed === true && proxy.events.length === 1);
      assert.equal(upstream.seen[0]?.request.complete, false);
      assert.equal(proxy.events[0]?.['code'], 'client_closed');
    }
  });

  test('whose sender falls silent is given up', async (t) => {
    for (const fetch of Object.values(transports(t))) {
      const { open, upstream } = await proxied(t, reading, { fae: { fetch } }, { idle: 50 });
      const upload = open();
      upload.write(form.text.slice(0, 40));
      assert.deepEqual(await answerTo(upload), { status: 400, code: 'invalid_request' });
      upload.destroy();
      await until(() => upstream.seen[0]?.request.destroyed === true);
    }
  });

  test('that nobody takes fills no memory, and is given up', async (t) => {
    for (const fetch of Object.values(transports(t))) {
      const { open } = await proxied(t, () => undefined, { fae: { fetch } }, { idle: 200 });
      const upload = open();
      const answer = answerTo(upload);
      const poured = pour(upload, 2 * limit);
      assert.deepEqual(await answer, { status: 504, code: 'upstream_timeout' });
      assert.ok(poured.sent < 20 * megabyte, `${poured.sent} bytes were taken`);
      upload.destroy();
    }
  });

  test('takes no longer than all of a stream may, however steadily it comes', async (t) => {
    let time = 0;
    let isComing = false;
    const { open } = await proxied(
      t,
      (request) => request.on('data', () => (isComing = true)),
      { now: () => time },
      { total: 60_000 },
    );
    const upload = open();
    upload.write(form.text.slice(0, 40));
    await until(() => isComing);
    time = 61_000;
    upload.write(form.text.slice(40, 50));
    assert.equal((await answerTo(upload)).status, 504);
    upload.destroy();
  });

  test('that is refused on the way is refused for whoever sends it', async (t) => {
    const refusing =
      (status: number): RequestListener =>
      (_, response) => {
        const headers = { 'Content-Type': 'application/json', Connection: 'close' };
        response.writeHead(status, headers).end('{"error":"No."}');
      };
    const codes = {
      400: 'invalid_request',
      404: 'not_found',
      413: 'too_large',
      415: 'unsupported_media_type',
    };
    for (const fetch of Object.values(transports(t))) {
      for (const [status, code] of Object.entries(codes)) {
        const { open } = await proxied(t, refusing(Number(status)), { fae: { fetch } });
        const upload = open();
        upload.write(form.text.slice(0, 40));
        assert.deepEqual(await answerTo(upload), { status: Number(status), code });
        upload.destroy();
      }
    }
  });

  test('goes with the other key when it is sent again, where one is being replaced', async (t) => {
    const next = 'next-Key_0123456789';
    const { open, upstream } = await proxied(
      t,
      (request, response) => {
        if (request.headers['x-api-key'] === next) {
          reading(request, response);
          return;
        }
        request.resume();
        response.writeHead(403, { 'Content-Type': 'application/json' }).end('{}');
      },
      { fae: { key: [key, next] } },
    );
    const send = () => {
      const upload = open();
      upload.end(form.text);
      return answerTo(upload);
    };
    assert.deepEqual(await send(), { status: 503, code: 'unavailable' });
    assert.deepEqual(await send(), { status: 201, code: undefined });
    assert.equal(upstream.seen.length, 2);
  });
});

test('a wait that begins anew ends when nothing comes, not after all of it', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const exchange = startExchange(new AbortController().signal, 1_000);
  for (let piece = 0; piece < 10; piece += 1) {
    t.mock.timers.tick(900);
    exchange.wait(1_000);
  }
  assert.equal(exchange.signal.aborted, false);
  exchange.answered();
  exchange.wait(1_000);
  t.mock.timers.tick(5_000);
  assert.equal(exchange.signal.aborted, false);
  exchange.end();
});
