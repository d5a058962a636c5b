import { HttpError } from '../../http/problem.ts';
import { createOrder } from '../store/orders.ts';
import { findProduct, type Product } from '../store/products.ts';
import type { Handlers } from './handler.ts';
import { notConfigured, notFound } from './refusals.ts';
import type { Services } from './services.ts';

export const paymentHandlers = ({ store, settings }: Services): Handlers['payments'] => {
  const activeProduct = async (workspace: string, id: string): Promise<Product> => {
    const product = await findProduct(store, workspace, id);
    if (!product) throw notFound('product');
    if (!product.active) throw new HttpError(400, 'inactive', `${product.name} is not on sale.`);
    return product;
  };

  return {
    // A product that is sold out is still shown; only buying it is refused.
    product: async ({ workspace, params }) =>
      (await activeProduct(workspace, params.productId)).answer,

    checkout: async ({ workspace, body }) => {
      const product = await activeProduct(workspace, body.productId);
      if (product.soldOut) throw new HttpError(400, 'sold_out', `${product.name} is sold out.`);
      if (!settings.testPayments) {
        throw notConfigured('Payments are not set up: this workspace has no Stripe account.');
      }
      const session = await createOrder(store, workspace, product, body);
      return JSON.stringify({ url: `${settings.publicUrl}/checkout/${session}` });
    },
  };
};
