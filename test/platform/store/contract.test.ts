/** What every database must do alike. */
import assert from 'node:assert/strict';
import { createTestPayments, payTestOrder } from '../../../src/platform/payments/test-payments.ts';
import { isTaken } from '../../../src/platform/store/faults.ts';
import { insertNft, listNfts, mintEditions } from '../../../src/platform/store/nfts.ts';
import { findOrder } from '../../../src/platform/store/orders.ts';
import { findProduct, insertProduct } from '../../../src/platform/store/products.ts';
import { findRecord, updateRecord, type Fields } from '../../../src/platform/store/records.ts';
import { raiseRevision, revisionOf } from '../../../src/platform/store/revisions.ts';
import { transact, type Store } from '../../../src/platform/store/store.ts';
import { onBoth } from './databases.ts';
import { workspace } from './open-store.ts';

const list = async (store: Store, only = {}): Promise<Fields[]> =>
  JSON.parse(await listNfts(store, workspace, only)) as Fields[];

const insert = async (store: Store, fields: Fields): Promise<string> => {
  const record = JSON.parse(await insertNft(store, workspace, fields)) as Fields;
  return String(record['id']);
};

onBoth('A transaction happens whole or not at all', async ({ open }) => {
  const store = await open();
  const undone = transact(store, async (inner) => {
    await insert(inner, { name: 'One' });
    assert.equal((await list(inner)).length, 1);
    throw new Error('undone');
  });
  await assert.rejects(undone, /undone/);
  assert.deepEqual(await list(store), []);
});

onBoth('Changes of one record at the same time are all kept', async ({ open }) => {
  const store = await open();
  const id = await insert(store, { name: 'One' });
  const names = Array.from({ length: 20 }, (_, index) => `field${index}`);
  await Promise.all(
    names.map((name) =>
      transact(store, (inner) => updateRecord(inner, 'nfts', workspace, id, { [name]: true })),
    ),
  );
  const record = await findRecord(store, 'nfts', workspace, id);
  for (const name of names) assert.equal(record?.[name], true, name);
});

onBoth('What a transaction has looked at stays so until it has written', async ({ open }) => {
  const store = await open();
  // Each adds a record only where there is none: of many at once, one may.
  const addFirst = () =>
    transact(store, async (inner) => {
      if ((await list(inner)).length === 0) await insert(inner, { name: 'The first' });
    });
  await Promise.all(Array.from({ length: 12 }, addFirst));
  assert.equal((await list(store)).length, 1);
});

onBoth('Every change raises the revision, in every process', async ({ open, place }) => {
  const at = await place();
  const [one, other] = [await open({ place: at }), await open({ place: at })];
  for (const store of [one, other, one]) {
    const raise = () => transact(store, (inner) => raiseRevision(inner, workspace, 'characters'));
    await Promise.all(Array.from({ length: 10 }, raise));
  }
  assert.equal(await revisionOf(one, workspace, 'characters'), 30);
  assert.equal(await revisionOf(other, workspace, 'characters'), 30);
});

onBoth('The last piece is sold once, and no order is paid twice', async ({ open }) => {
  const store = await open();
  const fields = {
    name: 'Print',
    description: '',
    amount: 5_000_000_000,
    currency: 'idr',
    images: [],
  };
  const id = '64b7f0c2a1d3e4f5a6b7c8d0';
  await insertProduct(store, workspace, { ...fields, stock: 1 }, { id });
  const product = await findProduct(store, workspace, id);
  assert.ok(product);
  const back = { successUrl: 'https://shop.example/yes', cancelUrl: 'https://shop.example/no' };
  const payments = createTestPayments(store, 'https://fae.example');
  const order = async () => {
    const url = await payments.checkout({ workspace, product, ...back });
    return url.split('/').at(-1) ?? '';
  };
  const [mine, yours] = await Promise.all([order(), order()]);
  const outcomes = await Promise.all(
    [mine, yours, mine, yours].map((session) => payTestOrder(store, session, undefined)),
  );
  assert.equal(outcomes.filter((outcome) => outcome === 'paid').length, 1);
  assert.equal((await findOrder(store, mine))?.amount, 5_000_000_000);
});

onBoth('A value that is taken is told as such', async ({ open }) => {
  const store = await open();
  const add = () =>
    store.db.insertInto('seeds').values({ workspace, kind: 'nfts', version: 1 }).execute();
  await add();
  await assert.rejects(add(), isTaken);
  const within = transact(store, async ({ db }) => {
    await db.insertInto('seeds').values({ workspace, kind: 'nfts', version: 1 }).execute();
  });
  await assert.rejects(within, isTaken);
  await assert.rejects(
    store.db
      .insertInto('seeds')
      .values({} as never)
      .execute(),
    (error) => {
      assert.ok(!isTaken(error));
      return true;
    },
  );
});

onBoth('Any text can be kept, and looked for', async ({ open }) => {
  const store = await open();
  const odd = [
    '\u0000',
    'a\u0000b',
    'a\ud800',
    '\uffff',
    '😀',
    "'; drop table nfts; --",
    '%_\\',
    'ß',
    '',
  ];
  for (const collection of odd) {
    await insert(store, { name: collection, collection });
    const [found, ...others] = await list(store, { collection });
    assert.equal(found?.['name'], collection);
    assert.equal(found['collection'], collection);
    assert.deepEqual(others, []);
  }
  assert.equal((await list(store)).length, odd.length);
});

onBoth('A thousand editions are minted at once and listed in their order', async ({ open }) => {
  const store = await open();
  await transact(store, (inner) => mintEditions(inner, workspace, { name: 'Print' }, 1000));
  const numbers = (await list(store)).map((nft) => nft['editionNumber']);
  assert.deepEqual(
    numbers,
    Array.from({ length: 1000 }, (_, index) => index + 1),
  );
});

onBoth('Sizes and counts are numbers', async ({ open }) => {
  const store = await open();
  const size = 6_000_000_000;
  const time = new Date(0).toISOString();
  const file = {
    id: 'a',
    workspace,
    created_at: time,
    updated_at: time,
    name: 'a',
    type: 'b',
    size,
    blob: 'files/a',
  };
  await store.db.insertInto('files').values(file).execute();
  const row = await store.db
    .selectFrom('files')
    .select(['size', ({ fn }) => fn.countAll<number>().as('count')])
    .groupBy('size')
    .executeTakeFirstOrThrow();
  assert.deepEqual({ ...row }, { size, count: 1 });
});
