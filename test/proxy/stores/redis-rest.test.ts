import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { redisRestStore, restStoreFromUrl } from '../../../src/proxy/redis.ts';
import { startRedis } from '../../support/redis.ts';
import { startRedisRest } from '../../support/redis-rest.ts';
import { serve } from '../harness.ts';
import { consumeOne } from './contract.ts';

const token = 'sentinel-Token_0123456789';

/** That a call fails, and that nothing about its error tells the token. */
const failsQuietly = async (call: Promise<unknown>, says: RegExp): Promise<void> => {
  await assert.rejects(call, (error: Error) => {
    assert.match(error.message, says);
    const all = [error.message, error.stack, String(error.cause), JSON.stringify(error)].join();
    assert.ok(!all.includes(token), all);
    return true;
  });
};

describe('Redis over REST', () => {
  test('is asked by POST with the command as JSON and the token as bearer', async (t) => {
    const server = await serve(t, (_, response) => response.end('{"result":"text"}'));
    const store = redisRestStore({ url: server.url, token });
    assert.equal(await store.get('k'), 'text');
    const [request] = server.received;
    assert.ok(request);
    assert.equal(request.method, 'POST');
    assert.equal(request.headers.authorization, `Bearer ${token}`);
    assert.equal(request.headers['content-type'], 'application/json');
    assert.equal(request.body, '["GET","{fae}:answer:k"]');
  });

  test('tells what Redis refuses, never the token', async (t) => {
    await using redis = await startRedis();
    await using rest = await startRedisRest(redis.url, 'another');
    await failsQuietly(redisRestStore({ url: rest.url, token }).get('k'), /Unauthorized/);
    const echo = await serve(t, ({ headers }, response) =>
      response.writeHead(400).end(JSON.stringify({ error: `ERR ${headers.authorization}` })),
    );
    await failsQuietly(redisRestStore({ url: echo.url, token }).get('k'), /ERR Bearer …/);
  });

  test('follows no redirect', async (t) => {
    const elsewhere = await serve(t, (_, response) => response.end('{"result":"stolen"}'));
    const server = await serve(t, (_, response) =>
      response.writeHead(307, { Location: elsewhere.url }).end(),
    );
    await failsQuietly(redisRestStore({ url: server.url, token }).get('k'), /status 307/);
    assert.equal(elsewhere.received.length, 0);
  });

  test('fails on answers that are none', async (t) => {
    const bodies = ['<html>', '', 'null', '{}', '[1]', '"x"'];
    for (const body of bodies) {
      const server = await serve(t, (_, response) => response.end(body));
      await failsQuietly(redisRestStore({ url: server.url, token }).get('k'), /Redis over REST/);
    }
    const failing = await serve(t, (_, response) => response.writeHead(502).end('{"result":1}'));
    await failsQuietly(redisRestStore({ url: failing.url, token }).get('k'), /status 502/);
  });

  test('reads no answer without end', async (t) => {
    const server = await serve(t, (_, response) => {
      const send = (): void => {
        while (!response.destroyed && response.write('x'.repeat(1_000_000)));
      };
      response.on('drain', send);
      send();
    });
    await failsQuietly(redisRestStore({ url: server.url, token }).get('k'), /too long/);
  });

  test('waits no longer than it should', async (t) => {
    const server = await serve(t, () => undefined);
    const store = redisRestStore({ url: server.url, token, timeoutMs: 50 });
    await failsQuietly(store.get('k'), /timeout/);
  });

  test('tells why nobody answered', async () => {
    const store = redisRestStore({ url: 'http://127.0.0.1:1', token });
    await failsQuietly(store.get('k'), /fetch failed: /);
  });

  test('is reached through the given fetch', async () => {
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = async (url) => {
      asked.push(new Request(url).url);
      return Response.json({ result: 'OK' });
    };
    await redisRestStore({ url: 'https://redis.example/', token, fetch }).set('k', 'v', 1_000);
    assert.deepEqual(asked, ['https://redis.example/']);
  });
});

describe('the address of Redis over REST', () => {
  test('may hold the token as its password', async () => {
    await using redis = await startRedis();
    await using rest = await startRedisRest(redis.url, 'a b:c/d');
    const url = rest.url.replace('//', `//default:${encodeURIComponent('a b:c/d')}@`);
    assert.equal((await consumeOne(restStoreFromUrl(url), {})).remaining, 9);
  });

  test('is refused where the token could be read on its way, or is missing', () => {
    const wrong = [
      () => redisRestStore({ url: 'http://redis.example', token }),
      () => redisRestStore({ url: `https://x:${token}@redis.example`, token }),
      () => redisRestStore({ url: `//${token}`, token }),
      () => redisRestStore({ url: 'https://redis.example', token: '' }),
      () => restStoreFromUrl('https://redis.example'),
      () => restStoreFromUrl(`http://x:${token}@redis.example`),
      () => restStoreFromUrl(`x:${token}@redis.example`),
    ];
    for (const make of wrong) {
      assert.throws(make, (error: Error) => {
        assert.ok(error instanceof TypeError);
        assert.ok(!`${error.stack} ${String(error.cause)}`.includes(token));
        return true;
      });
    }
  });
});
