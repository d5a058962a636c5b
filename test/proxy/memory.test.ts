import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import test, { describe, type TestContext } from 'node:test';
import { createProxy, toNode, undiciFetch } from '../../src/proxy/node.ts';
import { baseOptions, id, key, serve, shop, until, workspace } from './harness.ts';

const path = `/fae/models/${id}/content`;
const model = randomBytes(4_000_000);
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const modelServer: RequestListener = (_, response) => {
  response.writeHead(200, { 'Content-Type': 'model/gltf-binary', 'Content-Length': model.length });
  response.end(model);
};

/** The proxy behind a listener of `node:http`, and what it read of the upstream, piece by piece. */
const served = async (
  t: TestContext,
  {
    fetch,
    around = () => undefined,
  }: { fetch?: typeof globalThis.fetch; around?: (response: ServerResponse) => void } = {},
) => {
  const upstream = await serve(t, modelServer);
  const fae = { url: `${upstream.url}/api`, key, workspace, fetch };
  const proxy = createProxy({ ...baseOptions, fae });
  const answer = toNode(proxy);
  const server = createServer((request, response) => {
    around(response);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const pieces: Uint8Array[] = [];
  const note = (message: unknown) => {
    const { request, chunk } = message as { request: { path: string }; chunk: Uint8Array };
    // The test's own `fetch` reports what it reads there too.
    if (request.path.startsWith('/api/') && chunk.byteLength > 0) pieces.push(chunk);
  };
  diagnostics.subscribe('undici:request:bodyChunkReceived', note);
  t.after(async () => {
    diagnostics.unsubscribe('undici:request:bodyChunkReceived', note);
    server.closeAllConnections();
    server.close();
    await proxy.close();
  });
  const { port } = server.address() as AddressInfo;
  const download = async (): Promise<string> => {
    const response = await globalThis.fetch(`http://127.0.0.1:${port}${path}`, {
      headers: { Origin: shop },
    });
    assert.equal(response.status, 200);
    return digest(new Uint8Array(await response.arrayBuffer()));
  };
  const keptBytes = () => pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return { download, pieces, keptBytes };
};

describe('the memory of a file that is passed on', () => {
  test('is given back as soon as each piece is written, and not before', async (t) => {
    const { download, pieces, keptBytes } = await served(t);
    const all = await Promise.all(Array.from({ length: 5 }, download));
    assert.deepEqual(new Set(all), new Set([digest(model)]));
    assert.ok(pieces.length >= 5);
    // Pieces that share their memory, as the first with the head, are left to the garbage collector.
    await until(() => keptBytes() < 5 * 2 * 65_536);
  });

  test('is left alone where an owner’s own fetch keeps a copy', async (t) => {
    const undici = undiciFetch();
    t.after(() => undici.close());
    const copies: Promise<string>[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const response = await undici(input, init);
      const copy = response.clone();
      copies.push(copy.arrayBuffer().then((bytes) => digest(new Uint8Array(bytes))));
      return response;
    };
    const { download } = await served(t, { fetch });
    assert.equal(await download(), digest(model));
    assert.deepEqual(await Promise.all(copies), [digest(model)]);
  });

  test('is left alone where somebody has put himself before the writing', async (t) => {
    const seen: Uint8Array[] = [];
    const around = (response: ServerResponse) => {
      const write = response.write.bind(response);
      response.write = ((bytes: Uint8Array, ...rest: []) => {
        seen.push(bytes);
        return write(bytes, ...rest);
      }) as typeof response.write;
    };
    const { download } = await served(t, { around });
    assert.equal(await download(), digest(model));
    assert.equal(digest(Buffer.concat(seen)), digest(model));
  });
});
