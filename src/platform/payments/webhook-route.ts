import { HttpError } from '../../http/problem.ts';
import type { App } from '../app.ts';
import { notConfigured } from '../handlers/refusals.ts';
import type { Payments } from './payments.ts';

const path = '/api/payments/webhook';

/** Where the payment provider tells what has become of a checkout. It signs each byte of the body. */
export const addWebhookRoute = (app: App, payments: Payments | undefined): void => {
  app.post(path, async (context) => {
    if (!payments) throw notConfigured('Payments are not set up.');
    await payments.receive(context.req.raw);
    return context.json({ received: true });
  });
  app.all(path, () => {
    const headers = { Allow: 'POST' };
    throw new HttpError(405, 'method_not_allowed', 'Only POST here.', { headers });
  });
};
