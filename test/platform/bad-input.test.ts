import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { namedOperations } from '../../src/api/operations.ts';
import { somebody, startForPeople, type TestPerson } from './people.ts';
import { startPlatform, type TestPlatform } from './support.ts';

const someId = '0123456789abcdef01234567';
const writing = namedOperations.filter(({ body }) => body === 'json');
const jsonType = { 'Content-Type': 'application/json' };

describe('A body', () => {
  let server: TestPlatform;
  let owner: TestPerson;
  before(async () => {
    server = await startForPeople();
    const roles = { [server.platform.workspace]: 'owner' } as const;
    owner = await (await somebody(server, 'owner', roles)).sit();
    agentId = (await owner.json(201, 'POST', '/api/v2/ai-agents', { config: '{}' })).id;
  });
  after(() => server.close());

  let agentId: string;

  const pathOf = (path: string) =>
    `/api${path}`
      .replace('{agentId}', agentId)
      .replace('/workspaces/{id}', `/workspaces/${server.platform.workspace}`)
      .replace(/\{\w+\}/g, someId);

  for (const { name, method, path, auth } of writing) {
    // A key may not do everything; where only pages' servers have one, a session may not.
    const refusal = async (status: number, body: string, headers = jsonType) => {
      const caller = auth === 'public' || auth === 'none' ? server : owner;
      return (await caller.json(status, method, pathOf(path), body, headers))['code'];
    };

    test(`of ${name} must be JSON`, async () => {
      for (const body of ['', '{', '{"a":}', 'undefined']) {
        assert.equal(await refusal(400, body), 'invalid_request');
      }
    });

    test(`of ${name} must be an object`, async () => {
      for (const body of ['[]', 'null', '"text"', '5']) {
        assert.equal(await refusal(400, body), 'invalid_request');
      }
    });

    test(`of ${name} must say that it is JSON`, async () => {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp']) {
        const code = await refusal(415, '{}', { 'Content-Type': type });
        assert.equal(code, 'unsupported_media_type');
      }
    });

    test(`of ${name} must not be larger than a megabyte`, async () => {
      const body = JSON.stringify({ name: 'x'.repeat(3 * 1024 * 1024) });
      assert.equal(await refusal(413, body), 'too_large');
    });
  }

  test('that is not UTF-8 is refused', async () => {
    const response = await fetch(`${server.origin}/api/nfts`, {
      method: 'POST',
      headers: { ...jsonType, 'x-api-key': server.platform.key },
      body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    });
    assert.equal(response.status, 400);
    await response.text();
  });

  const refused: [string, unknown, string][] = [
    ['/api/nfts', {}, '"name" is required.'],
    ['/api/nfts', { name: 5 }, '"name" must be text.'],
    ['/api/nfts', { name: ' ' }, '"name" must not be empty.'],
    ['/api/nfts', { name: 'x', public: 'yes' }, '"public" must be true or false.'],
    [
      '/api/nfts',
      { name: 'x', nftKind: 'rare' },
      '"nftKind" must be "master" or "edition" or "collection".',
    ],
    ['/api/nfts', { name: 'x', master: 'x' }, '"master" must be 24 hexadecimal digits.'],
    ['/api/nfts', { name: 'x', workspace: {} }, '"workspace" must be text.'],
    ['/api/characters', { name: 'x', traits: 'shy' }, '"traits" must be a list.'],
    ['/api/characters', { name: 'x', traits: ['shy', 1] }, '"traits.1" must be text.'],
    ['/api/models', { url: 'https://a.example/x', size: -1 }, '"size" must be at least 0.'],
    ['/api/models', { url: 'https://a.example/x', size: 0.5 }, '"size" is not a valid integer.'],
    ['/api/characters/response', { text: 'Hi' }, '"characterId" is required.'],
  ];
  for (const [path, body, message] of refused) {
    test(`${JSON.stringify(body)} at ${path} is told: ${message}`, async () => {
      const answer = await server.json(400, 'POST', path, body);
      assert.deepEqual(answer, { error: message, code: 'invalid_request' });
    });
  }
});

test('An error inside is told as server_error, without its inner message', async (t) => {
  const replies = { reply: () => Promise.reject(new Error('inner secret')) };
  const server = await startPlatform({}, { services: { replies } });
  t.after(server.close);
  const characterId = server.platform.sample['characterId'];
  const response = await server.call('POST', '/api/characters/response', {
    characterId,
    text: 'x',
  });
  const text = await response.text();
  assert.equal(response.status, 500);
  assert.equal((JSON.parse(text) as { code: string }).code, 'server_error');
  assert.equal(text.includes('inner secret'), false);
  assert.match(String(server.events.at(-1)?.['error']), /inner secret/, 'the log has it');
});
