import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { HttpError } from '../../../src/http/problem.ts';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { authorize } from '../../../src/proxy/steps/authorize.ts';
import { callOf, id, shop } from '../harness.ts';

type Hook = NonNullable<ProxyOptions['authorize']>;

const remove = (hook: Hook, headers: Record<string, string> = {}) =>
  authorize(
    callOf(
      { method: 'DELETE', path: `/nfts/${id}`, headers },
      { authorize: hook, publicUrl: 'https://own.example' },
    ),
  );

const forbidden = (error: unknown) => error instanceof HttpError && error.code === 'forbidden';

describe('authorize', () => {
  test('does not ask about visitor operations', async () => {
    const hook = () => assert.fail('was asked');
    await authorize(callOf({ path: '/tts/status' }, { authorize: hook }));
  });

  test('asks the owner’s hook about operator operations', async () => {
    await remove(
      (request, operation) => {
        assert.equal(operation.name, 'nfts.delete');
        return Promise.resolve(request.headers.get('Authorization') === 'Bearer admin');
      },
      { Authorization: 'Bearer admin' },
    );
  });

  test('takes nothing but true for a yes', async () => {
    for (const answer of [false, undefined, 1, 'true', {}]) {
      await assert.rejects(async () => remove(() => answer as boolean), forbidden);
    }
  });

  test('shows the hook cookies of the proxy’s own pages alone', async () => {
    const seen: (string | null)[] = [];
    const hook: Hook = (request) => seen.push(request.headers.get('Cookie')) > 0;
    await remove(hook, { Origin: 'https://own.example', Cookie: 'session=1' });
    await remove(hook, { Origin: shop, Cookie: 'session=1' });
    assert.deepEqual(seen, ['session=1', null]);
  });
});
