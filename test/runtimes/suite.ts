import assert from 'node:assert/strict';
import { once } from 'node:events';
import test, { after, before, describe } from 'node:test';
import type { Running, Variables } from './process.ts';
import {
  checkoutUrl,
  ids,
  model,
  startUpstream,
  type Received,
  type Upstream,
} from './upstream.ts';
import { ask, open, shop, type Answered, type Asked } from './visitor.ts';

const key = 'sentinel-Key_0123456789abcdef';
const workspace = 'aaaaaaaaaaaaaaaaaaaaaaaa';
const checkoutsPerVisitor = 6;

/** A runtime that serves the proxy under `/fae`. */
export interface Runtime {
  /** Starts it with these variables as its environment, and tells where it listens. */
  readonly start: (env: Variables) => Promise<Running>;
  /**
   * What the platform in front of it writes into the headers for a visitor with this address. Without
   * it, the runtime sees who is at the other end of the connection.
   */
  readonly front?: (address: string) => Variables;
  /** What it does not pass on, whatever a handler does. */
  readonly lacks?: readonly ('lengths' | 'leaving' | 'breaking off' | 'sharing')[];
  /** Tests of what only it has, with the address where it listens. */
  readonly further?: (url: () => string) => void;
}

const checkout = (ref: string) => ({
  productId: ids.plain,
  successUrl: `${shop}/thanks`,
  cancelUrl: `${shop}/cart`,
  ref,
});

const productPath = (id: string) => `/fae/payments/embed/product/${id}`;

const codeOf = ({ body }: Answered): unknown => (JSON.parse(body) as { code?: unknown }).code;

/** Fails when it takes longer than the second in which an abandoned connection has to be closed. */
const closed = ({ socket }: Received): Promise<void> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('the connection is still open')), 1_000);
    const done = () => {
      clearTimeout(late);
      resolve();
    };
    if (socket.destroyed) done();
    else socket.once('close', done);
  });

