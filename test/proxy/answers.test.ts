import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import type { AnswerCache } from '../../src/http/limits.ts';
import { memoryStore } from '../../src/http/memory-store.ts';
import { keptAnswers } from '../../src/proxy/answers.ts';
import { clockAt } from './harness.ts';

const minute = 60_000;
const key = 'nfts.listPublic []';

const kept = (shared?: AnswerCache) => {
  const clock = clockAt();
  const answers = keptAnswers(shared, clock.now);
  const keep = (body: string, under = key, at = clock.now()) =>
    answers.keep(under, { body, etag: '"1"', at }, minute);
  return { clock, answers, keep };
};

describe('an answer', () => {
  test('is here until it has aged, and no longer', async () => {
    const { answers, keep, clock } = kept();
    assert.equal(answers.here(key), undefined);
    await keep('a');
    const at = clock.now();
    clock.pass(minute - 1);
    assert.deepEqual(answers.here(key), { body: 'a', etag: '"1"', at });
    clock.pass(1);
    assert.equal(answers.here(key), undefined);
  });

  test('without a shared cache is nowhere else', async () => {
    const { answers, keep } = kept();
    await keep('a');
    assert.equal(await answers.elsewhere(key, minute), undefined);
  });

  test('of another process is found, and from then on is here', async () => {
    const shared = memoryStore();
    const [one, two] = [kept(shared), kept(shared)];
    await one.keep('a');
    assert.equal(two.answers.here(key), undefined);
    assert.equal((await two.answers.elsewhere(key, minute))?.body, 'a');
    assert.equal(two.answers.here(key)?.body, 'a');
  });

  test('that is very long is kept here alone', async () => {
    const shared = memoryStore();
    const [one, two] = [kept(shared), kept(shared)];
    await one.keep('x'.repeat(2 * 1024 * 1024));
    assert.equal(one.answers.here(key)?.body.length, 2 * 1024 * 1024);
    assert.equal(await two.answers.elsewhere(key, minute), undefined);
  });

  test('takes no more memory than there is for all of them', async () => {
    const { answers, keep } = kept();
    const body = 'x'.repeat(2 * 1024 * 1024);
    for (let page = 0; page < 100; page += 1) await keep(body, `page ${page}`);
    const left = Array.from({ length: 100 }, (_, page) => answers.here(`page ${page}`));
    assert.equal(left.filter((it) => it !== undefined).length, 15);
    assert.notEqual(left[99], undefined);
  });
});

describe('a resource that has changed', () => {
  test('is forgotten here at once, and no other', async () => {
    const { answers, keep } = kept();
    for (const under of [key, 'nfts.list []', 'characters.list []']) await keep('a', under);
    await answers.forget('nfts');
    assert.equal(answers.here(key), undefined);
    assert.equal(answers.here('nfts.list []'), undefined);
    assert.equal(answers.here('characters.list []')?.body, 'a');
  });

  test('is not found in the shared cache, until somebody has asked anew', async () => {
    const shared = memoryStore();
    const [one, two] = [kept(shared), kept(shared)];
    await one.keep('old');
    await two.answers.forget('nfts');
    assert.equal(await one.answers.elsewhere(key, minute), undefined);
    for (const { clock } of [one, two]) clock.pass(1);
    await two.keep('new');
    assert.equal((await one.answers.elsewhere(key, minute))?.body, 'new');
  });

  test('is not kept as it was asked for before, however late the answer comes', async () => {
    const shared = memoryStore();
    const { answers, keep, clock } = kept(shared);
    const asked = clock.now();
    clock.pass(10);
    await answers.forget('nfts');
    clock.pass(10);
    await keep('old', key, asked);
    assert.equal(answers.here(key), undefined);
    assert.equal(await answers.elsewhere(key, minute), undefined);
    await keep('new');
    assert.equal(answers.here(key)?.body, 'new');
  });
});

describe('a shared cache', () => {
  test('that holds something else has no answer', async () => {
    for (const text of ['', '{', 'null', '[]', '{"body":1,"etag":"","at":0}', '{"body":"a"}']) {
      const shared: AnswerCache = { get: async () => text, set: async () => undefined };
      assert.equal(await kept(shared).answers.elsewhere(key, minute), undefined, text);
    }
  });
});
