/** Bodies that are too long, packed, or not what they say. */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { serve, shop } from '../harness.ts';
import { chunked, socketClient, statusesOf, writtenPost } from './raw-socket.ts';
import { agreeable, chatTurn, posted, proxied, serveToNode } from './support.ts';

const limit = 65_536;
const path = '/fae/characters/response';
const noLength = { 'Content-Length': '', 'Transfer-Encoding': 'chunked' };

/** A chat turn of exactly so many bytes: JSON may have white space at its end. */
const turnOf = (bytes: number): string => JSON.stringify(chatTurn).padEnd(bytes);

test('V8 a body may have 64 kB and not a byte more, with a length or in pieces', async (t) => {
  const { upstream, proxy } = await proxied(t, agreeable);
  const send = socketClient(() => proxy.url);
  const bodies = (bytes: number) => [
    writtenPost(path, turnOf(bytes)),
    writtenPost(path, chunked(turnOf(bytes)), noLength),
  ];
  for (const bytes of bodies(limit)) assert.deepEqual(statusesOf(await send(bytes)), [200]);
  const arrived = upstream.received.length;
  assert.equal(arrived, 2);
  for (const bytes of bodies(limit + 1)) assert.deepEqual(statusesOf(await send(bytes)), [413]);
  assert.equal(upstream.received.length, arrived);
});

test('V8 no packed body is unpacked, by whatever name', async (t) => {
  const { upstream, call } = await proxied(t, agreeable);
  const packed = gzipSync(Buffer.alloc(10_000_000, ' '));
  for (const coding of [
    'gzip',
    'GZIP',
    'x-gzip',
    'deflate',
    'br',
    'zstd',
    'identity, gzip',
    'compress',
  ]) {
    const init = { ...posted('', { 'Content-Encoding': coding }), body: packed };
    const answer = await call('/characters/response', init);
    assert.deepEqual([answer.status, answer.code], [415, 'unsupported_media_type'], coding);
  }
  assert.deepEqual(upstream.received, []);
});

test('V8 an endless body is cut off, not read to an end that never comes', async (t) => {
  const upstream = await serve(t, agreeable);
  const { url } = await serveToNode(t, upstream.url);
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  t.after(() => socket.destroy());
  // The server hangs up while it is still being written to.
  socket.on('error', () => undefined);
  let answer = '';
  socket.on('data', (text) => (answer += String(text)));
  socket.write(writtenPost(path, '', noLength));
  const piece = chunked('x'.repeat(16_384)).replace(/0\r\n\r\n$/, '');
  let sent = 0;
  await new Promise<void>((resolve) => {
    const pour = () => {
      while (socket.writable && sent < 200_000_000) {
        sent += 16_384;
        if (!socket.write(piece)) return;
      }
      socket.end();
    };
    socket.on('drain', pour);
    socket.on('close', () => resolve());
    pour();
  });
  assert.ok(sent < 20_000_000, `${sent} bytes were taken`);
  assert.match(answer, /^HTTP\/1\.1 413 /);
  assert.deepEqual(upstream.received, []);
});

test('V8 an operator’s body is bounded too, and a form is no JSON', async (t) => {
  const { upstream, call } = await proxied(t, agreeable, { authorize: () => true });
  const name = 'x'.repeat(2 * 1024 * 1024);
  assert.equal((await call('/nfts', posted({ name }))).status, 413);
  const form = new FormData();
  form.set('name', 'a');
  const upload = { method: 'POST', headers: { Origin: shop }, body: form };
  assert.equal((await call('/nfts', upload)).status, 415);
  assert.deepEqual(upstream.received, []);
});
