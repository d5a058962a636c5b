import type { PaymentMethod } from '../billing/billing.ts';
import type { Handlers } from './handler.ts';
import type { Services } from './services.ts';

const textOf = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

const answerOf = ({ id, brand, country, expiryMonth, expiryYear, last4 }: PaymentMethod) => ({
  brand,
  country,
  expiryMonth: textOf(expiryMonth),
  expiryYear: textOf(expiryYear),
  id,
  last4,
});

export const paymentMethodHandlers = ({ billing }: Services): Handlers['paymentMethods'] => {
  const manage = async ({ project }: { readonly project: string }): Promise<string> =>
    JSON.stringify({ url: await billing.manage(project) });

  return {
    list: async ({ project, query }) => {
      const { size = 25, cursor } = query;
      const { data, next, previous } = await billing.paymentMethods(project, { size, cursor });
      return JSON.stringify({
        data: data.map(answerOf),
        next: next ?? null,
        prev: previous ?? null,
      });
    },
    manage,
    openManagement: manage,
  };
};
