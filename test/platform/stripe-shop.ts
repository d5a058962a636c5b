import assert from 'node:assert/strict';
import { updateWorkspace } from '../../src/platform/store/workspaces.ts';
import { connectedAccount, startStripe } from './stripe-server.ts';
import { startPlatform } from './support.ts';

export const successUrl = 'https://shop.example/thanks?session={CHECKOUT_SESSION_ID}';
export const cancelUrl = 'http://localhost:5173/cart';

/** A platform whose sample workspace is paid through Stripe, and Stripe's stand-in. */
export const startShop = async () => {
  const stripe = await startStripe();
  const server = await startPlatform({ standIns: false, env: stripe.env });

  const wish = (more: Record<string, unknown> = {}) => ({
    productId: server.platform.sample['productId'],
    successUrl,
    cancelUrl,
    ...more,
  });

  /** Tries to buy something, which is answered with this status. */
  const refused = (status: number, more: Record<string, unknown> = {}) =>
    server.json(status, 'POST', '/api/payments/embed/checkout', wish(more));

  const deliver = (payload: string, signature = stripe.sign(payload)): Promise<Response> =>
    fetch(`${server.origin}/api/payments/webhook`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Stripe-Signature': signature },
      body: payload,
    });

  return {
    stripe,
    server,
    wish,
    refused,
    /** Begins to buy something; gives the session's name. */
    checkout: async (more: Record<string, unknown> = {}): Promise<string> =>
      String((await refused(200, more))['url'])
        .split('/')
        .at(-1) ?? '',
    orderOf: async (session: string) =>
      (await server.json(200, 'GET', '/api/payments/orders')).find(
        (it) => it['sessionId'] === session,
      ),
    stateOf: (session: string) => server.json(200, 'GET', `/api/payments/sessions/${session}`),
    makeProduct: async (fields: Record<string, unknown> = {}): Promise<string> => {
      const product = { name: 'Mug', amount: 1200, currency: 'eur', ...fields };
      return (await server.json(201, 'POST', '/api/payments/products', product)).id;
    },
    stockOf: async (id: string) =>
      (await server.json(200, 'GET', '/api/payments/products')).find((it) => it.id === id)?.[
        'stock'
      ],
    /** Sends an event to the webhook. */
    deliver,
    delivered: async (payload: string): Promise<void> => {
      const response = await deliver(payload);
      assert.equal(response.status, 200, await response.text());
    },
    /** As in the beginning, but for what was bought. */
    reset: async (): Promise<void> => {
      stripe.reset();
      server.events.length = 0;
      const { workspace } = server.platform;
      await updateWorkspace(server.store, workspace, { stripeAccount: connectedAccount });
    },
    close: async (): Promise<void> => {
      await server.close();
      await stripe.close();
    },
  };
};

export type Shop = Awaited<ReturnType<typeof startShop>>;
