import type { Failure } from '../../ui/failure.ts';
import type { Order } from './checkout.ts';

class CheckoutEvent extends Event {
  declare readonly productId: string;
  /** The element's `order-ref`. */
  declare readonly orderRef: string | undefined;
  constructor(type: string, { productId, orderRef }: Order, cancelable: boolean) {
    super(type, { bubbles: true, composed: true, cancelable });
    this.productId = productId;
    this.orderRef = orderRef;
  }
}

/** The visitor wants to buy. Cancelled, nothing is sent. */
export class FaeCheckoutStartEvent extends CheckoutEvent {
  constructor(order: Order) {
    super('fae-checkout-start', order, true);
  }
}

/** The checkout is made and the page is about to go there. Cancelled, it stays: `url` is yours. */
export class FaeCheckoutRedirectEvent extends CheckoutEvent {
  /** Where the buyer pays: https, or http on this machine. */
  declare readonly url: string;
  constructor(order: Order, url: string) {
    super('fae-checkout-redirect', order, true);
    this.url = url;
  }
}

/** The checkout could not be made; the visitor has been told why. */
export class FaeCheckoutErrorEvent extends CheckoutEvent implements Failure {
  declare readonly code: string;
  /** For the console, not for the visitor. */
  declare readonly message: string;
  declare readonly retryable: boolean;
  /** Seconds. */
  declare readonly retryAfter: number | undefined;
  constructor(order: Order, { code, message, retryable, retryAfter }: Failure) {
    super('fae-checkout-error', order, false);
    this.code = code;
    this.message = message;
    this.retryable = retryable;
    this.retryAfter = retryAfter;
  }
}

declare global {
  interface HTMLElementEventMap {
    'fae-checkout-start': FaeCheckoutStartEvent;
    'fae-checkout-redirect': FaeCheckoutRedirectEvent;
    'fae-checkout-error': FaeCheckoutErrorEvent;
  }
}
