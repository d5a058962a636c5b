import type { Plan } from './billing.ts';

const releasedAt = Date.UTC(2026, 0, 6, 18, 27, 40);

const plan = (id: string, name: string, amount: number, description: string): Plan => ({
  id: `prod_${id}`,
  price: `price_${id}`,
  name,
  description,
  amount,
  currency: 'usd',
  createdAt: releasedAt,
  updatedAt: releasedAt,
  metadata: { app: 'fleek-platform' },
});

/** What can be subscribed to where no money is taken. */
export const testPlans: readonly Plan[] = [
  plan('TestAiAgent', 'AI Agent', 2000, 'A seat for one agent. A test: no money is taken.'),
];
