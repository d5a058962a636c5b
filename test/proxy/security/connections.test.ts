/** Slow clients, and those who leave: against the server of the command line, in a process of its own. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import test, { type TestContext } from 'node:test';
import { undiciFetch } from '../../../src/proxy/node.ts';
import { asked, baseOptions, id, proxyOf, serve, shop, until } from '../harness.ts';
import { written, writtenPost } from './raw-socket.ts';
import { agreeable, chatTurn, startCliServer } from './support.ts';

const megabyte = 1024 * 1024;
const model = `/fae/models/${id}/content`;
/** Milliseconds until the head of a request must be there; twice as long for all of it. */
const timeout = 400;

const started = async (t: TestContext, listener: RequestListener) => {
  const upstream = await serve(t, listener);
  const server = await startCliServer(t, {
    FAE_API_URL: `${upstream.url}/api`,
    FAE_ALLOWED_ORIGINS: shop,
    FAE_EXPOSE: '*',
    FAE_LIMITS: 'requests=100000,chat=100000',
    FAE_CACHE: 'off',
    FAE_TEST_TIMEOUT: String(timeout),
  });
  const open = (bytes = ''): Socket => {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(bytes);
    t.after(() => socket.destroy());
    return socket;
  };
  const isAlive = async (): Promise<boolean> => (await fetch(`${server.url}/-/health`)).ok;
  return { upstream, ...server, open, isAlive };
};

/** Sends a text one character at a time, until the other side hangs up; gives how long that took. */
const drip = (socket: Socket, text: string): Promise<{ ms: number; answer: string }> =>
  new Promise((resolve) => {
    const begin = performance.now();
    let [sent, answer] = [0, ''];
    const drops = setInterval(() => {
      socket.write(text[sent] ?? 'x');
      sent += 1;
    }, 10);
    socket.on('data', (data) => (answer += String(data)));
    socket.on('close', () => {
      clearInterval(drops);
      resolve({ ms: performance.now() - begin, answer });
    });
  });

test('V17 a request that comes drop by drop is cut off in time, head and body, and keeps nobody waiting', async (t) => {
  const { open, upstream, isAlive } = await started(t, agreeable);
  const long = 'a'.repeat(10_000);
  const head = written({ target: '/fae/tts/status', headers: { 'X-Long': long } });
  const body = writtenPost('/fae/tts', JSON.stringify({ text: long }));
  const bodyAt = body.indexOf('\r\n\r\n') + 4;
  const slow = [
    ...Array.from({ length: 20 }, () => drip(open(), head)),
    ...Array.from({ length: 20 }, () => drip(open(body.slice(0, bodyAt)), body.slice(bodyAt))),
  ];
  const silent = Array.from({ length: 20 }, () => once(open().resume(), 'close'));
  assert.ok(await isAlive());
  for (const { ms, answer } of await Promise.all(slow)) {
    assert.ok(ms < 12 * timeout, `it took ${ms} ms`);
    assert.match(answer, /^(HTTP\/1\.1 408 |$)/);
  }
  await Promise.all(silent);
  assert.deepEqual(upstream.received, []);
  assert.ok(await isAlive());
});

/** Sends a model without end, as fast as it is taken. */
const endless = () => {
  const count = { bytes: 0 };
  const piece = Buffer.alloc(65_536);
  const listener: RequestListener = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'model/gltf-binary' });
    const pour = () => {
      let hasRoom = true;
      while (hasRoom && response.writable) {
        count.bytes += piece.length;
        hasRoom = response.write(piece);
      }
    };
    response.on('drain', pour);
    pour();
  };
  return { count, listener };
};

