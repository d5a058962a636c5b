import type { TokenPrice } from '../../api/types.ts';
import type { TokenPlace } from './chains.ts';

export interface Prices {
  /**
   * The price of a token now; `usdPrice` is null where nobody trades it.
   *
   * @throws {HttpError} 503 `unavailable` while the engine is down, 503 `not_configured` where it
   * refuses us, 502 `bad_upstream` where its answer cannot be read, 400 where it knows no such token
   */
  price(place: TokenPlace): Promise<TokenPrice>;
}
