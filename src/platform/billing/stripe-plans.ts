import type Stripe from 'stripe';
import type { Plan } from './billing.ts';

/** Products that are plans say so in their metadata. */
const app = 'fleek-platform';

const isMonthly = ({ recurring, billing_scheme }: Stripe.Price): boolean =>
  recurring?.interval === 'month' &&
  recurring.interval_count === 1 &&
  recurring.usage_type === 'licensed' &&
  billing_scheme === 'per_unit';

const planOf = (price: Stripe.Price): Plan | undefined => {
  const { product, unit_amount } = price;
  if (typeof product === 'string' || product.deleted || unit_amount === null) return undefined;
  if (!product.active || product.metadata['app'] !== app) return undefined;
  return {
    id: product.id,
    price: price.id,
    name: product.name,
    description: product.description,
    amount: unit_amount,
    currency: price.currency,
    createdAt: product.created * 1000,
    updatedAt: product.updated * 1000,
    metadata: product.metadata,
  };
};

const isDefault = ({ id, product }: Stripe.Price): boolean => {
  if (typeof product === 'string' || product.deleted || !product.default_price) return false;
  const chosen = product.default_price;
  return (typeof chosen === 'string' ? chosen : chosen.id) === id;
};

/** The products that are plans, with what a seat of them costs a month: their default price, if any. */
export const stripePlans = async (stripe: Stripe): Promise<readonly Plan[]> => {
  const plans = new Map<string, Plan>();
  const prices = stripe.prices.list({
    active: true,
    type: 'recurring',
    limit: 100,
    expand: ['data.product'],
  });
  // The newest come first.
  for await (const price of prices) {
    const plan = isMonthly(price) ? planOf(price) : undefined;
    if (plan && (!plans.has(plan.id) || isDefault(price))) plans.set(plan.id, plan);
  }
  return [...plans.values()].sort((one, other) => one.createdAt - other.createdAt);
};
