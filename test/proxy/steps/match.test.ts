import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { namedOperations } from '../../../src/api/operations.ts';
import { HttpError } from '../../../src/http/problem.ts';
import { proxiedOperations } from '../../../src/proxy/proxied-operations.ts';
import { methodsAt } from '../../../src/proxy/steps/match.ts';
import { callOf, filledIn } from '../harness.ts';

const refused = (status: number, code: string) => (error: unknown) =>
  error instanceof HttpError && error.status === status && error.code === code;

describe('match', () => {
  test('finds every operation by its own method and path', () => {
    for (const operation of proxiedOperations) {
      const call = callOf(
        { method: operation.method, path: filledIn(operation.path) },
        { authorize: () => true },
      );
      assert.equal(call.operation.name, operation.name);
    }
  });

  test('knows no accounts, whoever asks', () => {
    const ofPeople = namedOperations.filter((it) =>
      /^(auth|workspaces|members|projects|apiTokens)\./.test(it.name),
    );
    assert.equal(namedOperations.length, proxiedOperations.length + ofPeople.length);
    for (const { method, path } of ofPeople) {
      const request = { method, path: filledIn(path) };
      assert.throws(() => callOf(request, { authorize: () => true }), refused(404, 'not_found'));
      assert.deepEqual(methodsAt(request.path), []);
    }
  });

  test('takes HEAD for the read of the same path', () => {
    assert.equal(callOf({ method: 'HEAD', path: '/tts/status' }).operation.name, 'tts.status');
  });

  test('prefers a literal path to one with parameters', () => {
    const call = callOf({ method: 'POST', path: '/characters/response' });
    assert.equal(call.operation.name, 'characters.response');
    const methods = methodsAt('/characters/response');
    assert.deepEqual(methods.toSorted(), ['DELETE', 'OPTIONS', 'POST', 'PUT']);
  });

  test('answers 404 for a path that is nobody’s', () => {
    const paths = [
      '/',
      '/nothing',
      '/public/nfts/',
      '//public/nfts',
      '/public//nfts',
      '/__proto__',
    ];
    for (const path of [...paths, '/constructor/x', '/public/%6Efts', '/models/a%2Fb/content']) {
      assert.throws(() => callOf({ path }), refused(404, 'not_found'), path);
    }
  });

  test('answers 405 with the methods that there are', () => {
    assert.throws(
      () => callOf({ method: 'POST', path: '/public/nfts' }),
      (error) => error instanceof HttpError && error.headers['Allow'] === 'GET, HEAD, OPTIONS',
    );
  });

  test('answers 403 for a visitor operation that is not exposed', () => {
    assert.throws(
      () => callOf({ path: '/characters' }, { expose: ['nfts.*'] }),
      refused(403, 'not_exposed'),
    );
  });

  test('answers 403 for an operator operation without the owner’s hook', () => {
    assert.throws(() => callOf({ path: '/nfts' }), refused(403, 'not_exposed'));
  });
});
