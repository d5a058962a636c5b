import { answerOf, newRow, type Fields, type Given } from './records.ts';
import { isoTime, type Store } from './store.ts';

export interface Product {
  /** The public record as JSON text: `{ id, name, description, amount, currency, images }`. */
  readonly answer: string;
  readonly name: string;
  /** In the currency's minor unit. */
  readonly amount: number;
  /** ISO 4217, lower case. */
  readonly currency: string;
  readonly images: readonly string[];
  readonly active: boolean;
  readonly soldOut: boolean;
}

type ProductRecord = Pick<Product, 'name' | 'amount' | 'currency' | 'images'>;

/** What of a product an order keeps, and a checkout page shows. */
export const productRecord = (text: string): ProductRecord => {
  const record = JSON.parse(text) as Partial<ProductRecord>;
  return {
    name: record.name ?? '',
    amount: record.amount ?? 0,
    currency: record.currency ?? 'usd',
    images: record.images ?? [],
  };
};

/** `active` (true when absent) and `stock` are kept beside the record: it is public, they are not. */
export const insertProduct = async (
  store: Store,
  workspace: string,
  { active, stock, ...fields }: Fields,
  given: Given = {},
): Promise<void> => {
  const row = newRow(store, workspace, fields, given);
  const { name, description, amount, currency, images } = fields;
  const record = { id: row.id, name, description, amount, currency, images };
  await store.db
    .insertInto('products')
    .values({
      ...row,
      document: store.urls.shorten(JSON.stringify(record)),
      active: active === false ? 0 : 1,
      stock: typeof stock === 'number' ? stock : null,
    })
    .execute();
};

export const findProduct = async (
  store: Store,
  workspace: string,
  id: string,
): Promise<Product | undefined> => {
  const row = await store.db
    .selectFrom('products')
    .select(['document', 'active', 'stock'])
    .where('workspace', '=', workspace)
    .where('id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const answer = answerOf(store, row);
  return {
    answer,
    ...productRecord(answer),
    active: row.active === 1,
    soldOut: row.stock !== null && row.stock <= 0,
  };
};

/**
 * Takes one piece out of the stock where it is counted. To be called in a transaction.
 *
 * @returns false where none is left, or the product is no longer sold
 */
export const takeFromStock = async (store: Store, id: string): Promise<boolean> => {
  const { numUpdatedRows } = await store.db
    .updateTable('products')
    .set((eb) => ({ stock: eb('stock', '-', 1), updated_at: isoTime(store.now()) }))
    .where('id', '=', id)
    .where('active', '=', 1)
    .where((eb) => eb.or([eb('stock', 'is', null), eb('stock', '>', 0)]))
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
};
