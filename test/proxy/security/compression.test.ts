/** What is small on the way and large when unpacked. */
import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import test, { type TestContext } from 'node:test';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { id, key, serve, serveProxy, until, workspace } from '../harness.ts';
import { json, plenty, read, transports } from './support.ts';

const megabyte = 1024 * 1024;
const glb = { 'Content-Type': 'model/gltf-binary' };

/** 64 MB of white space, which is 64 kB when packed. */
const member = gzipSync(Buffer.alloc(64 * megabyte, ' '));
/** 10 GB: what unpacks gzip takes any number of members in a row for one text. */
const bomb = Buffer.concat(Array<Buffer>(160).fill(member));

/** 256 MB in a few hundred bytes. */
const brotliBomb = brotliCompressSync(Buffer.alloc(256 * megabyte, ' '), {
  params: { [constants.BROTLI_PARAM_QUALITY]: 4 },
});

/** The same proxy once for each way to reach the upstream. */
const throughBoth = async (
  t: TestContext,
  listener: RequestListener,
  check: (
    call: (path: string) => Promise<{ status: number; code: unknown }>,
    name: string,
  ) => Promise<void>,
) => {
  const upstream = await serve(t, listener);
  for (const [name, send] of Object.entries(transports(t))) {
    const fae = { url: `${upstream.url}/api`, key, workspace, fetch: send };
    const proxy = await serveProxy(t, upstream.url, { limits: plenty, fae });
    const call = async (path: string) => {
      const response = await fetch(proxy.url + path, read);
      const { code } = (await response.json()) as { code?: unknown };
      return { status: response.status, code };
    };
    await check(call, name);
  }
  return upstream;
};

/** The most that the process grows meanwhile, in bytes, looked at as often as it has time to. */
const growth = async (work: () => Promise<void>): Promise<number> => {
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
  await work().finally(() => clearInterval(watch));
  return Math.max(most, process.memoryUsage.rss()) - before;
};

test('V9 an answer that was packed more than once, or is said to be, is 502', async (t) => {
  const text = Buffer.from(JSON.stringify([{ id, name: 'One' }]));
  const packed = (times: number): Buffer => (times === 0 ? text : gzipSync(packed(times - 1)));
  const layers = (times: number): string[] => Array<string>(times).fill('gzip');
  const answers: readonly (readonly [coding: string | string[], body: Buffer])[] = [
    [layers(2).join(), packed(2)],
    [layers(6).join(', '), packed(6)],
    [layers(6), packed(6)],
    [layers(6), packed(1)],
    ['gzip, br', packed(1)],
    ['identity, gzip', packed(1)],
  ];
  for (const [coding, body] of answers) {
    await throughBoth(
      t,
      (_, response) => response.writeHead(200, { ...json, 'Content-Encoding': coding }).end(body),
      async (call, name) => {
        const answer = await call('/public/nfts');
        const what = `${name}: ${String(coding)}`;
        assert.deepEqual([answer.status, answer.code], [502, 'bad_upstream'], what);
      },
    );
  }
});

test('V9 ten gigabytes in ten megabytes are cut off at eight, and fill no memory', async (t) => {
  const codings = { gzip: bomb, br: brotliBomb };
  for (const [coding, bytes] of Object.entries(codings)) {
    for (const status of [200, 400]) {
      await throughBoth(
        t,
        (_, response) => {
          response.writeHead(status, { ...json, 'Content-Encoding': coding }).end(bytes);
        },
        async (call, name) => {
          const grown = await growth(async () => {
            const answer = await call('/public/nfts');
            const expected = status === 200 ? [502, 'bad_upstream'] : [400, 'invalid_request'];
            assert.deepEqual([answer.status, answer.code], expected, `${name}: ${coding}`);
          });
          assert.ok(grown < 150 * megabyte, `${name}, ${coding}: ${grown} bytes`);
        },
      );
    }
  }
});

test('V9 JSON that was packed once is read', async (t) => {
  await throughBoth(
    t,
    (_, response) => {
      response.writeHead(200, { ...json, 'Content-Encoding': 'gzip' });
      response.end(gzipSync(JSON.stringify([{ _id: id, name: 'One' }])));
    },
    async (call, name) =>
      assert.deepEqual(await call('/public/nfts'), { status: 200, code: undefined }, name),
  );
});

test('V9 what was never packed is cut off at eight megabytes too', async (t) => {
  let sent = 0;
  const pour: RequestListener = (_, response) => {
    response.writeHead(200, json);
    const more = () => {
      while (response.writable && response.write(Buffer.alloc(65_536, ' '))) sent += 65_536;
    };
    response.on('drain', more);
    more();
  };
  const upstream = await throughBoth(t, pour, async (call, name) => {
    sent = 0;
    assert.deepEqual(await call('/public/nfts'), { status: 502, code: 'bad_upstream' }, name);
    assert.ok(sent < 32 * megabyte, `${name}: ${sent} bytes`);
  });
  await until(() => upstream.sockets.size === 0);
});

test('V9 bytes are asked for as they are, and refused when they come packed', async (t) => {
  const upstream = await throughBoth(
    t,
    (_, response) => {
      response.writeHead(200, { ...glb, 'Content-Encoding': 'gzip' }).end(gzipSync('glTF'));
    },
    async (call, name) => {
      const answer = await call(`/models/${id}/content`);
      assert.deepEqual([answer.status, answer.code], [502, 'bad_upstream'], name);
    },
  );
  for (const { headers } of upstream.received) assert.equal(headers['accept-encoding'], 'identity');
});
