import type { Handlers } from './handler.ts';
import type { Services } from './services.ts';

/** `2025-01-06T18:27:40Z` */
const timeOf = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

export const planHandlers = ({ billing }: Services): Handlers['plans'] => ({
  list: async () => {
    const plans = await billing.plans();
    return JSON.stringify(
      plans.map(({ id, name, description, amount, createdAt, updatedAt, metadata }) => ({
        id,
        name,
        description,
        price: amount,
        createdAt: timeOf(createdAt),
        updatedAt: timeOf(updatedAt),
        metadata,
      })),
    );
  },
});
