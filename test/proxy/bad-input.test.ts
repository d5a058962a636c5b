/** What visitors get wrong, through the proxy to a real platform: each has its status and its code. */
import assert from 'node:assert/strict';
import test, { describe, type TestContext } from 'node:test';
import { startPlatform } from '../platform/support.ts';
import { serveProxy, shop } from './harness.ts';

const unknownId = '0123456789abcdef01234567';

const together = async (t: TestContext) => {
  const server = await startPlatform();
  t.after(server.close);
  const { key, workspace } = server.platform;
  const proxy = await serveProxy(t, server.origin, {
    fae: { url: `${server.origin}/api`, key, workspace },
  });
  const refused = async (status: number, code: string, path: string, body?: string) => {
    const response = await fetch(proxy.url + path, {
      headers: { Origin: shop, 'Content-Type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body }),
    });
    const problem = (await response.json()) as Record<string, unknown>;
    const shown = `${path} ${body?.slice(0, 60) ?? ''}`;
    assert.deepEqual([response.status, problem['code']], [status, code], shown);
    assert.equal(response.headers.get('Content-Type'), 'application/problem+json');
    assert.match(String(problem['error']), /\.$|must/, shown);
  };
  return { server, refused };
};

const returns = { successUrl: `${shop}/thanks`, cancelUrl: `${shop}/` };

describe('Through the proxy', () => {
  test('an unknown product is not found, in the path as in the body', async (t) => {
    const { refused } = await together(t);
    for (const productId of [unknownId, 'nonsense']) {
      await refused(404, 'not_found', `/payments/embed/product/${productId}`);
      const body = JSON.stringify({ productId, ...returns });
      await refused(404, 'not_found', '/payments/embed/checkout', body);
    }
  });

  test('a character that has been deleted, or never was, is not found', async (t) => {
    const { server, refused } = await together(t);
    const gone = server.platform.sample['characterId'];
    await server.json(200, 'DELETE', `/api/characters/${gone}`);
    for (const characterId of [gone, unknownId, 'nonsense']) {
      const body = JSON.stringify({ characterId, text: 'Hello' });
      await refused(404, 'not_found', '/characters/response', body);
    }
  });

  test('somebody else’s records are not found, and their workspace is not to be named', async (t) => {
    const { server, refused } = await together(t);
    const other = await server.otherWorkspace();
    const foreign = await server.json(
      201,
      'POST',
      '/api/characters',
      { name: 'Theirs' },
      {
        'x-api-key': other.key,
      },
    );
    const body = { characterId: foreign.id, text: 'Hello' };
    await refused(404, 'not_found', '/characters/response', JSON.stringify(body));
    await refused(400, 'invalid_request', `/public/nfts?workspace=${other.id}`);
    const speech = JSON.stringify({ text: 'Hello', workspaceId: other.id });
    await refused(400, 'invalid_request', '/tts', speech);
  });

  test('malformed JSON is invalid, and 3 MB of it are too large', async (t) => {
    const { refused } = await together(t);
    for (const path of ['/payments/embed/checkout', '/characters/response', '/tts']) {
      await refused(400, 'invalid_request', path, '{"text":');
      await refused(413, 'too_large', path, JSON.stringify({ text: 'x'.repeat(3_000_000) }));
    }
  });

  test('text of 2,001 characters and speed 5 are invalid', async (t) => {
    const { server, refused } = await together(t);
    const text = 'x'.repeat(2001);
    const { characterId } = server.platform.sample;
    await refused(400, 'invalid_request', '/tts', JSON.stringify({ text }));
    await refused(400, 'invalid_request', '/tts', JSON.stringify({ text: 'Hello', speed: 5 }));
    await refused(400, 'invalid_request', '/tts', JSON.stringify({ text: 'Hi', voice: 'nobody' }));
    const body = JSON.stringify({ characterId, text });
    await refused(400, 'invalid_request', '/characters/response', body);
  });

  test('a model whose file is an HTML page is bad_upstream', async (t) => {
    const { server, refused } = await together(t);
    const { htmlModelId } = server.platform.sample;
    await refused(502, 'bad_upstream', `/models/${htmlModelId}/content`);
    await refused(404, 'not_found', `/models/${unknownId}/content`);
  });
});
