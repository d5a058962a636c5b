import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { namedOperations } from '../../src/api/operations.ts';
import { exposedByDefault, exposureOf } from '../../src/proxy/exposure.ts';

const namesOf = (...args: Parameters<typeof exposureOf>) =>
  [...exposureOf(...args).keys()].toSorted();

describe('exposure', () => {
  test('by default is the free public reads', () => {
    for (const name of exposedByDefault) {
      const operation = namedOperations.find((it) => it.name === name);
      assert.equal(operation?.audience, 'visitor');
      assert.equal(operation.method, 'GET');
      assert.equal(operation.cost, undefined);
    }
  });

  test('by wildcard covers visitor operations alone', () => {
    const visitors = namedOperations.filter((it) => it.audience === 'visitor').map((it) => it.name);
    assert.deepEqual(namesOf(['*'], false), visitors.toSorted());
    assert.deepEqual(namesOf(['*'], true), visitors.toSorted());
    assert.deepEqual(namesOf(['payments.*'], false), ['payments.checkout', 'payments.product']);
  });

  test('by name wins over a wildcard, whatever the order', () => {
    const pins = { characterId: ['a'] };
    const exposure = exposureOf({ 'characters.response': pins, '*': true }, false);
    assert.deepEqual(exposure.get('characters.response'), pins);
    assert.deepEqual(exposure.get('characters.list'), {});
  });

  test('of accounts is refused by any name', () => {
    for (const pattern of ['auth.login', 'auth.*', 'workspaces.list', 'members.*']) {
      for (const hasAuthorize of [true, false]) {
        assert.throws(() => exposureOf([pattern], hasAuthorize), /Cannot expose/, pattern);
      }
    }
  });

  test('of one resource does not reach another with a longer name', () => {
    assert.throws(() => exposureOf(['nft.*'], false), /Cannot expose/);
    assert.throws(() => exposureOf(['nfts*'], false), /Cannot expose/);
  });
});
