import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { HttpError } from '../../../src/http/problem.ts';
import type { Call } from '../../../src/proxy/call.ts';
import { throttle } from '../../../src/proxy/steps/throttle.ts';
import { callOf, id } from '../harness.ts';

const first = (limit: number): Call =>
  callOf({ path: '/tts/status' }, { limits: { requestsPerMinute: limit } });

describe('throttle', () => {
  test('lets exactly the limit through per address', async () => {
    const call = first(3);
    const results = await Promise.allSettled(Array.from({ length: 5 }, async () => throttle(call)));
    assert.equal(results.filter((it) => it.status === 'fulfilled').length, 3);
    await throttle({ ...call, address: '198.51.100.1' });
  });

  test('says when to come back', async () => {
    await assert.rejects(
      async () => throttle(first(0)),
      (error) =>
        error instanceof HttpError &&
        error.status === 429 &&
        error.code === 'rate_limited' &&
        error.headers['Retry-After'] === '60' &&
        error.extra['retryAfter'] === 60 &&
        error.headers['RateLimit-Policy'] === '"requests";q=0;w=60',
    );
  });

  test('counts all whose address is unknown together', async () => {
    const call = { ...first(1), address: undefined };
    await throttle(call);
    await assert.rejects(async () => throttle({ ...call }), HttpError);
  });

  test('sends an address 64 files at a time, and the next when one has ended', async () => {
    const call = callOf({ path: `/models/${id}/content` });
    const results = await Promise.allSettled(
      Array.from({ length: 70 }, async () => throttle(call)),
    );
    assert.equal(results.filter((it) => it.status === 'fulfilled').length, 64);
    await throttle({ ...call, address: '198.51.100.1' });
    const [one] = call.atEnd;
    one?.();
    await throttle(call);
    await assert.rejects(async () => throttle(call), /files at once/);
  });

  test('takes as many from it, for each holds a connection just as long', async () => {
    const upload = { method: 'POST', path: '/images/upload' };
    const call = callOf(upload, { authorize: () => true });
    const results = await Promise.allSettled(
      Array.from({ length: 70 }, async () => throttle(call)),
    );
    assert.equal(results.filter((it) => it.status === 'fulfilled').length, 64);
  });
});
