import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { gallery, numberedNfts } from './gallery.ts';
import { asked, shop } from './harness.ts';

const seconds = 1_000;

describe('a free read', () => {
  test('is answered from what is kept, while that is fresh', async () => {
    const { read, name, upstream, clock, events } = gallery();
    assert.equal(await name(read()), 'NFT 0');
    clock.pass(30 * seconds - 1);
    assert.equal(await name(read()), 'NFT 0');
    assert.equal(upstream.calls.length, 1);
    assert.deepEqual(
      events.map((it) => [it['cache'], it['status']]),
      [
        ['miss', 200],
        ['hit', 200],
      ],
    );
  });

  test('says how old it is, and how long it may be kept', async () => {
    const { read, clock } = gallery();
    const first = await read();
    assert.equal(first.headers.get('Age'), null);
    const lifetime = 'public, max-age=30, stale-while-revalidate=30';
    assert.equal(first.headers.get('Cache-Control'), lifetime);
    assert.equal(first.headers.get('Vary'), 'Origin');
    clock.pass(12 * seconds + 900);
    const second = await read();
    assert.equal(second.headers.get('Age'), '12');
    assert.equal(second.headers.get('Cache-Control'), lifetime);
  });

  test('is answered at once when stale, while a new answer is fetched', async () => {
    const { read, name, upstream, clock, events, work } = gallery();
    await read();
    clock.pass(30 * seconds);
    const stale = await read();
    assert.equal(stale.headers.get('Age'), '30');
    assert.equal(await name(Promise.resolve(stale)), 'NFT 0');
    assert.equal(events.at(-1)?.['cache'], 'stale');
    assert.equal(work.length, 1);
    await work[0];
    assert.equal(upstream.calls.length, 2);
    const fresh = await read();
    assert.equal(fresh.headers.get('Age'), null);
    assert.equal(await name(Promise.resolve(fresh)), 'NFT 1');
  });

  test('causes one new call when a hundred find it stale at once', async () => {
    const { read, upstream, clock, work } = gallery();
    await read();
    clock.pass(40 * seconds);
    await Promise.all(Array.from({ length: 100 }, () => read()));
    await Promise.all(work);
    assert.equal(upstream.calls.length, 2);
  });

  test('waits for a new answer when what is kept has expired', async () => {
    const { read, name, clock, events } = gallery();
    await read();
    clock.pass(60 * seconds);
    assert.equal(await name(read()), 'NFT 1');
    assert.equal(events.at(-1)?.['cache'], 'miss');
  });

  test('stays stale while the API fails, and fails when it has expired', async () => {
    const { read, name, clock, work, events } = gallery({}, (sent, number) =>
      number === 0 ? numberedNfts(sent, number) : new Response('', { status: 503 }),
    );
    await read();
    clock.pass(30 * seconds);
    await Promise.all(Array.from({ length: 10 }, () => read()));
    await Promise.all(work);
    assert.equal(await name(read()), 'NFT 0');
    await Promise.all(work);
    const told = events.filter((it) => it['refresh'] === true);
    assert.deepEqual(
      told.map((it) => [it['operation'], it['code'], it['upstreamStatus']]),
      [
        ['nfts.listPublic', 'unavailable', 503],
        ['nfts.listPublic', 'unavailable', 503],
      ],
    );
    clock.pass(30 * seconds);
    assert.equal((await read()).status, 503);
  });

  test('that fails is asked for again by the next', async () => {
    const { read, name, upstream } = gallery({}, (sent, number) =>
      number === 0 ? new Response('', { status: 500 }) : numberedNfts(sent, number),
    );
    const failed = await read();
    assert.deepEqual([failed.status, failed.headers.get('Cache-Control')], [502, 'no-store']);
    assert.equal(await name(read()), 'NFT 1');
    assert.equal(upstream.calls.length, 2);
  });

  test('is answered on HEAD from the same answer', async () => {
    const { proxy, read, upstream } = gallery();
    const get = await read();
    const head = await proxy.fetch(asked({ method: 'HEAD', path: '/public/nfts' }));
    assert.equal(head.headers.get('ETag'), get.headers.get('ETag'));
    assert.equal(head.body, null);
    assert.equal(upstream.calls.length, 1);
  });

  test('is not another one for parameters that nobody knows', async () => {
    const { read, upstream } = gallery();
    for (const path of ['', '?x=1', '?utm_source=a&x=2', '?cachebust=1', '?', ';.css?']) {
      await read({}, `/public/nfts${path}`);
    }
    assert.equal(upstream.calls.length, 1);
    assert.deepEqual([...(upstream.calls[0]?.url.searchParams.keys() ?? [])], ['workspace']);
  });
});

describe('who has the answer already', () => {
  test('is told that it has not changed', async () => {
    const { read, upstream } = gallery();
    const etag = (await read()).headers.get('ETag') ?? '';
    assert.match(etag, /^"[\w-]+"$/);
    for (const condition of [etag, `W/${etag}`, `"other", ${etag}`, `W/"other",W/${etag}`, '*']) {
      const unchanged = await read({ 'If-None-Match': condition });
      assert.equal(unchanged.status, 304, condition);
      assert.equal(unchanged.headers.get('ETag'), etag);
      assert.match(unchanged.headers.get('Cache-Control') ?? '', /max-age=30/);
      assert.equal(unchanged.headers.get('Content-Type'), null);
      assert.equal(unchanged.headers.get('Access-Control-Allow-Origin'), shop);
      assert.equal(await unchanged.text(), '');
    }
    assert.equal(upstream.calls.length, 1);
  });

  test('gets the new one when it has', async () => {
    const { read, clock } = gallery();
    const etag = (await read()).headers.get('ETag') ?? '';
    clock.pass(60 * seconds);
    const changed = await read({ 'If-None-Match': etag });
    assert.equal(changed.status, 200);
    assert.notEqual(changed.headers.get('ETag'), etag);
    for (const condition of ['', '"other"', 'other', etag.slice(1, -1)]) {
      assert.equal((await read({ 'If-None-Match': condition })).status, 200, condition);
    }
  });
});
