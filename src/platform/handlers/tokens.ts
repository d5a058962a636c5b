import { tokenPlace } from '../prices/chains.ts';
import { insertToken, listTokens } from '../store/tokens.ts';
import type { Handlers } from './handler.ts';
import { notConfigured } from './refusals.ts';
import type { Services } from './services.ts';

/** Tokens are the same for every workspace. */
export const tokenHandlers = ({ store, prices }: Services): Handlers['tokens'] => ({
  list: () => listTokens(store),

  create: ({ body }) => insertToken(store, body),

  price: async ({ query }) => {
    const place = tokenPlace(query.chain, query.tokenAddress);
    if (!prices) throw notConfigured('No source of token prices is configured.');
    return JSON.stringify(await prices.price(place));
  },
});
