import { ApiError } from '../../client/errors.ts';
import { payments } from '../../client/resources/payments.ts';
import { inStorage } from '../../client/storage.ts';
import { ElementError } from '../../ui/failure.ts';
import { secureUrl } from '../../ui/secure-url.ts';

/** What the page says about a purchase. What it costs, the server says. */
export interface Order {
  readonly productId: string;
  /** Absolute or relative to the page. The page itself when absent. */
  readonly successUrl?: string | undefined;
  readonly cancelUrl?: string | undefined;
  readonly customerEmail?: string | undefined;
  readonly orderRef?: string | undefined;
}

/** How a buyer came back. It says nothing about money: that, only the owner's server can find out. */
export type Outcome = 'success' | 'cancelled';

const marker = 'fae-checkout';

/** The page's address with the outcome in its query; the rest of it stays as it is, byte by byte. */
export const returnUrl = (page: string, outcome: Outcome): string => {
  const url = new URL(page);
  const rest = url.search.slice(1).split('&');
  const kept = rest.filter((pair) => pair && !pair.startsWith(`${marker}=`));
  url.search = [...kept, `${marker}=${outcome}`].join('&');
  return url.href;
};

/**
 * The body of the request that makes a checkout.
 *
 * @param page the address of the page that the buyer comes back to
 * @throws {ElementError} `invalid_order_ref` or `invalid_return_url`: the page's mistakes. A payment
 *   provider drops such a reference silently, and the order could never be matched.
 */
export const checkoutRequest = (order: Order, page: string) => {
  const { productId, customerEmail, orderRef } = order;
  if (orderRef && !/^[\w-]{1,200}$/.test(orderRef)) {
    throw new ElementError(
      'invalid_order_ref',
      `order-ref="${orderRef}" has to be 1 to 200 letters, digits, "_" or "-".`,
    );
  }
  const backTo = (given: string | undefined, outcome: Outcome): string => {
    const url = secureUrl(URL.parse(given || returnUrl(page, outcome), page)?.href ?? '');
    if (url) return url;
    throw new ElementError('invalid_return_url', `"${given || page}" has to be an https address.`);
  };
  return {
    productId,
    successUrl: backTo(order.successUrl, 'success'),
    cancelUrl: backTo(order.cancelUrl, 'cancelled'),
    ...(customerEmail && { customerEmail }),
    ...(orderRef && { ref: orderRef }),
  };
};

/**
 * Random: a key made from the order would bring back a checkout that was cancelled. Not `randomUUID`,
 * which pages without https lack.
 */
const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-');

/**
 * The keys of purchases that the server may have made although its answer never came, by what was
 * sent: tried again, each is the same purchase to the server.
 */
const unanswered = new Map<string, string>();

/**
 * Makes a checkout and gives the address where the buyer pays.
 *
 * @throws {ElementError} `bad_redirect` when that is no https address; also what `checkoutRequest` throws
 * @throws {ApiError} when the server refuses or cannot be reached
 */
export const makeCheckout = async (
  order: Order,
  place: { endpoint: string; page: string; signal: AbortSignal },
): Promise<string> => {
  const { endpoint, page, signal } = place;
  const request = checkoutRequest(order, page);
  const purchase = JSON.stringify(request);
  const idempotencyKey = unanswered.get(purchase) ?? newKey();
  unanswered.set(purchase, idempotencyKey);
  const answered = () => unanswered.delete(purchase);
  const { url } = await payments({ base: endpoint })
    .checkout(request, { signal, idempotencyKey })
    .catch((error: unknown) => {
      // Refused, so nothing was made; 409 says that the first try is still under way.
      if (error instanceof ApiError && error.status >= 400 && error.status !== 409) answered();
      throw error;
    });
  answered();
  const safe = secureUrl(url);
  if (safe) return safe;
  throw new ElementError('bad_redirect', `The server named no https address to pay at: "${url}".`);
};

/** Keeps which product this tab leaves for, so that its element alone greets the buyer who returns. */
export const rememberProduct = (productId: string): void =>
  inStorage((storage) => storage.setItem(marker, productId));

/**
 * How this tab came back from buying the product, if it did. A link with the outcome in it that
 * somebody copied greets nobody.
 */
export const returnedFrom = (productId: string, page: string): Outcome | undefined => {
  if (inStorage((storage) => storage.getItem(marker)) !== productId) return undefined;
  const outcome = new URL(page).searchParams.get(marker);
  return outcome === 'success' || outcome === 'cancelled' ? outcome : undefined;
};