/** The same tests for every runtime: what a page, a visitor and an attacker see from outside. */
export const describeRuntime = (
  name: string,
  { start, front, lacks = [], further }: Runtime,
): void => {
  describe(`the proxy on ${name}`, () => {
    let upstream: Upstream;
    let proxy: Running;
    const reset = lacks.includes('leaving');

    const started: { readonly stop: () => Promise<void> }[] = [];

    before(async () => {
      upstream = await startUpstream();
      started.push(upstream);
      proxy = await start({
        FAE_API_URL: `${upstream.url}/api`,
        FAE_API_KEY: key,
        FAE_WORKSPACE: workspace,
        FAE_ALLOWED_ORIGINS: shop,
        FAE_EXPOSE: 'nfts.listPublic,payments.*,models.content,tts.*',
        FAE_LIMITS: `checkout=${checkoutsPerVisitor}`,
        FAE_REDIS_URL: 'memory',
      });
      started.push(proxy);
    });
    after(async () => {
      for (const { stop } of started.toReversed()) await stop();
    });

    /** Every answer that is asked for is searched for the key. */
    const get = async (asked: Asked | string): Promise<Answered> => {
      const answer = await ask(proxy.url, typeof asked === 'string' ? { path: asked } : asked);
      assert.ok(!JSON.stringify(answer).includes(key), 'the key is in the answer');
      return answer;
    };

    const unseen = async (asked: Asked): Promise<Answered> => {
      const before = upstream.received.length;
      const answer = await get(asked);
      assert.equal(upstream.received.length, before, `${asked.path} has reached the upstream`);
      return answer;
    };

    describe('a read', () => {
      test('is answered with what visitors may see', async () => {
        const answer = await get(productPath(ids.plain));
        assert.equal(answer.status, 200);
        assert.deepEqual(JSON.parse(answer.body), {
          id: ids.plain,
          name: 'A figurine',
          amount: 1050,
          currency: 'eur',
        });
        assert.equal(answer.headers['access-control-allow-origin'], shop);
      });

      test('reaches the upstream with key and workspace and nothing of the visitor’s', async () => {
        const { status } = await get({
          path: '/fae/public/nfts?workspace=',
          headers: { Origin: '' },
        });
        assert.equal(status, 400);
        await get({
          path: '/fae/public/nfts',
          headers: {
            Cookie: 'session=from-visitor',
            Authorization: 'Bearer from-visitor',
            'X-Api-Key': 'from-visitor',
            'X-Workspace-Id': 'from-visitor',
            'User-Agent': 'from-visitor',
            'Accept-Language': 'from-visitor',
            'X-Forwarded-Host': 'from-visitor.test',
            Referer: 'https://shop.example/from-visitor',
            Connection: 'close, x-api-key',
          },
        });
        const { headers, url } = await upstream.requestWith('/public/nfts');
        assert.equal(headers['x-api-key'], key);
        assert.equal(new URL(url, upstream.url).searchParams.get('workspace'), workspace);
        assert.doesNotMatch(JSON.stringify(headers), /from-visitor|shop\.example/);
      });

      test('is unpacked where the upstream has packed it', async () => {
        const answer = await get(productPath(ids.gzip));
        assert.equal((JSON.parse(answer.body) as { name: string }).name, 'A figurine');
        assert.equal(answer.headers['content-encoding'], undefined);
      });

      test('has no body when only its head is asked for', async () => {
        const answer = await get({ method: 'HEAD', path: productPath(ids.head) });
        assert.equal(answer.status, 200);
        assert.equal(answer.body, '');
      });

      test('is made once for many who ask at once, though the first of them leaves', async () => {
        const path = productPath(ids.busy);
        const leaving = new AbortController();
        const { signal } = leaving;
        const first = assert.rejects(open(proxy.url, { path, signal, reset }));
        await upstream.requestWith(ids.busy);
        const others = Promise.all(Array.from({ length: 10 }, () => get(path)));
        // What comes after them has an answer when they have arrived.
        await get('/fae/-/health');
        leaving.abort();
        await first;
        upstream.release();
        for (const { status } of await others) assert.equal(status, 200);
        const calls = upstream.received.filter(({ url }) => url.includes(ids.busy)).length;
        assert.ok(calls <= 2 || lacks.includes('sharing'), `${calls} calls`);
      });

      test('fails rather than give the key away', async () => {
        const answer = await get(productPath(ids.echo));
        assert.equal(answer.status, 502);
        assert.equal(codeOf(answer), 'bad_upstream');
      });
    });

    describe('a request that is not meant', () => {
      test('is refused where the operation is not exposed', async () => {
        const answer = await unseen({ path: '/fae/characters' });
        assert.equal(answer.status, 403);
        assert.equal(codeOf(answer), 'not_exposed');
      });

      test('is refused from a foreign origin', async () => {
        for (const Origin of ['https://evil.example', 'https://shop.example.evil', 'null']) {
          const answer = await unseen({ path: productPath(ids.plain), headers: { Origin } });
          assert.equal(answer.status, 403, Origin);
          assert.equal(answer.headers['access-control-allow-origin'], undefined);
        }
      });

      test('never chooses where the key goes', async () => {
        const paths = [
          '/fae//evil.test/',
          '//evil.test/fae/public/nfts/x',
          '/fae/\\evil.test',
          '/\\evil.test/fae/',
          '/fae/@evil.test/',
          '/fae@evil.test/public/nfts',
          '/faextra/public/nfts',
          productPath('..%2f..%2fadmin'),
          productPath('%2e%2e%2fadmin'),
          productPath('%252e%252e%252fadmin'),
          productPath('..;/admin'),
          productPath('a%00b'),
          productPath('%E0%A4%A'),
          productPath('x'.repeat(300)),
          '/fae/public/nfts/../../admin',
        ];
        for (const path of paths) {
          const { status, headers } = await unseen({ path });
          assert.ok(status >= 300, `${path}: ${status}`);
          // Some frameworks lead doubtful paths to tidy ones: of the same server.
          const target = new URL(headers.location ?? '/', proxy.url);
          assert.equal(target.origin, proxy.url, path);
        }
      });
    });

    describe('a checkout', () => {
      test('arrives once, as it was sent', async () => {
        const answer = await get({
          path: '/fae/payments/embed/checkout',
          json: { ...checkout('whole'), discount: 100 },
        });
        assert.equal(answer.status, 200);
        assert.deepEqual(JSON.parse(answer.body), { url: checkoutUrl });
        assert.equal(typeof answer.headers['fae-visitor'], 'string');
        const arrived = upstream.received.filter(({ body }) => body.includes('whole'));
        assert.equal(arrived.length, 1);
        assert.deepEqual(JSON.parse(arrived[0]?.body ?? ''), checkout('whole'));
      });

      test('arrives without a length, too', async () => {
        const json = checkout('pieces-ä');
        const ref = 'pieces';
        const { status } = await get({
          path: '/fae/payments/embed/checkout',
          json: { ...json, ref },
          chunked: true,
        });
        assert.equal(status, 200);
        const { body } = await upstream.requestWith('"pieces"');
        assert.deepEqual(JSON.parse(body), { ...json, ref });
      });

      test('is refused above 64 kB, with a length or without', async () => {
        for (const chunked of [false, true]) {
          const answer = await unseen({
            path: '/fae/payments/embed/checkout',
            json: { ...checkout('huge'), filling: 'x'.repeat(65_536) },
            chunked,
          });
          assert.equal(answer.status, 413, `chunked: ${chunked}`);
        }
      });

      test('is refused as a form', async () => {
        const answer = await unseen({
          path: '/fae/payments/embed/checkout',
          headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
          body: 'productId=1',
        });
        assert.equal(answer.status, 415);
      });

      test('is counted per address, whatever a visitor claims his to be', async () => {
        const buy = (address: string, claimed: string) =>
          get({
            path: '/fae/payments/embed/checkout',
            json: checkout('limit'),
            ...(front
              ? { headers: front(address) }
              : { from: address, headers: { 'X-Forwarded-For': claimed } }),
          });
        for (let count = 0; count < checkoutsPerVisitor; count += 1) {
          assert.equal((await buy('127.0.0.2', `203.0.113.${count}`)).status, 200);
        }
        assert.equal((await buy('127.0.0.2', '203.0.113.99')).status, 429);
        assert.equal((await buy('127.0.0.3', '203.0.113.99')).status, 200);
      });
    });

    describe('a model', () => {
      const path = `/fae/models/${ids.plain}/content`;
      const length = lacks.includes('lengths') ? undefined : String(model.length);

      test('arrives whole', async () => {
        const answer = await get(path);
        assert.equal(answer.status, 200);
        assert.equal(answer.headers['content-length'], length);
        assert.ok(Buffer.from(answer.body, 'latin1').equals(model));
      });

      test('arrives in parts', async () => {
        const answer = await get({ path, headers: { Range: 'bytes=70000-70009' } });
        assert.equal(answer.status, 206);
        assert.equal(answer.headers['content-range'], `bytes 70000-70009/${model.length}`);
        assert.ok(Buffer.from(answer.body, 'latin1').equals(model.subarray(70_000, 70_010)));
      });

      test('tells its size when only its head is asked for', async () => {
        const answer = await get({ method: 'HEAD', path });
        assert.equal(answer.status, 200);
        if (length) assert.equal(answer.headers['content-length'], length);
        assert.equal(answer.body, '');
      });
    });

    describe('speech', () => {
      const speak = (text: string, further: Partial<Asked> = {}) =>
        open(proxy.url, { path: '/fae/tts', json: { text }, ...further });

      test('is heard before it is complete', async () => {
        const message = await speak('slow');
        assert.equal(message.statusCode, 200);
        const pieces = message[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
        assert.equal(String((await pieces.next()).value), 'first');
        upstream.finishSpeech('slow');
        assert.equal(String((await pieces.next()).value), 'last');
        assert.ok((await pieces.next()).done);
      });

      test('is no longer produced when nobody listens', async () => {
        const listening = new AbortController();
        const message = await speak('abandoned', { signal: listening.signal, reset });
        await once(message, 'data');
        message.on('error', () => undefined);
        listening.abort();
        await closed(await upstream.requestWith('abandoned'));
      });

      if (!lacks.includes('breaking off')) {
        test('is cut, not rounded off, when the upstream breaks off', async () => {
          await assert.rejects(async () => {
            for await (const chunk of await speak('cut')) assert.equal(String(chunk), 'first');
          });
        });
      }
    });

    describe('an upstream in trouble', () => {
      test('is let go when the visitor waits no longer', async () => {
        const waiting = new AbortController();
        const { signal } = waiting;
        const path = productPath(ids.hang);
        const answer = assert.rejects(open(proxy.url, { path, signal, reset }));
        const request = await upstream.requestWith(ids.hang);
        waiting.abort();
        await answer;
        await closed(request);
      });

      test('is not followed elsewhere', async () => {
        const answer = await get(productPath(ids.redirect));
        assert.equal(answer.status, 502);
        assert.equal(answer.headers.location, undefined);
        assert.equal(upstream.strayed(), 0);
      });

      test('is reported when it breaks off or sends a page', async () => {
        for (const id of [ids.reset, ids.page]) {
          const answer = await get(productPath(id));
          assert.equal(answer.status, 502);
          assert.equal(codeOf(answer), 'bad_upstream');
        }
      });
    });

    test('a preflight is granted to the shop alone', async () => {
      const preflight = (Origin: string) =>
        unseen({
          method: 'OPTIONS',
          path: '/fae/payments/embed/checkout',
          headers: { Origin, 'Access-Control-Request-Method': 'POST' },
        });
      const granted = await preflight(shop);
      assert.equal(granted.status, 204);
      assert.match(granted.headers['access-control-allow-methods'] ?? '', /POST/);
      assert.equal((await preflight('https://evil.example')).status, 403);
    });

    test('it says that it is alive', async () => {
      const answer = await unseen({ path: '/fae/-/health' });
      assert.equal(answer.status, 200);
    });

    further?.(() => proxy.url);
  });
};
