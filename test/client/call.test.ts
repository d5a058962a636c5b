import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import test, { describe } from 'node:test';
import { createClient, type ApiError, type ReplyPiece } from '../../src/client/index.ts';
import { sendJson, startServer, type Seen } from './server.ts';

const id = '64b7f0c2a1d3e4f5a6b7c8d9';
const turn = { characterId: id, text: 'Hello' };

const served = async (answer: (response: ServerResponse, seen: Seen) => void) => {
  const server = await startServer((seen, response) => answer(response, seen));
  const client = createClient({
    fae: { url: `${server.origin}/api`, key: 'secret', workspace: id },
  });
  return { server, client, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
};

describe('a list', () => {
  test('comes at once, or one item after the other', async () => {
    await using it = await served((response) => sendJson(response, [{ _id: 'a' }, { _id: 'b' }]));
    const all = await it.client.images.list();
    assert.deepEqual(
      all.map((file) => file.id),
      ['a', 'b'],
    );
    const ids: string[] = [];
    for await (const file of it.client.documents.list()) ids.push(file.id);
    assert.deepEqual(ids, ['a', 'b']);
    assert.deepEqual(
      it.server.seen.map(({ url }) => url),
      [`/api/images?workspace=${id}`, `/api/documents?workspace=${id}`],
    );
  });

  test('that comes in pages is asked for until the last one', async () => {
    const orders = ['e', 'd', 'c', 'b', 'a'].map((name) => ({ id: name.repeat(24) }));
    await using it = await served((response, { url }) => {
      const query = new URL(url, 'http://x').searchParams;
      const start = orders.findIndex(({ id: it }) => it === query.get('before')) + 1;
      sendJson(response, orders.slice(start, start + Number(query.get('limit') ?? 1000)));
    });
    const walk = async (input?: { limit: number }) => {
      const names: unknown[] = [];
      for await (const order of it.client.orders.list(input)) names.push(order.id[0]);
      return names.join('');
    };
    assert.equal(await walk({ limit: 2 }), 'edcba');
    assert.equal(it.server.seen.length, 3);
    assert.equal(await walk(), 'edcba');
    assert.equal(it.server.seen.length, 4);
    assert.equal((await it.client.orders.list({ limit: 2 })).length, 2);
  });

  test('that fails, fails in a loop too', async () => {
    await using it = await served((response) => sendJson(response, { error: 'No.' }, 403));
    await assert.rejects(
      async () => {
        for await (const nft of it.client.nfts.list()) assert.fail(nft.id);
      },
      { code: 'forbidden' },
    );
  });
});

test('a stream is uploaded as a form', async () => {
  await using it = await served((response) => sendJson(response, { path: 'a.txt', size: 5 }, 201));
  const file = new Blob(['he', 'llo']).stream();
  const answer = await it.client.apps.upload({ id, file, filename: 'a.txt' });
  assert.deepEqual(answer, { path: 'a.txt', size: 5 });
  const [seen] = it.server.seen;
  assert.equal(seen?.url, `/api/apps/${id}/upload`);
  assert.equal(seen.headers['transfer-encoding'], 'chunked');
  const headers = { 'Content-Type': seen.headers['content-type'] ?? '' };
  const form = await new Response(seen.body, { headers }).formData();
  assert.equal(await (form.get('file') as File).text(), 'hello');
});

describe('a reply', () => {
  const events = (response: ServerResponse, ...chunks: string[]) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8' });
    for (const chunk of chunks) response.write(chunk);
    response.end();
  };
  const collect = async (reply: AsyncIterable<ReplyPiece>) => {
    const pieces: ReplyPiece[] = [];
    let error: unknown;
    try {
      for await (const piece of reply) pieces.push(piece);
    } catch (reason) {
      error = reason;
    }
    return { pieces, error: error as ApiError | undefined };
  };
  const done = { done: true, response: 'Hé there', characterId: id };
  const last = `data: ${JSON.stringify(done)}\n\n`;

  test('comes piece by piece, however it is cut', async () => {
    const stream = `: hello\r\n\r\nid: 7\ndatabase: x\ndata:{"text":\ndata:"Hé"}\r\n\r\ndata: {"text":" there"}\r\r${last}`;
    await using it = await served((response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      for (const byte of new TextEncoder().encode(stream)) response.write(new Uint8Array([byte]));
      response.end();
    });
    const { pieces, error } = await collect(it.client.characters.response.stream(turn));
    assert.equal(error, undefined);
    assert.deepEqual(pieces, [{ text: 'Hé' }, { text: ' there' }, done]);
    assert.match(it.server.seen[0]?.headers.accept ?? '', /^text\/event-stream/);
  });

  test('comes as one piece where the upstream answers in JSON', async () => {
    await using it = await served((response) =>
      sendJson(response, { reply: 'Hello', characterId: id }),
    );
    const { pieces } = await collect(it.client.characters.response.stream(turn));
    assert.deepEqual(pieces, [
      { text: 'Hello' },
      { done: true, response: 'Hello', characterId: id },
    ]);
  });

  for (const [what, chunks, code] of [
    ['breaks off', ['data: {"text":"He"}\n\n'], 'bad_response'],
    ['ends within an event', ['data: {"text":"He"}\n\n', 'data: {"done":true'], 'bad_response'],
    ['is no event', ['data: {"text":"He"}\n\n', 'data: <html>\n\n'], 'bad_response'],
    [
      'fails',
      ['data: {"text":"He"}\n\n', 'data: {"error":"Asleep","code":"timeout"}\n\n'],
      'timeout',
    ],
    [
      'fails oddly',
      ['data: {"text":"He"}\n\n', 'data: {"error":"?","code":"x"}\n\n'],
      'server_error',
    ],
  ] as const) {
    test(`that ${what} says so after what came before`, async () => {
      await using it = await served((response) => events(response, ...chunks));
      const { pieces, error } = await collect(it.client.characters.response.stream(turn));
      assert.deepEqual(pieces, [{ text: 'He' }]);
      assert.equal(error?.code, code);
    });
  }

  test('that is cut in the middle is a bad response', async () => {
    await using it = await served((response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('data: {"text":"He"}\n\n', () => response.destroy());
    });
    const { pieces, error } = await collect(it.client.characters.response.stream(turn));
    assert.deepEqual(pieces, [{ text: 'He' }]);
    assert.equal(error?.code, 'bad_response');
  });

  test('that is refused is refused as any call', async () => {
    await using it = await served((response) => sendJson(response, { error: 'No.' }, 404));
    const { error } = await collect(it.client.characters.response.stream(turn));
    assert.equal(error?.code, 'not_found');
  });

  test('can be broken off, by leaving it or by a signal', async () => {
    const closed = Promise.withResolvers<undefined>();
    await using it = await served((response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write('data: {"text":"He"}\n\n');
      response.on('close', () => closed.resolve(undefined));
    });
    for await (const piece of it.client.characters.response.stream(turn)) {
      assert.deepEqual(piece, { text: 'He' });
      break;
    }
    await closed.promise;
    const stop = new AbortController();
    const reply = it.client.characters.response.stream(turn, { signal: stop.signal });
    await reply.next();
    stop.abort(new Error('enough'));
    await assert.rejects(reply.next(), /enough/);
  });
});
