import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { memoryStore } from '../../../src/http/memory-store.ts';
import type { ProxyOptions } from '../../../src/proxy/options.ts';
import { gallery, numberedNfts } from '../gallery.ts';
import { asked, id, type Reply } from '../harness.ts';

describe('no answer is kept', () => {
  const off: Readonly<Record<string, ProxyOptions>> = {
    'where the owner wants none': { cache: false },
    'where FAE_CACHE is off': { env: { FAE_CACHE: 'off' } },
  };
  for (const [name, options] of Object.entries(off)) {
    test(`${name}, but validators still spare the transfer`, async () => {
      const reply = () => Response.json([{ _id: id, name: 'NFT' }]);
      const { read, upstream } = gallery(options, reply);
      const first = await read();
      assert.equal(first.headers.get('Cache-Control'), 'no-cache');
      const etag = first.headers.get('ETag') ?? '';
      assert.equal((await read({ 'If-None-Match': etag })).status, 304);
      assert.equal(upstream.calls.length, 2);
    });
  }

  const bound: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    private: { 'Cache-Control': 'private' },
    'private, among other things': { 'Cache-Control': 'max-age=60, Private' },
    'not to be stored': { 'Cache-Control': 'no-store' },
    'bound to a session': { 'Set-Cookie': 'sid=1' },
  };
  for (const [name, headers] of Object.entries(bound)) {
    test(`that the API calls ${name}`, async () => {
      const cache = memoryStore();
      const { read, upstream } = gallery({ cache }, (_, number) =>
        Response.json([{ _id: id, name: `NFT ${number}` }], { headers }),
      );
      const first = await read();
      assert.equal(first.headers.get('Cache-Control'), 'no-store');
      assert.equal(first.headers.get('Set-Cookie'), null);
      assert.notEqual(await (await read()).text(), await first.text());
      assert.equal(upstream.calls.length, 2);
    });
  }

  test('of what costs, is for operators or changes by the second', async () => {
    const { proxy, upstream } = gallery({}, ({ url }) =>
      url.pathname.endsWith('/response')
        ? Response.json({ response: 'Hello' })
        : Response.json(url.pathname.endsWith('/nfts') ? [] : { available: true, voices: [] }),
    );
    const calls = [
      { path: '/characters/response', json: { characterId: id, text: 'Hi' } },
      { path: '/nfts' },
      { path: '/tts/status' },
    ];
    for (const call of [...calls, ...calls]) {
      const response = await proxy.fetch(asked(call));
      assert.deepEqual([response.status, response.headers.get('ETag')], [200, null], call.path);
      assert.equal(response.headers.get('Cache-Control'), 'no-store');
    }
    assert.equal(upstream.calls.length, 6);
  });
});

describe('when an operator has changed something', () => {
  const write = { method: 'PUT', path: `/nfts/${id}`, json: { name: 'New' } };
  const replies: Reply = (sent, number) =>
    sent.method === 'GET' ? numberedNfts(sent, number) : Response.json({ _id: id, name: 'New' });

  test('the next reader gets it, here and where the cache is shared', async () => {
    const cache = memoryStore();
    const [one, two, three] = [
      gallery({ cache }, replies),
      gallery({ cache }, replies),
      gallery({ cache }, replies),
    ];
    await one.read();
    await two.read();
    assert.equal(two.upstream.calls.length, 0);
    assert.equal((await one.proxy.fetch(asked(write))).status, 200);
    assert.equal(await one.name(one.read()), 'NFT 2');
    await three.read();
    assert.equal(three.upstream.calls.length, 1);
  });

  test('other resources stay', async () => {
    const { proxy, read, upstream } = gallery({}, replies);
    await read({}, '/characters');
    await proxy.fetch(asked(write));
    await read({}, '/characters');
    assert.equal(upstream.calls.length, 2);
  });

  test('an answer that was under way meanwhile is not kept', async () => {
    const answered = Promise.withResolvers<Response>();
    const { proxy, read, name, clock } = gallery({}, (sent, number) =>
      number === 0 ? answered.promise : replies(sent, number),
    );
    const early = read();
    clock.pass(10);
    await proxy.fetch(asked(write));
    clock.pass(10);
    answered.resolve(Response.json([{ _id: id, name: 'old' }]));
    assert.equal(await name(early), 'old');
    assert.equal(await name(read()), 'NFT 2');
  });

  test('nothing is forgotten for a change that was refused', async () => {
    const { proxy, read, upstream } = gallery({}, (sent, number) =>
      sent.method === 'GET' ? numberedNfts(sent, number) : new Response('', { status: 404 }),
    );
    await read();
    assert.equal((await proxy.fetch(asked(write))).status, 404);
    await read();
    assert.equal(upstream.calls.length, 2);
  });
});
