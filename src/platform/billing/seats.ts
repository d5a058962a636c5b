import { countPublished } from '../store/agents.ts';
import type { Store } from '../store/store.ts';
import type { Subscription } from './billing.ts';

/** Whether its seats may be used, and their number be changed. */
export const isInGoodStanding = ({ status }: Pick<Subscription, 'status'>): boolean =>
  status === 'Active' || status === 'Trialing';

/** How many seats of those that are paid for no published agent has taken. */
export const freeSeatsOf = async (
  store: Store,
  project: string,
  subscriptions: readonly Subscription[],
): Promise<number> => {
  const seats = subscriptions
    .filter(isInGoodStanding)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  return Math.max(0, seats - (await countPublished(store, project)));
};
