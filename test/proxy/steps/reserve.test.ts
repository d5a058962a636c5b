import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { HttpError } from '../../../src/http/problem.ts';
import { memoryStore } from '../../../src/http/memory-store.ts';
import type { Call } from '../../../src/proxy/call.ts';
import type { LimitOptions } from '../../../src/proxy/options.ts';
import { reserve } from '../../../src/proxy/steps/reserve.ts';
import { callOf, id } from '../harness.ts';

const chatter = (limits: LimitOptions) => {
  const store = memoryStore();
  const call = callOf({ method: 'POST', path: '/characters/response' }, { limits, store });
  const of = (address: string, visitor: string): Call => ({
    ...call,
    address,
    visitor: { id: visitor, issued: 0, humanUntil: 0 },
    notes: new Map<string, string>(),
  });
  return { of, try: async (calls: readonly Call[]) => countAllowed(calls) };
};

const countAllowed = async (calls: readonly Call[]): Promise<number> => {
  const results = await Promise.allSettled(calls.map(async (call) => reserve(call)));
  return results.filter((it) => it.status === 'fulfilled').length;
};

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('reserve', () => {
  test('binds the address, however many visitors it claims to be', async () => {
    const chat = chatter({ visitor: { chat: 20 } });
    assert.equal(await chat.try(times(200, (n) => chat.of('1.1.1.1', `visitor ${n}`))), 20);
  });

  test('binds the visitor, however many addresses it comes from', async () => {
    const chat = chatter({ visitor: { chat: 20 } });
    assert.equal(await chat.try(times(200, (n) => chat.of(`1.1.1.${n}`, 'visitor'))), 20);
  });

  test('binds everyone together', async () => {
    const chat = chatter({ visitor: { chat: 20 }, global: { chat: 33 } });
    assert.equal(await chat.try(times(200, (n) => chat.of(`1.1.1.${n}`, `visitor ${n}`))), 33);
  });

  test('takes nothing from one budget when another refuses', async () => {
    const chat = chatter({ visitor: { chat: 2 } });
    await chat.try(times(2, () => chat.of('1.1.1.1', 'a')));
    assert.equal(await chat.try(times(5, () => chat.of('2.2.2.2', 'a'))), 0);
    assert.equal(await chat.try(times(2, () => chat.of('2.2.2.2', 'b'))), 2);
  });

  test('counts speech by its characters', async () => {
    const call = callOf(
      { method: 'POST', path: '/tts' },
      { limits: { visitor: { speech: 1_000 } } },
    );
    const speak = (length: number): Call => ({
      ...call,
      input: { ...call.input, body: { text: 'x'.repeat(length) } },
    });
    assert.equal(await countAllowed([speak(600)]), 1);
    assert.equal(await countAllowed([speak(401)]), 0);
    assert.equal(await countAllowed([speak(400)]), 1);
  });

  test('can be given back, once', async () => {
    const chat = chatter({ visitor: { chat: 1 } });
    const call = chat.of('1.1.1.1', 'a');
    await reserve(call);
    await call.refund?.();
    await call.refund?.();
    assert.equal(await chat.try(times(5, () => chat.of('1.1.1.1', 'a'))), 1);
  });

  test('says what is left, and when to come back', async () => {
    const chat = chatter({ visitor: { chat: 1 } });
    const call = chat.of('1.1.1.1', 'a');
    await reserve(call);
    assert.equal(call.notes.get('RateLimit'), '"chat";r=0;t=3600');
    await assert.rejects(
      async () => reserve(chat.of('1.1.1.1', 'a')),
      (error) =>
        error instanceof HttpError &&
        error.status === 429 &&
        error.headers['Retry-After'] === '3600' &&
        error.extra['retryAfter'] === 3600,
    );
  });

  test('takes nothing for what costs nothing', async () => {
    const call = callOf({ path: `/payments/embed/product/${id}` });
    await reserve(call);
    assert.equal(call.refund, undefined);
  });
});
