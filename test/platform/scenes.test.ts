import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { startPlatform, type TestPlatform } from './support.ts';

const definition = {
  version: 1,
  camera: { position: [0, 1.5, 4], target: [0, 1, 0] },
  nodes: [{ id: 'lamp', model: 'https://media.example/lamp.glb', note: 'kept as it is' }],
};

describe('A scene', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startPlatform();
  });
  after(() => server.close());

  const create = (fields: Record<string, unknown>) =>
    server.json(201, 'POST', '/api/scenes', fields);

  test('is kept with its definition and all other fields', async () => {
    const fields = { name: 'Dome', definition, editor: { zoom: 2, open: ['lamp'] } };
    const created = await create(fields);
    for (const [name, value] of Object.entries(fields)) assert.deepEqual(created[name], value);
    const [listed] = (await server.json(200, 'GET', '/api/scenes')).slice(-1);
    assert.deepEqual(listed, created);
  });

  test('needs no definition: other tools have fields of their own', async () => {
    const created = await create({ objects: [{ type: 'cube' }], gravity: -9.81 });
    assert.deepEqual(created['objects'], [{ type: 'cube' }]);
  });

  test('is changed and deleted', async () => {
    const created = await create({ name: 'Dome', definition });
    const path = `/api/scenes/${created.id}`;
    const darker = { ...definition, environment: { light: 'none' } };
    const updated = await server.json(200, 'PUT', path, { definition: darker });
    assert.deepEqual(updated['definition'], darker);
    assert.equal(updated['name'], 'Dome');
    assert.ok(String(updated['updatedAt']) >= String(created['updatedAt']));
    assert.deepEqual(await server.json(200, 'DELETE', path), { success: true });
    await server.json(404, 'PUT', path, { name: 'x' });
    await server.json(404, 'DELETE', path);
  });

  test('is nobody else’s', async () => {
    const { id } = await create({ name: 'Ours' });
    const other = { 'x-api-key': (await server.otherWorkspace()).key };
    assert.deepEqual(await server.json(200, 'GET', '/api/scenes', undefined, other), []);
    await server.json(404, 'PUT', `/api/scenes/${id}`, { name: 'Mine' }, other);
    await server.json(404, 'DELETE', `/api/scenes/${id}`, undefined, other);
  });

  const deep = (levels: number): unknown =>
    levels === 0 ? [] : [{ id: `n${levels}`, children: deep(levels - 1) }];

  const wrong: [string, unknown, RegExp][] = [
    ['another version', { ...definition, version: 2 }, /"definition\.version"/],
    ['no nodes', { version: 1 }, /"definition\.nodes" is required/],
    [
      'a model by http from elsewhere',
      { version: 1, nodes: [{ id: 'a', model: 'http://media.example/x.glb' }] },
      /"definition\.nodes\.0\.model"/,
    ],
    [
      'a camera that stands nowhere',
      { ...definition, camera: { position: [0, 1] } },
      /"definition\.camera\.position/,
    ],
    ['two nodes of one id', { version: 1, nodes: [{ id: 'a' }, { id: 'a' }] }, /same id/],
    ['nodes without end', { version: 1, nodes: deep(40) }, /levels/],
    ['a list', [], /"definition/],
  ];
  for (const [what, refusedDefinition, message] of wrong) {
    test(`is refused with ${what} for a definition, new or changed`, async () => {
      const { id } = await create({ name: 'Stays', definition });
      const body = { name: 'Changed', definition: refusedDefinition };
      const refused = await server.json(400, 'POST', '/api/scenes', body);
      assert.equal(refused['code'], 'invalid_request');
      assert.match(String(refused['error']), message);
      await server.json(400, 'PUT', `/api/scenes/${id}`, body);
      const kept = (await server.json(200, 'GET', '/api/scenes')).find((it) => it.id === id);
      assert.deepEqual([kept?.['name'], kept?.['definition']], ['Stays', definition]);
    });
  }

  test('has at most a megabyte, at once and by and by', async () => {
    const half = 'x'.repeat(600_000);
    const { id } = await create({ name: 'Half', first: half });
    const refused = await server.json(413, 'PUT', `/api/scenes/${id}`, { second: half });
    assert.equal(refused['code'], 'too_large');
    await server.json(413, 'POST', '/api/scenes', { first: half, second: half });
    await server.json(200, 'PUT', `/api/scenes/${id}`, { name: 'Still half' });
  });
});
