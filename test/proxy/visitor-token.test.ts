import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { visitorTokens } from '../../src/proxy/visitor-token.ts';
import { shop } from './harness.ts';

const day = 24 * 60 * 60 * 1000;

/** Tokens with secrets and a clock that the test changes. */
const tokens = () => {
  const state: { secrets: [string, ...string[]]; now: number } = {
    secrets: ['current-key'],
    now: Date.UTC(2030, 0, 1),
  };
  const all = visitorTokens(
    () => state.secrets,
    () => state.now,
  );
  const mint = async (origin = shop): Promise<{ id: string; token: string }> => {
    const { id, minted } = await all.visitorOf(null, origin);
    assert.ok(minted);
    return { id, token: minted };
  };
  return { state, mint, ...all };
};

describe('a visitor token that was seen before', () => {
  test('gives the same visitor and log name', async () => {
    const { mint, visitorOf, logName } = tokens();
    const { id, token } = await mint();
    const first = await visitorOf(token, shop);
    const second = await visitorOf(token, shop);
    assert.deepEqual([first.id, second.id, second.minted], [id, id, undefined]);
    assert.equal(await logName(first), await logName(second));
  });

  test('is worth nothing on another site', async () => {
    const { mint, visitorOf } = tokens();
    const { id, token } = await mint();
    await visitorOf(token, shop);
    assert.notEqual((await visitorOf(token, 'https://other.example')).id, id);
    assert.equal((await visitorOf(token, shop)).id, id);
  });

  test('ends after 30 days all the same', async () => {
    const { state, mint, visitorOf } = tokens();
    const { id, token } = await mint();
    state.now += 30 * day;
    assert.equal((await visitorOf(token, shop)).id, id);
    state.now += 1;
    assert.notEqual((await visitorOf(token, shop)).id, id);
  });

  test('lasts while the key is replaced, and no longer', async () => {
    const { state, mint, visitorOf, logName } = tokens();
    const { id, token } = await mint();
    const visitor = await visitorOf(token, shop);
    const name = await logName(visitor);
    state.secrets = ['next-key', 'current-key'];
    assert.equal((await visitorOf(token, shop)).id, id);
    assert.notEqual(await logName(visitor), name);
    state.secrets = ['next-key'];
    assert.notEqual((await visitorOf(token, shop)).id, id);
  });
});

test('what is no token of ours makes a new visitor each time', async () => {
  const { mint, visitorOf } = tokens();
  const { token } = await mint();
  const [payload = '', signature = ''] = token.split('.');
  const forged = [
    `${payload}.${signature.toLowerCase()}`,
    `${payload}x.${signature}`,
    `.${signature}`,
  ];
  for (const text of [...forged, '', 'a.b.c', 'a'.repeat(2_000)]) {
    const first = await visitorOf(text, shop);
    const second = await visitorOf(text, shop);
    assert.ok(first.minted && second.minted, text);
    assert.notEqual(first.id, second.id, text);
  }
});
