import type { Schemas } from '../../api/all.schemas.ts';
import * as operations from '../../api/fae/payments.operations.ts';
import * as reads from '../../api/fae/payments.read.ts';
import { method } from '../method.ts';
import type { Target } from '../transport.ts';

/** What a page may ask of products and checkouts. */
export const payments = (target: Target) => ({
  product: method<Schemas['payments']['product']>(target, operations.product, reads.product),
  checkout: method<Schemas['payments']['checkout']>(target, operations.checkout, reads.checkout),
});
