import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import { ApiError, createClient } from '../../src/client/index.ts';
import { sendJson, startServer } from './server.ts';

const id = '64b7f0c2a1d3e4f5a6b7c8d9';
const workspace = 'aaaaaaaaaaaaaaaaaaaaaaaa';

const codeOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return error.code;
    throw error;
  }
  return 'none';
};

describe('the client on a server', () => {
  test('sends key and workspace, and gives typed records', async () => {
    await using server = await startServer((_, response) => sendJson(response, [{ _id: id }]));
    const client = createClient({ fae: { url: `${server.origin}/api/`, key: 'k', workspace } });
    const [nft] = await client.nfts.listPublic();
    assert.equal(nft?.id, id);
    assert.equal(server.seen[0]?.url, `/api/public/nfts?workspace=${workspace}`);
    assert.equal(server.seen[0].headers['x-api-key'], 'k');
  });

  test('puts parameters into the path, encoded, and the rest into the body', async () => {
    await using server = await startServer((_, response) => sendJson(response, { id }));
    const client = createClient({ fae: { url: server.origin, key: 'k', workspace } });
    await client.nfts.update({ id: '../x y', name: 'New' });
    assert.equal(server.seen[0]?.method, 'PUT');
    assert.equal(server.seen[0].url, '/nfts/..%2Fx%20y');
    assert.deepEqual(JSON.parse(server.seen[0].body), { name: 'New' });
    await client.nfts.create({ name: 'A', rarity: 3 });
    assert.deepEqual(JSON.parse(server.seen[1]?.body ?? ''), { name: 'A', rarity: 3, workspace });
    await client.nfts.delete({ id }).catch(() => undefined);
    assert.equal(server.seen[2]?.method, 'DELETE');
  });

  test('never follows a redirect, so that the key stays where it belongs', async () => {
    await using elsewhere = await startServer((_, response) => sendJson(response, []));
    await using server = await startServer((_, response) => {
      response.writeHead(302, { Location: elsewhere.origin }).end();
    });
    const client = createClient({ fae: { url: server.origin, key: 'k' } });
    assert.equal(await codeOf(client.tts.status()), 'bad_response');
    assert.equal(elsewhere.seen.length, 0);
  });

  test('has no resource of an API that it was not given', () => {
    const client = createClient({ fleek: { key: 'k' } });
    assert.equal(client.nfts, undefined);
  });

  test('refuses a key in a browser', () => {
    Object.defineProperty(globalThis, 'document', { value: {}, configurable: true });
    try {
      assert.throws(() => createClient({ fae: { key: 'k' } }), /in a browser/);
      assert.ok(createClient({ endpoint: '/fae' }));
    } finally {
      Reflect.deleteProperty(globalThis, 'document');
    }
  });
});

describe('an error', () => {
  test('carries the server’s code, message, request id and Retry-After', async () => {
    await using server = await startServer((_, response) => {
      const problem = { code: 'sold_out', error: 'Sold out.', requestId: 'r1' };
      sendJson(response, problem, 400, { 'Retry-After': '7' });
    });
    const client = createClient({ endpoint: server.origin });
    const call = client.payments.checkout({
      productId: id,
      successUrl: 'https://a.example',
      cancelUrl: 'https://a.example',
    });
    await assert.rejects(call, {
      name: 'ApiError',
      code: 'sold_out',
      message: 'Sold out.',
      status: 400,
      requestId: 'r1',
      retryAfter: 7,
      retryable: false,
    });
  });

  for (const [status, code] of Object.entries({
    400: 'invalid_request',
    401: 'unauthenticated',
    403: 'forbidden',
    404: 'not_found',
    409: 'conflict',
    413: 'too_large',
    418: 'invalid_request',
    500: 'server_error',
    502: 'bad_upstream',
    504: 'upstream_timeout',
    599: 'server_error',
  })) {
    test(`is "${code}" for a bare status ${status}`, async () => {
      await using server = await startServer((_, response) => {
        response.writeHead(Number(status), { 'Content-Type': 'text/html' }).end('<h1>no</h1>');
      });
      const client = createClient({ endpoint: server.origin });
      const call = client.characters.response({ characterId: id, text: 'x' });
      assert.equal(await codeOf(call), code);
    });
  }

  test('is "bad_response" for what is not JSON, not of the shape, or breaks off', async () => {
    await using server = await startServer((_, response, count) => {
      if (count === 1) response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>');
      else if (count === 2) sendJson(response, { error: 'x' });
      else {
        response.writeHead(200, { 'Content-Length': '100' }).write('{"response":');
        response.socket?.destroySoon();
      }
    });
    const client = createClient({ endpoint: server.origin });
    for (let count = 0; count < 3; count += 1) {
      const call = client.characters.response({ characterId: id, text: 'x' });
      assert.equal(await codeOf(call), 'bad_response');
    }
  });

  test('is "network" where nobody listens', async () => {
    let origin = '';
    {
      await using server = await startServer(() => undefined);
      ({ origin } = server);
    }
    const client = createClient({ endpoint: origin });
    assert.equal(
      await codeOf(client.characters.response({ characterId: id, text: 'x' })),
      'network',
    );
  });
});

