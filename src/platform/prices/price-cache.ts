import { boundedMap } from '../../http/bounded-map.ts';
import type { TokenPlace } from './chains.ts';
import type { Prices } from './price-engine.ts';

/** How long a price is good enough, in milliseconds: pages ask far more often than it pays to know. */
const freshFor = 30_000;
const capacity = 2_000;

/**
 * Remembers prices, and asks once for all who want the same one at the same time. A failure is nobody
 * else's.
 */
export const cachedPrices = (prices: Prices, now: () => number): Prices => {
  const kept = boundedMap<ReturnType<Prices['price']>>({ capacity, now });
  const keyOf = ({ chain, address }: TokenPlace) => `${chain} ${address}`;

  return {
    price: (place) => {
      const key = keyOf(place);
      const known = kept.get(key);
      if (known) return known.value;
      const asked = prices.price(place);
      kept.set(key, asked, freshFor);
      asked.catch(() => {
        if (kept.get(key)?.value === asked) kept.forget(key);
      });
      return asked;
    },
  };
};
