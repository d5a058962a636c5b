import assert from 'node:assert/strict';
import test from 'node:test';
import { limitsOf, parseLimits } from '../../src/proxy/limits.ts';

test('the limits default to 20 chat turns, 10 checkouts, 20,000 characters, 50 times that a day', () => {
  assert.deepEqual(limitsOf({}), {
    visitor: { chat: 20, checkout: 10, speech: 20_000 },
    global: { chat: 1_000, checkout: 500, speech: 1_000_000 },
    requestsPerMinute: 300,
  });
});

test('the day’s limit follows the visitor’s, unless it is given', () => {
  const limits = limitsOf(parseLimits('chat=60, global.speech=5,requests=1000'));
  assert.equal(limits.global.chat, 3_000);
  assert.equal(limits.global.speech, 5);
  assert.equal(limits.visitor.speech, 20_000);
  assert.equal(limits.requestsPerMinute, 1_000);
});

test('what cannot be read is refused', () => {
  for (const text of ['chat', 'chat=', 'chat=-1', 'chat=1.5', 'global.requests=5', 'x=1', ',']) {
    assert.throws(() => parseLimits(text), TypeError, text);
  }
});
