/** How a refusal is worded; that everything wrong is refused, `bad-input/` makes sure of. */
import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { startPlatform, type TestPlatform } from './support.ts';

describe('A body', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startPlatform();
  });
  after(() => server.close());

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
    ['/api/stories', '{"constructor":1}', 'No field can be called "constructor".'],
    ['/api/stories', '{"pages":[1e400]}', 'The body has a number that is too large.'],
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
