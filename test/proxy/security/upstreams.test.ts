/** An upstream that hangs, breaks off or is not there: the visitor is told, and nothing stays open. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import test from 'node:test';
import { key, until, workspace } from '../harness.ts';
import {
  chatTurn,
  everyOperation,
  json,
  plenty,
  posted,
  proxied,
  read,
  transports,
} from './support.ts';

const chat = posted(chatTurn);

/** What an upstream does, and what a visitor then gets. */
const faults: Readonly<Record<string, readonly [RequestListener, number, string]>> = {
  hangs: [() => undefined, 504, 'upstream_timeout'],
  'hangs within its JSON': [
    (_, response) => response.writeHead(200, json).write('[{"a":'),
    504,
    'upstream_timeout',
  ],
  'dies before it answers': [(request) => request.socket.destroy(), 502, 'bad_upstream'],
  'resets the connection': [(request) => request.socket.resetAndDestroy(), 502, 'bad_upstream'],
  'dies within its JSON': [
    (_, response) => {
      response.writeHead(200, { ...json, 'Content-Length': '100' });
      response.write('[{"name":', () => response.destroy());
    },
    502,
    'bad_upstream',
  ],
  'sends no UTF-8': [
    (_, response) => response.writeHead(200, json).end(Buffer.from('[{"id":"\xff"}]', 'latin1')),
    502,
    'bad_upstream',
  ],
};

for (const [what, [listener, status, code]] of Object.entries(faults)) {
  test(`an upstream that ${what} is ${status}, and let go of`, async (t) => {
    for (const [transport, send] of Object.entries(transports(t))) {
      const url = { current: '' };
      const { upstream, call } = await proxied(
        t,
        listener,
        {
          fae: {
            url: 'http://upstream.test/api',
            key,
            workspace,
            fetch: (input, init) =>
              send((input as URL).href.replace('http://upstream.test', url.current), init),
          },
        },
        { answer: () => 100 },
      );
      url.current = upstream.url;
      for (const [path, init] of [
        ['/tts/status', read],
        ['/characters/response', chat],
      ] as const) {
        const answer = await call(path, init);
        assert.deepEqual([answer.status, answer.code], [status, code], `${path} by ${transport}`);
      }
      if (status === 504) await until(() => upstream.sockets.size === 0);
    }
  });
}

test('an upstream that is not there is 503, costs nothing, and the log says where it was looked for', async (t) => {
  const closed = createServer().listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await once(closed, 'close');
  for (const fetch of Object.values(transports(t))) {
    const { proxy, call } = await proxied(t, () => undefined, {
      fae: { url: `http://127.0.0.1:${port}/api`, key, workspace, fetch },
      limits: { ...plenty, visitor: { chat: 1 } },
    });
    for (let tries = 0; tries < 3; tries += 1) {
      const { status, code } = await call('/characters/response', chat);
      assert.deepEqual([status, code], [503, 'unavailable']);
    }
    assert.match(String(proxy.events[0]?.['hint']), new RegExp(`Nothing answers at .*:${port}`));
  }
});

test('an upstream that nests its JSON without end is read by nobody, and breaks nothing', async (t) => {
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
  const names = ['name', 'url', 'traits', 'response', 'voices', 'unknown'];
  const fields = names.map((name) => `"${name}":${deep}`).join();
  const record = `{"id":"1","available":true,${fields}}`;
  let body = '';
  const { call } = await proxied(t, (_, response) => response.writeHead(200, json).end(body), {
    authorize: () => true,
    cache: false,
  });
  for (const { operation, path, init } of everyOperation) {
    for (body of [record, `[${record}]`, deep]) {
      const { status } = await call(path, init);
      assert.ok(status === 200 || status === 502, `${operation.name}: ${status}`);
      const isWhole = operation.audience === 'operator' && operation.answer === 'json';
      if (isWhole && body === record) assert.equal(status, 502);
    }
  }
});
