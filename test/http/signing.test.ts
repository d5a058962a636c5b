import assert from 'node:assert/strict';
import test from 'node:test';
import {
  deriveKey,
  fromBase64Url,
  randomId,
  sign,
  toBase64Url,
  verify,
} from '../../src/http/signing.ts';

test('a signature holds for its text and key alone', async () => {
  const key = await deriveKey('secret', 'tokens');
  const signature = await sign(key, 'text');
  assert.match(signature, /^[\w-]{43}$/);
  assert.equal(await verify(key, 'text', signature), true);
  assert.equal(await verify(key, 'another', signature), false);
  assert.equal(await verify(await deriveKey('secret', 'ids'), 'text', signature), false);
  assert.equal(await verify(await deriveKey('other', 'tokens'), 'text', signature), false);
});

test('the same secret gives the same key everywhere', async () => {
  const [here, there] = await Promise.all([deriveKey('s', 'p'), deriveKey('s', 'p')]);
  assert.equal(await sign(here, 'text'), await sign(there, 'text'));
});

test('what is no signature is refused, not thrown at', async () => {
  const key = await deriveKey('secret', 'tokens');
  for (const nonsense of ['', '=', 'ä', 'a', '../..', 'x'.repeat(5_000)]) {
    assert.equal(await verify(key, 'text', nonsense), false, nonsense);
  }
});

test('base64url goes there and back', () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  assert.deepEqual(fromBase64Url(toBase64Url(bytes)), bytes);
  assert.equal(fromBase64Url('a+b/'), undefined);
});

test('random ids have the length asked for and do not repeat', () => {
  assert.match(randomId(16), /^[\w-]{22}$/);
  assert.notEqual(randomId(16), randomId(16));
});
