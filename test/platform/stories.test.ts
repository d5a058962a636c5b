import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { startPlatform, type TestPlatform } from './support.ts';

const story = {
  title: 'The night the tidebells stopped',
  author: 'Ilse Varga',
  chapters: [{ title: 'Low water', text: 'Nobody heard it at first.' }],
  mood: { colour: 'indigo', weight: 0.4 },
  pages: null,
};

describe('A story', () => {
  let time = Date.UTC(2030, 0, 1);
  let server: TestPlatform;
  before(async () => {
    server = await startPlatform({}, { now: () => time });
  });
  after(() => server.close());

  const create = (fields: Record<string, unknown> = story) =>
    server.json(201, 'POST', '/api/stories', fields);

  test('is kept with all of its fields, whatever they are', async () => {
    const created = await create();
    assert.match(created.id, /^[0-9a-f]{24}$/);
    assert.equal(created['_id'], created.id);
    assert.equal(created['workspace'], server.platform.workspace);
    assert.equal(created['createdAt'], '2030-01-01T00:00:00.000Z');
    for (const [name, value] of Object.entries(story)) assert.deepEqual(created[name], value);
    assert.deepEqual(await server.json(200, 'GET', `/api/stories/${created.id}`), created);
  });

  test('is listed with the others, in the order in which they were written', async () => {
    const before = await server.json(200, 'GET', '/api/stories');
    const second = await create({ title: 'Second' });
    const third = await create({ title: 'Third' });
    const after = await server.json(
      200,
      'GET',
      `/api/stories?workspace=${server.platform.workspace}`,
    );
    assert.deepEqual(after, [...before, second, third]);
  });

  test('is changed field by field, and the server says when', async () => {
    const created = await create();
    time += 60_000;
    const path = `/api/stories/${created.id}`;
    const change = { title: 'Another title', updatedAt: '1999-01-01T00:00:00.000Z', draft: true };
    const updated = await server.json(200, 'PUT', path, change);
    const expected = { title: 'Another title', draft: true, updatedAt: '2030-01-01T00:01:00.000Z' };
    assert.deepEqual(updated, Object.assign({}, created, expected));
    assert.deepEqual(await server.json(200, 'GET', path), updated);
  });

  test('keeps its identity and its time of birth, whatever a body says', async () => {
    const created = await create();
    const forged = { id: 'x', _id: 'y', createdAt: 'never', title: 'Still itself' };
    const updated = await server.json(200, 'PUT', `/api/stories/${created.id}`, forged);
    assert.deepEqual(
      [updated.id, updated['_id'], updated['createdAt']],
      [created.id, created.id, created['createdAt']],
    );
    const twin = await create({ ...forged, title: 'Twin' });
    assert.notEqual(twin.id, 'x');
  });

  test('that is deleted is gone', async () => {
    const path = `/api/stories/${(await create()).id}`;
    assert.deepEqual(await server.json(200, 'DELETE', path), { success: true });
    for (const [method, body] of [['GET'], ['PUT', { title: 'x' }], ['DELETE']] as const) {
      assert.equal((await server.json(404, method, path, body))['code'], 'not_found');
    }
  });

  test('is nobody else’s', async () => {
    const { id } = await create();
    const other = { 'x-api-key': (await server.otherWorkspace()).key };
    assert.deepEqual(await server.json(200, 'GET', '/api/stories', undefined, other), []);
    await server.json(404, 'GET', `/api/stories/${id}`, undefined, other);
    await server.json(404, 'PUT', `/api/stories/${id}`, { title: 'Mine' }, other);
    await server.json(404, 'DELETE', `/api/stories/${id}`, undefined, other);
    assert.equal((await server.json(200, 'GET', `/api/stories/${id}`))['title'], story.title);
  });

  test('is not found under an id that is none', async () => {
    for (const id of ['nonsense', '0123456789abcdef01234567', '%00', "'--"]) {
      await server.json(404, 'GET', `/api/stories/${id}`);
    }
  });

  test('is refused with a field of another type, and nothing is changed', async () => {
    const created = await create();
    const wrong = { title: 5 };
    const refused = await server.json(400, 'POST', '/api/stories', wrong);
    assert.deepEqual(refused, { error: '"title" must be text.', code: 'invalid_request' });
    await server.json(400, 'PUT', `/api/stories/${created.id}`, { ...wrong, author: 'Nobody' });
    assert.deepEqual(await server.json(200, 'GET', `/api/stories/${created.id}`), created);
  });

  test('cannot grow without end, however small the changes are', async () => {
    const { id } = await create();
    const chapter = 'x'.repeat(1_000_000);
    for (let number = 1; number <= 4; number += 1) {
      await server.json(200, 'PUT', `/api/stories/${id}`, { [`chapter${number}`]: chapter });
    }
    const refused = await server.json(413, 'PUT', `/api/stories/${id}`, { chapter5: chapter });
    assert.equal(refused['code'], 'too_large');
    const kept = await server.json(200, 'GET', `/api/stories/${id}`);
    assert.equal(kept['chapter5'], undefined);
  });

  test('survives text that looks like code, or like an address of ours', async () => {
    const odd = {
      title: '"; drop table stories; --',
      text: `\u0000 \ud83e\uddea ${server.origin}/files/x fae-file:/y`,
      __proto__field: { toString: 'no function' },
    };
    const { id } = await create(odd);
    const found = await server.json(200, 'GET', `/api/stories/${id}`);
    assert.equal(found['title'], odd.title);
    assert.deepEqual(found['__proto__field'], odd['__proto__field']);
  });
});
