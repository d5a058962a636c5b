import { createHash } from 'node:crypto';
import { idempotencyKey } from '../../http/idempotency-key.ts';
import type { NewSubscription, QuantityChange, Subscription } from '../billing/billing.ts';
import type { Handlers } from './handler.ts';
import { invalid } from './refusals.ts';
import type { Services } from './services.ts';

/** As Fleek tells times: in UTC, to the second, without a zone. */
const timeOf = (time: number | undefined): string | null =>
  time === undefined ? null : new Date(time).toISOString().slice(0, 19);

const answerOf = (it: Subscription) => ({
  endDate: timeOf(it.endsAt),
  id: it.id,
  items: [
    {
      id: it.item,
      priceId: it.price,
      productId: it.product,
      quantity: it.quantity,
      unitAmount: it.unitAmount ?? null,
      usageType: 'PerUnit',
    },
  ],
  periodEndDate: timeOf(it.periodEnd),
  periodStartDate: timeOf(it.periodStart),
  productId: it.product,
  scheduleId: it.schedule ?? null,
  startDate: timeOf(it.startedAt),
  status: it.status,
  ...(it.trialEndsAt !== undefined && { trialEndDate: timeOf(it.trialEndsAt) }),
});

const answered = async (subscription: Promise<Subscription>): Promise<string> =>
  JSON.stringify(answerOf(await subscription));

/** What the caller's side calls its request: the same name and body mean the same subscription. */
const requestOf = (request: Request, body: object): NewSubscription['request'] => {
  const key = idempotencyKey(request);
  if (key === undefined) return undefined;
  return { key, hash: createHash('sha256').update(JSON.stringify(body)).digest('hex') };
};

/** As text, as much as Stripe keeps of it. */
const metadataOf = (given: Readonly<Record<string, unknown>> | null | undefined) => {
  const entries = Object.entries(given ?? {}).map(
    ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
  );
  const fits = entries.every(([name, value]) => name.length <= 40 && value.length <= 500);
  if (entries.length > 40 || !fits || entries.some(([name]) => !/^[^[\]]+$/.test(name))) {
    throw invalid(
      '"metadata" has at most 40 fields, with names of up to 40 and values of up to 500 characters.',
    );
  }
  return Object.fromEntries(entries);
};

/** From when on a preview has counted, as it was told. */
const fromOf = (given: unknown): number | undefined => {
  if (given === undefined || given === null) return undefined;
  const isTime = typeof given === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(given);
  const time = isTime ? Date.parse(`${given}Z`) : Number.NaN;
  if (Number.isNaN(time)) throw invalid('"prorationDate" must be what a preview has said.');
  return time;
};

interface ChangeContext {
  readonly project: string;
  readonly params: { readonly subscriptionId: string };
  readonly body: { readonly updateBy: number; readonly [field: string]: unknown };
}

const changeOf = ({ project, params, body }: ChangeContext): QuantityChange => ({
  project,
  id: params.subscriptionId,
  by: body.updateBy,
  from: fromOf(body['prorationDate']),
});

export const subscriptionHandlers = ({ billing }: Services): Handlers['subscriptions'] => ({
  list: async ({ project }) => JSON.stringify((await billing.subscriptions(project)).map(answerOf)),

  get: ({ project, params }) => answered(billing.subscription(project, params.subscriptionId)),

  create: ({ project, body, request }) => {
    const { product, planId, metadata } = body;
    // A plan is a product: who names both means the same one.
    if (planId && planId !== product.id) throw invalid('"planId" is not that of the product.');
    return answered(
      billing.create({
        project,
        product: product.id,
        quantity: product.quantity,
        metadata: metadataOf(metadata),
        request: requestOf(request, body),
      }),
    );
  },

  updateQuantity: (context) => answered(billing.updateQuantity(changeOf(context))),

  previewQuantity: async (context) => {
    const preview = await billing.previewQuantity(changeOf(context));
    return JSON.stringify({
      quantity: preview.quantity,
      dueNow: preview.dueNow,
      nextAmount: preview.nextAmount,
      currency: preview.currency,
      nextDate: timeOf(preview.nextAt),
      prorationDate: timeOf(preview.from),
    });
  },

  cancel: ({ project, params }) => answered(billing.cancel(project, params.subscriptionId)),

  resume: ({ project, params }) => answered(billing.resume(project, params.subscriptionId)),
});
