import { engineMode, type Env } from '../engines/mode.ts';
import { createOutbound } from '../outbound.ts';
import { createMoralis } from './moralis.ts';
import { cachedPrices } from './price-cache.ts';
import type { Prices } from './price-engine.ts';
import { samplePrices } from './sample-prices.ts';

export type { Prices } from './price-engine.ts';

/** Shorter than whoever asks us waits, so that it is we who tell what was slow. */
const limits = {
  headersTimeout: 6_000,
  idleTimeout: 3_000,
  totalTimeout: 8_000,
  maxBytes: 64 * 1024,
};

/**
 * The engine that knows tokens' prices: Moralis where `MORALIS_API_KEY` is set, else made-up ones.
 *
 * @param options `env`: `FAE_PRICES` = auto, off or test, and `MORALIS_API_KEY`; `standIns`: whether
 * `auto` may use made-up prices
 * @returns `undefined` where prices are not configured
 */
export const createPrices = ({
  env,
  standIns,
  now,
}: {
  readonly env: Env;
  readonly standIns: boolean;
  readonly now: () => number;
}): Prices | undefined => {
  const mode = engineMode(env, 'FAE_PRICES');
  if (mode === 'off') return undefined;
  const key = env['MORALIS_API_KEY']?.trim();
  if (mode === 'auto' && key) {
    const outbound = createOutbound({ allowPrivateHosts: false, ...limits });
    return cachedPrices(createMoralis({ key, outbound, now }), now);
  }
  return mode === 'test' || standIns ? samplePrices(now) : undefined;
};
