/**
 * What Stripe's stand-in knows of billing: plans, customers, their cards and subscriptions. As at
 * Stripe, changes are paid for at once or not made, and a request that is sent again changes nothing.
 */
import type Stripe from 'stripe';
import { cardOf, customerOf, priceOf, stripeSubscription } from './stripe-objects.ts';
import { invalid, type ApiError, type StripeCall } from './stripe-server.ts';

export interface BooksAnswer {
  readonly status: number;
  readonly body: object;
}

const ok = (body: object): BooksAnswer => ({ status: 200, body });

const refused = (status: number, error: ApiError): BooksAnswer => ({ status, body: { error } });

const missing = (what: string, id: string): BooksAnswer =>
  refused(404, invalid(`No such ${what}: '${id}'`, 'id', 'resource_missing'));

const declined = refused(402, {
  type: 'card_error',
  code: 'card_declined',
  message: 'Your card was declined.',
});

type Params = StripeCall['params'];

/** The fields of a group: `metadata[app]` is `app` of `metadata`. */
const group = (params: Params, name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(params).flatMap(([key, value]) =>
      key.startsWith(`${name}[`) ? [[key.slice(name.length + 1, -1), value]] : [],
    ),
  );

/** A part of a list, as `limit`, `starting_after` and `ending_before` ask for it. */
const listOf = (all: readonly { readonly id: string }[], params: Params): BooksAnswer => {
  const limit = Number(params['limit'] ?? 10);
  const index = (id = '') => all.findIndex((it) => it.id === id);
  const { starting_after: after, ending_before: before } = params;
  if (after !== undefined && index(after) < 0) {
    return refused(400, invalid(`No such object: '${after}'`, 'starting_after'));
  }
  const found =
    before === undefined ? all.slice(index(after) + 1) : all.slice(0, index(before)).toReversed();
  const data = found.slice(0, limit);
  return ok({
    object: 'list',
    data: before === undefined ? data : data.toReversed(),
    has_more: found.length > limit,
    url: '/v1/list',
  });
};

