import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { HttpError } from '../../../src/http/problem.ts';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { identify } from '../../../src/proxy/steps/identify.ts';
import { validate } from '../../../src/proxy/steps/validate.ts';
import { baseOptions, callOf, id, key, shop } from '../harness.ts';

const conversationId = 'conversation-0123456789';

const chat = async (headers: Record<string, string> = {}, options: ProxyOptions = {}) => {
  const call = callOf(
    {
      path: '/characters/response',
      json: { characterId: id, text: 'Hi', conversationId },
      headers,
    },
    options,
  );
  await validate(call);
  await identify(call);
  return {
    visitor: call.visitor?.id,
    token: call.notes.get('Fae-Visitor'),
    body: call.input.body ?? {},
    event: call.event,
  };
};

describe('identify', () => {
  test('mints a token for a visitor without one, and knows it again', async () => {
    const first = await chat();
    assert.match(first.token ?? '', /^[\w-]+\.[\w-]{43}$/);
    const second = await chat({ 'Fae-Visitor': first.token ?? '' });
    assert.equal(second.visitor, first.visitor);
    assert.equal(second.token, undefined);
  });

  test('takes a token from another site, a changed or an old one for none', async () => {
    const { token, visitor } = await chat({}, { now: () => 0 });
    assert.ok(token);
    const others = [
      chat({ 'Fae-Visitor': token, Origin: 'https://b.example' }, { now: () => 0 }),
      chat({ 'Fae-Visitor': `${token}x` }, { now: () => 0 }),
      chat({ 'Fae-Visitor': `x${token}` }, { now: () => 0 }),
      chat({ 'Fae-Visitor': `${token}.${token}` }, { now: () => 0 }),
      chat({ 'Fae-Visitor': 'x'.repeat(10_000) }, { now: () => 0 }),
      chat({ 'Fae-Visitor': token }, { now: () => 31 * 24 * 3_600_000 }),
      chat(
        { 'Fae-Visitor': token },
        { now: () => 0, fae: { ...baseOptions.fae, key: `${key}-new` } },
      ),
    ];
    for (const other of await Promise.all(others)) {
      assert.notEqual(other.visitor, visitor);
      assert.notEqual(other.token, null);
    }
  });

  test('gives reads no token, since a cache may keep their answers', async () => {
    const call = callOf({ path: '/public/nfts' });
    await identify(call);
    assert.equal(call.visitor, undefined);
    assert.equal(call.notes.get('Fae-Visitor'), undefined);
  });

  test('makes the conversation’s id one that only this visitor can give', async () => {
    const first = await chat();
    assert.match(String(first.body['conversationId']), /^[\w-]{43}$/);
    const again = await chat({ 'Fae-Visitor': first.token ?? '' });
    assert.equal(again.body['conversationId'], first.body['conversationId']);
    const stranger = await chat();
    assert.notEqual(stranger.body['conversationId'], first.body['conversationId']);
  });

  test('leaves it out for the documented service, which does not know it', async () => {
    const { body } = await chat({}, { fae: { key, workspace: 'w' } });
    assert.deepEqual(Object.keys(body), ['characterId', 'text']);
  });

  test('needs a key', async () => {
    await assert.rejects(
      chat({}, { fae: {} }),
      (error) => error instanceof HttpError && error.code === 'not_configured',
    );
  });

  test('names the visitor in the log by a digest', async () => {
    const { event, visitor, token } = await chat();
    assert.match(String(event['visitor']), /^[\w-]{12}$/);
    assert.ok(!JSON.stringify(event).includes(visitor ?? ''));
    assert.ok(!JSON.stringify(event).includes(token ?? ''));
  });

  test('binds the token to the origin it was given on', async () => {
    const { token } = await chat({ Origin: shop });
    const payload = (token ?? '').split('.')[0] ?? '';
    assert.ok(!Buffer.from(payload, 'base64url').toString().includes(key));
  });
});
