import assert from 'node:assert/strict';
import test, { after, before, describe } from 'node:test';
import { startPlatform, type TestPlatform } from './support.ts';

const path = '/api/payments/products';
const someId = '0123456789abcdef01234567';

describe('A product', () => {
  let server: TestPlatform;
  before(async () => {
    server = await startPlatform();
  });
  after(() => server.close());

  const make = (more: Record<string, unknown> = {}) =>
    server.json(201, 'POST', path, { name: 'Mug', amount: 1250, currency: 'EUR', ...more });
  const shown = (status: number, id: string) =>
    server.json(status, 'GET', `/api/payments/embed/product/${id}`);
  const buy = (status: number, id: string) =>
    server.json(status, 'POST', '/api/payments/embed/checkout', {
      productId: id,
      successUrl: 'https://shop.example/',
      cancelUrl: 'https://shop.example/',
    });

  test('is made, shown and sold', async () => {
    const images = ['https://cdn.example/mug.png'];
    const made = await make({ description: 'For tea', images, stock: 3 });
    const { id, createdAt, updatedAt, ...fields } = made;
    assert.match(id, /^[0-9a-f]{24}$/);
    assert.equal(createdAt, updatedAt);
    assert.deepEqual(fields, {
      name: 'Mug',
      description: 'For tea',
      amount: 1250,
      currency: 'eur',
      images,
      active: true,
      stock: 3,
    });
    const seen = { name: 'Mug', description: 'For tea', amount: 1250, currency: 'eur', images };
    assert.deepEqual(await shown(200, id), { id, ...seen });
    await buy(200, id);
  });

  test('is listed with what only its owner sees', async () => {
    const { id } = await make({ name: 'Listed', active: false });
    const list = await server.json(200, 'GET', path);
    const found = list.find((it) => it.id === id);
    assert.deepEqual([found?.['active'], found?.['stock']], [false, null]);
    const names = list.map((it) => it['name']);
    assert.ok(names.indexOf('Poster print') < names.indexOf('Listed'));
  });

  test('changes in what is given alone', async () => {
    const { id } = await make({ description: 'For tea', stock: 1 });
    const changed = await server.json(200, 'PUT', `${path}/${id}`, { amount: 900 });
    assert.deepEqual(
      [changed['amount'], changed['description'], changed['stock'], changed['active']],
      [900, 'For tea', 1, true],
    );
    await server.json(200, 'PUT', `${path}/${id}`, { stock: 0 });
    assert.equal((await buy(400, id))['code'], 'sold_out');
    await server.json(200, 'PUT', `${path}/${id}`, { stock: null });
    await buy(200, id);
    await server.json(200, 'PUT', `${path}/${id}`, { active: false });
    assert.equal((await shown(400, id))['code'], 'inactive');
    assert.equal((await buy(400, id))['code'], 'inactive');
    await server.json(200, 'PUT', `${path}/${id}`, {
      active: true,
      workspace: server.platform.workspace,
    });
    assert.equal((await shown(200, id))['amount'], 900);
  });

  test('is gone once it is deleted, its orders are not', async () => {
    const { id } = await make({ name: 'Short-lived' });
    const { url } = await buy(200, id);
    assert.deepEqual(await server.json(200, 'DELETE', `${path}/${id}`), { success: true });
    await shown(404, id);
    await server.json(404, 'DELETE', `${path}/${id}`);
    await server.json(404, 'PUT', `${path}/${id}`, { amount: 1 });
    const orders = await server.json(200, 'GET', '/api/payments/orders');
    assert.equal(orders[0]?.['productName'], 'Short-lived');
    const paid = await fetch(String(url), {
      method: 'POST',
      body: new URLSearchParams({ action: 'pay' }),
      redirect: 'manual',
    });
    assert.equal(paid.status, 409);
    await paid.text();
  });

  for (const [field, value] of [
    ['name', undefined],
    ['name', ' '],
    ['name', 'x'.repeat(251)],
    ['amount', undefined],
    ['amount', 0],
    ['amount', 10.5],
    ['amount', '1000'],
    ['amount', 100_000_000],
    ['currency', 'euro'],
    ['currency', undefined],
    ['images', ['javascript:alert(1)']],
    ['images', Array(9).fill('https://cdn.example/x.png')],
    ['stock', -1],
    ['stock', 1.5],
    ['active', 'yes'],
    ['description', 'x'.repeat(5001)],
  ] as const) {
    test(`is refused with ${field} = ${String(value).slice(0, 40)}`, async () => {
      const before = await server.json(200, 'GET', path);
      const body = { name: 'Mug', amount: 1250, currency: 'eur', [field]: value };
      const refused = await server.json(400, 'POST', path, body);
      assert.match(String(refused['error']), new RegExp(`"${field}`));
      assert.deepEqual(await server.json(200, 'GET', path), before);
    });
  }

  for (const [amount, currency, isTaken] of [
    [500, 'ugx', true],
    [550, 'ugx', false],
    [1050, 'isk', false],
    [5120, 'kwd', true],
    [5124, 'kwd', false],
    [1001, 'jpy', true],
  ] as const) {
    test(`of ${amount} ${currency} is ${isTaken ? 'taken' : 'refused: no card is charged that'}`, async () => {
      const body = { name: 'Mug', amount, currency };
      const answer = await server.json(isTaken ? 201 : 400, 'POST', path, body);
      if (!isTaken) assert.match(String(answer['error']), /"amount" must end in 0/);
    });
  }

  test('keeps to what can be charged when one of two fields changes', async () => {
    const { id } = await make({ amount: 1250, currency: 'eur' });
    await server.json(400, 'PUT', `${path}/${id}`, { currency: 'isk' });
    await server.json(200, 'PUT', `${path}/${id}`, { currency: 'isk', amount: 1300 });
    await server.json(400, 'PUT', `${path}/${id}`, { amount: 1250 });
    assert.equal((await shown(200, id))['amount'], 1300);
  });

  test('is its workspace’s own', async () => {
    const { id } = await make();
    const other = await server.otherWorkspace();
    const key = { 'x-api-key': other.key };
    assert.deepEqual(await server.json(200, 'GET', path, undefined, key), []);
    await server.json(404, 'PUT', `${path}/${id}`, { amount: 1 }, key);
    await server.json(404, 'DELETE', `${path}/${id}`, undefined, key);
    await server.json(404, 'PUT', `${path}/${someId}`, { amount: 1 });
    assert.equal((await shown(200, id))['amount'], 1250);
  });
});
