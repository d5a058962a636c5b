import assert from 'node:assert/strict';
import test from 'node:test';
import { limitsOf, parseLimits } from '../../src/proxy/limits.ts';

const hour = (limit: number) => [{ window: 'hour', limit }];
const day = (limit: number) => [{ window: 'day', limit }];

test('the limits default to 20 chat turns, 10 checkouts, 20,000 characters, 50 times that a day', () => {
  assert.deepEqual(limitsOf({}), {
    visitor: { chat: hour(20), checkout: hour(10), speech: hour(20_000) },
    global: { chat: day(1_000), checkout: day(500), speech: day(1_000_000) },
    requestsPerMinute: 300,
  });
});

test('the day’s limit follows the visitor’s, unless it is given', () => {
  const limits = limitsOf(parseLimits('chat=60, global.speech=5,requests=1000'));
  assert.deepEqual(limits.global.chat, day(3_000));
  assert.deepEqual(limits.global.speech, day(5));
  assert.deepEqual(limits.visitor.speech, hour(20_000));
  assert.equal(limits.requestsPerMinute, 1_000);
});

test('hours and days may both be limited, for a visitor and for all', () => {
  const limits = limitsOf(parseLimits('chat.day=100,global.chat.hour=400,global.chat=2000'));
  assert.deepEqual(limits.visitor.chat, [...hour(20), ...day(100)]);
  assert.deepEqual(limits.global.chat, [...hour(400), ...day(2_000)]);
});

test('what cannot be read is refused', () => {
  for (const text of [
    'chat',
    'chat=',
    'chat=-1',
    'chat=1.5',
    'global.requests=5',
    'chat.week=5',
    'requests.day=5',
    'x=1',
    ',',
  ]) {
    assert.throws(() => parseLimits(text), TypeError, text);
  }
});
