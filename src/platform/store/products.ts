import { changeUses, noteUses } from './file-uses.ts';
import { answerOf, deleteRecord, newRow, type Fields, type Given } from './records.ts';
import { isoTime, type Store } from './store.ts';

export interface Product {
  readonly id: string;
  /** The public record as JSON text: `{ id, name, description, amount, currency, images }`. */
  readonly answer: string;
  readonly name: string;
  readonly description: string | undefined;
  /** In the currency's minor unit. */
  readonly amount: number;
  /** ISO 4217, lower case. */
  readonly currency: string;
  readonly images: readonly string[];
  readonly active: boolean;
  readonly soldOut: boolean;
}

type ProductRecord = Pick<Product, 'name' | 'description' | 'amount' | 'currency' | 'images'>;

/** What of a product an order keeps, and a checkout page shows. */
export const productRecord = (text: string): ProductRecord => {
  const record = JSON.parse(text) as Partial<ProductRecord>;
  return {
    name: record.name ?? '',
    description: record.description,
    amount: record.amount ?? 0,
    currency: record.currency ?? 'usd',
    images: record.images ?? [],
  };
};

/** What everybody may see of a product; the rest of it stands in columns of its own. */
const publicRecord = (id: string, { name, description, amount, currency, images }: Fields) => ({
  id,
  name,
  description,
  amount,
  currency,
  images,
});

/** What its owner may change of a product. */
export interface ProductFields {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
  readonly images?: readonly string[] | undefined;
  readonly active?: boolean | undefined;
  /** How many are left; `null` where they are not counted. */
  readonly stock?: number | null | undefined;
}

/**
 * `active` (true when absent) and `stock` are kept beside the record: it is public, they are not. To be
 * called in a transaction, like all that write below.
 *
 * @returns its id
 */
export const insertProduct = async (
  store: Store,
  workspace: string,
  { active, stock, ...fields }: Fields,
  given: Given = {},
): Promise<string> => {
  const row = newRow(store, workspace, fields, given);
  const document = store.urls.shorten(JSON.stringify(publicRecord(row.id, fields)));
  await store.db
    .insertInto('products')
    .values({
      ...row,
      document,
      active: active === false ? 0 : 1,
      stock: typeof stock === 'number' ? stock : null,
    })
    .execute();
  await noteUses(store, 'products', [{ ...row, document }]);
  return row.id;
};

/**
 * Changes the fields that are given and leaves the others.
 *
 * @returns whether there is such a product
 */
export const updateProduct = async (
  store: Store,
  workspace: string,
  id: string,
  { active, stock, ...change }: ProductFields,
): Promise<boolean> => {
  const before = await findProduct(store, workspace, id);
  if (!before) return false;
  const fields = { ...(JSON.parse(before.answer) as Fields), ...change };
  const document = store.urls.shorten(JSON.stringify(publicRecord(id, fields)));
  await store.db
    .updateTable('products')
    .set({
      document,
      ...(active !== undefined && { active: active ? 1 : 0 }),
      ...(stock !== undefined && { stock }),
      updated_at: isoTime(store.now()),
    })
    .where('workspace', '=', workspace)
    .where('id', '=', id)
    .execute();
  const shown = { id, workspace, document };
  await changeUses(store, 'products', shown, store.urls.shorten(before.answer));
  return true;
};

/** @returns whether there was such a product; its orders stay */
export const deleteProduct = (store: Store, workspace: string, id: string): Promise<boolean> =>
  deleteRecord(store, 'products', workspace, id);

const selectProducts = (store: Store, workspace: string) =>
  store.db
    .selectFrom('products')
    .select(['id', 'document', 'active', 'stock', 'created_at', 'updated_at'])
    .where('workspace', '=', workspace);

type ProductRow = Awaited<ReturnType<ReturnType<typeof selectProducts>['execute']>>[number];

const productOf = (store: Store, row: ProductRow): Product => {
  const answer = answerOf(store, row);
  return {
    id: row.id,
    answer,
    ...productRecord(answer),
    active: row.active === 1,
    soldOut: row.stock !== null && row.stock <= 0,
  };
};

/** A product with what only its owner sees. */
const ownProduct = (store: Store, row: ProductRow): Fields => ({
  ...(JSON.parse(answerOf(store, row)) as Fields),
  active: row.active === 1,
  stock: row.stock,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
});

/** In the order of creation, as their owner sees them. */
export const listProducts = async (store: Store, workspace: string): Promise<Fields[]> => {
  const rows = await selectProducts(store, workspace).orderBy('created_at').orderBy('id').execute();
  return rows.map((row) => ownProduct(store, row));
};

/** As its owner sees it. */
export const findOwnProduct = async (
  store: Store,
  workspace: string,
  id: string,
): Promise<Fields | undefined> => {
  const row = await selectProducts(store, workspace).where('id', '=', id).executeTakeFirst();
  return row && ownProduct(store, row);
};

export const findProduct = async (
  store: Store,
  workspace: string,
  id: string,
): Promise<Product | undefined> => {
  const row = await selectProducts(store, workspace).where('id', '=', id).executeTakeFirst();
  return row && productOf(store, row);
};

/**
 * Takes one piece out of the stock where it is counted.
 *
 * @returns false where none is left, or there is no such product any more
 */
export const takeFromStock = async (store: Store, id: string): Promise<boolean> => {
  const { numUpdatedRows } = await store.db
    .updateTable('products')
    .set((eb) => ({ stock: eb('stock', '-', 1), updated_at: isoTime(store.now()) }))
    .where('id', '=', id)
    .where((eb) => eb.or([eb('stock', 'is', null), eb('stock', '>', 0)]))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
};
