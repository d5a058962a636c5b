import { whyNotCharged } from '../payments/minor-units.ts';
import {
  deleteProduct,
  findOwnProduct,
  findProduct,
  insertProduct,
  listProducts,
  updateProduct,
} from '../store/products.ts';
import { transact, type Store } from '../store/store.ts';
import type { Handlers } from './handler.ts';
import { invalid, notFound, success } from './refusals.ts';
import type { Services } from './services.ts';

const checkPrice = (amount: number, currency: string): void => {
  const reason = whyNotCharged(amount, currency);
  if (reason !== undefined) throw invalid(`"amount" ${reason}.`);
};

const answerOf = async (store: Store, workspace: string, id: string): Promise<string> => {
  const product = await findOwnProduct(store, workspace, id);
  if (!product) throw notFound('product');
  return JSON.stringify(product);
};

export const productHandlers = ({ store }: Services): Handlers['products'] => ({
  list: async ({ workspace }) => JSON.stringify(await listProducts(store, workspace)),

  create: ({ workspace, body }) => {
    checkPrice(body.amount, body.currency);
    // A product is always shown with its list of images, be it empty.
    const fields = { ...body, images: body.images ?? [] };
    return transact(store, async (inner) =>
      answerOf(inner, workspace, await insertProduct(inner, workspace, fields)),
    );
  },

  update: ({ workspace, params, body }) =>
    transact(store, async (inner) => {
      const before = await findProduct(inner, workspace, params.id);
      if (!before) throw notFound('product');
      const { amount = before.amount, currency = before.currency } = body;
      checkPrice(amount, currency);
      await updateProduct(inner, workspace, params.id, body);
      return answerOf(inner, workspace, params.id);
    }),

  delete: async ({ workspace, params }) => {
    const found = await transact(store, (inner) => deleteProduct(inner, workspace, params.id));
    if (!found) throw notFound('product');
    return success;
  },
});
