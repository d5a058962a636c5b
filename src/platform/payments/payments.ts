import type { Order } from '../store/orders.ts';
import type { Product } from '../store/products.ts';

/** What somebody is about to buy. */
export interface Purchase {
  readonly workspace: string;
  readonly product: Product;
  readonly customerEmail?: string | undefined;
  /** The shop's own name for it. */
  readonly ref?: string | undefined;
  /** What the shop calls this request: the same one makes no second order. */
  readonly request?: { readonly key: string; readonly hash: string } | undefined;
}

/** A checkout on a page of the provider's, which the buyer is sent to. */
export interface HostedPurchase extends Purchase {
  readonly successUrl: string;
  readonly cancelUrl: string;
}

/** A checkout within the shop's own page. */
export interface EmbeddedPurchase extends Purchase {
  readonly returnUrl: string;
}

/** What Stripe.js needs to show a checkout within a page. */
export interface EmbeddedSession {
  readonly id: string;
  readonly clientSecret: string;
  readonly publishableKey: string;
  readonly stripeAccount: string;
}

/** Where buyers pay. */
export interface Payments {
  /**
   * Begins a checkout and keeps its order.
   *
   * @returns the address where the buyer pays
   * @throws {HttpError} 503 where the workspace cannot be paid, or the provider cannot be reached
   */
  readonly checkout: (purchase: HostedPurchase) => Promise<string>;

  /**
   * The same within the shop's page.
   *
   * @throws {HttpError} like `checkout`, and 503 where there is no such thing here
   */
  readonly embed: (purchase: EmbeddedPurchase) => Promise<EmbeddedSession>;

  /**
   * An order as it is by now, where the provider knows more than it has told.
   *
   * @throws {HttpError} 503 where the provider cannot be reached
   */
  readonly refresh: (order: Order) => Promise<Order>;

  /**
   * Takes what the provider tells of its own accord.
   *
   * @throws {HttpError} 400 for what is not signed by it
   */
  readonly receive: (request: Request) => Promise<void>;
}
