import assert from 'node:assert/strict';
import test from 'node:test';
import { exactOrigin } from '../../src/http/cors.ts';

test('an origin is taken as browsers write it', () => {
  for (const origin of [
    'https://shop.example',
    'http://localhost:5173',
    'https://a.example:8443',
  ]) {
    assert.equal(exactOrigin(origin), origin);
  }
});

test('anything else is refused, with the spelling that was meant', () => {
  assert.throws(
    () => exactOrigin('https://shop.example/'),
    /Did you mean "https:\/\/shop.example"\?/,
  );
  assert.throws(
    () => exactOrigin('https://Shop.example:443'),
    /Did you mean "https:\/\/shop.example"\?/,
  );
  for (const text of [
    '*',
    'null',
    'shop.example',
    'https://*.example.com/x',
    'ftp://a.example',
    '',
  ]) {
    assert.throws(() => exactOrigin(text), TypeError, text);
  }
});