describe('repeating', () => {
  test('a GET is tried three times in all', async () => {
    await using server = await startServer((_, response, count) => {
      if (count < 3) sendJson(response, {}, 503, { 'Retry-After': '0' });
      else sendJson(response, []);
    });
    assert.deepEqual(await createClient({ endpoint: server.origin }).nfts.listPublic(), []);
    assert.equal(server.seen.length, 3);
  });

  test('it gives up after the third', async () => {
    await using server = await startServer((_, response) => {
      sendJson(response, {}, 503, { 'Retry-After': '0' });
    });
    const client = createClient({ endpoint: server.origin });
    assert.equal(await codeOf(client.nfts.listPublic()), 'unavailable');
    assert.equal(server.seen.length, 3);
  });

  test('it does not wait beyond its deadline', async () => {
    await using server = await startServer((_, response) => {
      sendJson(response, {}, 429, { 'Retry-After': '3600' });
    });
    const client = createClient({ endpoint: server.origin });
    await assert.rejects(client.nfts.listPublic(), { code: 'rate_limited', retryAfter: 3600 });
    assert.equal(server.seen.length, 1);
  });

  test('a GET that is wrong, and any POST, is tried once', async () => {
    await using server = await startServer((seen, response) => {
      sendJson(response, {}, seen.method === 'GET' ? 404 : 503, { 'Retry-After': '0' });
    });
    const client = createClient({ endpoint: server.origin });
    assert.equal(await codeOf(client.payments.product({ productId: id })), 'not_found');
    assert.equal(
      await codeOf(client.characters.response({ characterId: id, text: 'x' })),
      'unavailable',
    );
    assert.equal(server.seen.length, 2);
  });
});

describe('ending a call', () => {
  test('a deadline is an error with code "timeout"', async () => {
    await using server = await startServer(() => undefined);
    const client = createClient({ endpoint: server.origin });
    assert.equal(await codeOf(client.tts.status({}, { timeout: 30 })), 'timeout');
  });

  test('a deadline also holds while the JSON is on its way', async () => {
    await using server = await startServer((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' }).write('[');
    });
    const client = createClient({ endpoint: server.origin });
    assert.equal(await codeOf(client.nfts.listPublic({}, { timeout: 50 })), 'timeout');
  });

  test('the caller’s abort is thrown as it is', async () => {
    const controller = new AbortController();
    await using server = await startServer(() => controller.abort());
    const client = createClient({ endpoint: server.origin });
    const call = client.tts.status({}, { signal: controller.signal });
    await assert.rejects(call, { name: 'AbortError' });
    const late = client.tts.status({}, { signal: controller.signal });
    await assert.rejects(late, { name: 'AbortError' });
    assert.equal(server.seen.length, 1);
  });

  test('the caller’s abort ends the wait before another try', async () => {
    const controller = new AbortController();
    await using server = await startServer((_, response) => {
      sendJson(response, {}, 503, { 'Retry-After': '5' });
      response.on('finish', () => controller.abort());
    });
    const client = createClient({ endpoint: server.origin });
    const call = client.nfts.listPublic({}, { signal: controller.signal });
    await assert.rejects(call, { name: 'AbortError' });
    assert.equal(server.seen.length, 1);
  });

  test('bytes stream on after the deadline for their beginning', async () => {
    let finish = (): void => undefined;
    await using server = await startServer((_, response) => {
      response.writeHead(200, { 'Content-Type': 'model/gltf-binary' }).write('glTF');
      finish = () => response.end('!');
    });
    const client = createClient({ endpoint: server.origin });
    const deadline = AbortSignal.timeout(60);
    const response = await client.models.content({ id }, { timeout: 50 });
    await new Promise((resolve) => {
      deadline.addEventListener('abort', resolve);
    });
    finish();
    assert.equal(await response.text(), 'glTF!');
  });
});

describe('the visitor’s token', () => {
  test('is kept and sent with paid posts only, and an idempotency key when given', async () => {
    await using server = await startServer((_, response) => {
      sendJson(response, { response: 'Hi', voices: [] }, 200, { 'Fae-Visitor': 'token-1' });
    });
    const client = createClient({ endpoint: server.origin });
    const say = () => client.characters.response({ characterId: id, text: 'x' });
    await say();
    await client.characters.response({ characterId: id, text: 'x' }, { idempotencyKey: 'once' });
    await client.tts.status();
    const sent = server.seen.map((it) => it.headers['fae-visitor']);
    assert.deepEqual(sent, [undefined, 'token-1', undefined]);
    assert.equal(server.seen[1]?.headers['idempotency-key'], 'once');
  });
});