export const createStripeBooks = () => {
  const prices: Stripe.Price[] = [
    priceOf({ id: 'price_new' }, { id: 'prod_agent', name: 'AI Agent', default_price: 'price_2' }),
    priceOf({ id: 'price_2' }, { id: 'prod_agent', name: 'AI Agent', default_price: 'price_2' }),
    priceOf({ id: 'price_mug' }, { id: 'prod_mug', name: 'Mug club', metadata: {} }),
    priceOf(
      {
        id: 'price_year',
        recurring: {
          interval: 'year',
          interval_count: 1,
          meter: null,
          trial_period_days: null,
          usage_type: 'licensed',
        },
      },
      { id: 'prod_year', name: 'AI Agent for a year' },
    ),
  ];
  const customers = new Map<string, Stripe.Customer>();
  /** The newest first. */
  const cards: Stripe.PaymentMethod[] = [];
  const subscriptions = new Map<string, Stripe.Subscription>();
  const replays = new Map<string, { asked: string; answer: BooksAnswer }>();
  let count = 0;

  const newId = (kind: string): string => {
    count += 1;
    return `${kind}_${String(count).padStart(4, '0')}`;
  };

  const cardsOf = (customer: string) => cards.filter((it) => it.customer === customer);

  const paysWith = (id: string | undefined): boolean =>
    cards.find((it) => it.id === id)?.card?.last4 !== '0341';

  /** What a change of the quantity comes to. */
  const proration = (it: Stripe.Subscription, quantity: number, date: number): number => {
    const [item] = it.items.data;
    if (!item) return 0;
    const whole = item.current_period_end - item.current_period_start;
    const rest = (amount: number) =>
      Math.round((amount * (item.current_period_end - date)) / whole);
    const unit = item.price.unit_amount ?? 0;
    return rest(quantity * unit) - rest((item.quantity ?? 1) * unit);
  };

  const change = (id: string, fields: Partial<Stripe.Subscription>): Stripe.Subscription => {
    const before = subscriptions.get(id);
    if (!before) throw new Error(`there is no subscription ${id}`);
    const after = { ...before, ...fields };
    subscriptions.set(id, after);
    return after;
  };

  const withItem = (
    it: Stripe.Subscription,
    fields: Partial<Stripe.SubscriptionItem>,
  ): Partial<Stripe.Subscription> => ({
    items: { ...it.items, data: it.items.data.map((item) => ({ ...item, ...fields })) },
  });

  const create = (params: Params): BooksAnswer => {
    const price = prices.find(({ id }) => id === params['items[0][price]']);
    if (!price) return refused(400, invalid('No such price.', 'items[0][price]'));
    const { customer = '', default_payment_method: method } = params;
    if (!cardsOf(customer).some(({ id }) => id === method)) {
      return refused(400, invalid('This customer has no attached payment source.', 'customer'));
    }
    if (!paysWith(method)) return declined;
    const line = { price, quantity: Number(params['items[0][quantity]']) };
    const made = stripeSubscription(newId('sub'), customer, line, {
      metadata: group(params, 'metadata'),
      default_payment_method: method ?? null,
    });
    subscriptions.set(made.id, made);
    return ok(made);
  };

  const update = (it: Stripe.Subscription, params: Params): BooksAnswer => {
    if (it.status === 'canceled') {
      return refused(400, invalid('A canceled subscription cannot be changed.', 'id'));
    }
    const quantity = params['items[0][quantity]'];
    if (quantity !== undefined) {
      const charged = proration(it, Number(quantity), Number(params['proration_date']));
      const method = it.default_payment_method;
      if (charged > 0 && !paysWith(typeof method === 'string' ? method : undefined)) {
        return declined;
      }
      return ok(change(it.id, withItem(it, { quantity: Number(quantity) })));
    }
    if (params['cancel_at'] === '') return ok(change(it.id, { cancel_at: null }));
    const cancels = params['cancel_at_period_end'] === 'true';
    const end = it.items.data[0]?.current_period_end ?? null;
    return ok(change(it.id, { cancel_at_period_end: cancels, cancel_at: cancels ? end : null }));
  };

  const preview = (params: Params): BooksAnswer => {
    const it = subscriptions.get(params['subscription'] ?? '');
    if (!it) return missing('subscription', params['subscription'] ?? '');
    const quantity = Number(params['subscription_details[items][0][quantity]']);
    const date = Number(params['subscription_details[proration_date]']);
    const total = proration(it, quantity, date);
    const invoice = {
      object: 'invoice',
      currency: it.currency,
      total,
      amount_due: Math.max(0, total),
    } satisfies Partial<Stripe.Invoice>;
    return ok(invoice);
  };

  const post = (path: string, params: Params): BooksAnswer => {
    const subscription = subscriptions.get(path.split('/')[3] ?? '');
    if (path === '/v1/customers') {
      const made = customerOf({ id: newId('cus'), metadata: group(params, 'metadata') });
      customers.set(made.id, made);
      return ok(made);
    }
    if (path === '/v1/billing_portal/sessions') {
      const id = newId('bps');
      return ok({ id, url: `https://billing.stripe.com/p/session/test_${id}` });
    }
    if (path === '/v1/invoices/create_preview') return preview(params);
    if (path === '/v1/subscriptions') return create(params);
    if (subscription) return update(subscription, params);
    return missing('object', path);
  };

  const get = (path: string, params: Params): BooksAnswer => {
    const [, , resource, id = '', part] = path.split('/');
    if (resource === 'prices') return listOf(prices, params);
    if (part === 'payment_methods') return listOf(cardsOf(id), params);
    if (resource === 'subscriptions' && id === '') {
      const all = [...subscriptions.values()].filter((it) => it.customer === params['customer']);
      return listOf(all.toReversed(), params);
    }
    const found = resource === 'customers' ? customers.get(id) : subscriptions.get(id);
    return found ? ok(found) : missing(resource ?? '', id);
  };

  return {
    customers,
    subscriptions,
    prices,
    change,
    /** The same of what it is for. */
    changeItem: (id: string, fields: Partial<Stripe.SubscriptionItem>): Stripe.Subscription => {
      const it = subscriptions.get(id);
      if (!it) throw new Error(`there is no subscription ${id}`);
      return change(id, withItem(it, fields));
    },
    /** As on the portal's page. `0341` is a card that is declined. */
    addCard: (customer: string, last4 = '4242'): string => {
      const card = cardOf(newId('pm'), customer, last4);
      cards.unshift(card);
      return card.id;
    },
    /** What somebody makes at Stripe itself. */
    add: (customer: string, fields: Partial<Stripe.Subscription> = {}): Stripe.Subscription => {
      const [price] = prices;
      if (!price) throw new Error('there is no price');
      const made = stripeSubscription(newId('sub'), customer, { price, quantity: 1 }, fields);
      subscriptions.set(made.id, made);
      return made;
    },
    answer: ({ method, path, params, idempotencyKey }: StripeCall): BooksAnswer => {
      if (method === 'GET') return get(path, params);
      const asked = JSON.stringify([path, params]);
      const before = replays.get(idempotencyKey ?? '');
      if (before && before.asked !== asked) {
        const message = 'Keys for idempotent requests can only be used with the same parameters.';
        return refused(400, { type: 'idempotency_error', message });
      }
      const answer = before?.answer ?? post(path, params);
      if (idempotencyKey !== undefined) replays.set(idempotencyKey, { asked, answer });
      return answer;
    },
  };
};

export type StripeBooks = ReturnType<typeof createStripeBooks>;