test('V17 readers who do not read fill no memory, and what they do not read is not fetched', async (t) => {
  const { count, listener } = endless();
  const { open, usage, upstream } = await started(t, listener);
  const before = await usage();
  const readers = Array.from({ length: 20 }, () => open(written({ target: model })));
  for (const socket of readers) {
    await once(socket, 'data');
    socket.pause();
  }
  let [bytes, since] = [-1, 0];
  while (bytes !== count.bytes || performance.now() - since < 200) {
    if (bytes !== count.bytes) [bytes, since] = [count.bytes, performance.now()];
    assert.ok(bytes < 400 * megabyte, `${bytes} bytes were fetched for nobody`);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { rss, crashes } = await usage();
  assert.ok(rss - before.rss < 100 * megabyte, `${rss - before.rss} bytes more`);
  assert.deepEqual(crashes, []);
  for (const socket of readers) socket.destroy();
  await until(() => upstream.sockets.size === 0);
});

test('V17 one address that does not read keeps neither calls nor other visitors’ files waiting', async (t) => {
  const { listener } = endless();
  const { open, upstream, url } = await started(t, (request, response) => {
    if (request.url?.endsWith('/content')) listener(request, response);
    else agreeable(request, response);
  });
  const answers = await Promise.all(
    Array.from({ length: 150 }, async () => {
      const socket = open(written({ target: model }));
      const [data] = (await once(socket, 'data')) as [Buffer];
      socket.pause();
      return data.toString('latin1', 0, 12);
    }),
  );
  assert.equal(answers.filter((it) => it === 'HTTP/1.1 200').length, 64);
  assert.equal(answers.filter((it) => it === 'HTTP/1.1 429').length, 86);
  assert.equal(upstream.sockets.size, 64);
  const { status } = await fetch(`${url}/public/nfts`, { headers: { Origin: shop } });
  assert.equal(status, 200);
});

test('V17 files that nobody takes leave connections for all other calls', async (t) => {
  const { listener } = endless();
  const upstream = await serve(t, (request, response) => {
    if (request.url?.endsWith('/content')) listener(request, response);
    else agreeable(request, response);
  });
  const send = undiciFetch({ connections: 1 });
  t.after(() => send.close());
  const fae = { ...baseOptions.fae, url: `${upstream.url}/api`, fetch: send };
  const proxy = proxyOf(send, { fae }, { answer: () => 1_000 });
  const untaken = await proxy.fetch(asked({ path: `/models/${id}/content` }));
  assert.equal(untaken.status, 200);
  assert.equal((await proxy.fetch(asked({ path: '/public/nfts' }))).status, 200);
  await untaken.body?.cancel();
});

test('V17 a visitor who leaves takes the call to the upstream along, within a second', async (t) => {
  const { count, listener } = endless();
  const { open, upstream } = await started(t, (request, response) => {
    if (request.url?.endsWith('/content')) listener(request, response);
  });
  const leaving = {
    'while the answer is awaited': written({ target: '/fae/tts/status' }),
    'while a chat turn is answered': writtenPost(
      '/fae/characters/response',
      JSON.stringify(chatTurn),
    ),
    'in the middle of a model': written({ target: model }),
  };
  for (const [when, bytes] of Object.entries(leaving)) {
    const arrived = upstream.received.length;
    const socket = open(bytes);
    await until(() => upstream.received.length > arrived);
    if (when.includes('model')) await once(socket, 'data');
    const begin = performance.now();
    socket.destroy();
    await until(() => upstream.sockets.size === 0);
    assert.ok(performance.now() - begin < 1_000, when);
  }
  assert.ok(count.bytes > 0);
});

test('V17 a thousand who leave in the middle leave nothing open and nothing broken', async (t) => {
  const { listener } = endless();
  const { open, usage, upstream, isAlive, url } = await started(t, (request, response) => {
    if (request.url?.endsWith('/content')) listener(request, response);
  });
  assert.ok(await isAlive());
  const before = await usage();
  const ways = [
    written({ target: model }),
    written({ target: '/fae/tts/status' }),
    writtenPost('/fae/characters/response', JSON.stringify(chatTurn)),
    writtenPost('/fae/characters/response', '{"half":', { 'Content-Length': '999' }),
    'GET /fae/models',
  ];
  const visit = async (number: number): Promise<void> => {
    const bytes = ways[number % ways.length] ?? '';
    const socket = open(bytes);
    await once(socket, 'connect');
    if (bytes.includes('/content')) await once(socket, 'data');
    if (number % 2) socket.resetAndDestroy();
    else socket.destroy();
  };
  for (let number = 0; number < 1_000; number += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, index) => visit(number + index)));
  }
  await until(() => upstream.sockets.size === 0);
  let after = await usage();
  for (let tries = 0; after.sockets > before.sockets && tries < 100; tries += 1)
    after = await usage();
  assert.ok(
    after.sockets <= before.sockets,
    `${after.sockets} connections, ${before.sockets} before`,
  );
  assert.ok(after.rss - before.rss < 150 * megabyte, `${after.rss - before.rss} bytes more`);
  assert.deepEqual(after.crashes, []);
  const next = await fetch(`${url}/models/${id}/content`, { headers: { Origin: shop } });
  assert.equal(next.status, 200);
  await next.body?.cancel();
});

/** The byte of which the model of a number consists. */
const byteOf = (number: number): number => (number * 7) % 251;
const idOf = (number: number): string => id.slice(0, -3) + String(number).padStart(3, '0');

test('V17 what one visitor gets is never another’s, however many come, leave and take their time', async (t) => {
  const size = 2 * megabyte;
  const { open, url } = await started(t, (request, response) => {
    const number = Number(/(\d{3})\/content$/.exec(request.url ?? '')?.[1]);
    response.writeHead(200, { 'Content-Type': 'model/gltf-binary', 'Content-Length': size });
    response.end(Buffer.alloc(size, byteOf(number)));
  });
  const leave = async (number: number): Promise<void> => {
    const socket = open(written({ target: `/fae/models/${idOf(number)}/content` }));
    await once(socket, 'data');
    socket.destroy();
  };
  const stay = async (number: number): Promise<void> => {
    const response = await fetch(`${url}/models/${idOf(number)}/content`, {
      headers: { Origin: shop },
    });
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      assert.ok(
        chunk.every((byte: number) => byte === byteOf(number)),
        `the model ${number} is mixed`,
      );
      bytes += chunk.byteLength;
      if (number % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(bytes, size);
  };
  const visitors = Array.from({ length: 60 }, (_, number) =>
    number % 2 ? stay(number) : leave(number),
  );
  await Promise.all(visitors);
});
