import type { ReactiveControllerHost } from 'lit';
import { Connection } from '../../ui/connection.ts';
import { resolveEndpoint } from '../../ui/endpoint.ts';
import { failureOf, type Failure } from '../../ui/failure.ts';
import {
  FaeCheckoutErrorEvent,
  FaeCheckoutRedirectEvent,
  FaeCheckoutStartEvent,
} from './checkout.events.ts';
import { makeCheckout, rememberProduct, type Order } from './checkout.ts';

/**
 * From the click to the payment page. One attempt at a time, latched in the same tick as the click:
 * a state that is set after the first `await` lets a double click buy twice.
 */
export class CheckoutAttempt {
  /** Why the last one failed. */
  failure: Failure | undefined;

  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #connection: Connection;
  #run: AbortController | undefined;
  #url: string | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    this.#connection = new Connection(host, (signal) => {
      // Back from the payment page, the browser may show this page as it was left: busy.
      const wake = (event: PageTransitionEvent) => {
        if (event.persisted) this.reset();
      };
      window.addEventListener('pageshow', wake, { signal });
      signal.addEventListener('abort', () => this.reset());
    });
  }

  /** From the click until the page is left. */
  get busy(): boolean {
    return !!this.#run;
  }

  get soldOut(): boolean {
    return this.failure?.code === 'sold_out';
  }

  /** Forgets what is under way, and what went wrong unless that is given. */
  reset(failure?: Failure): void {
    this.#run?.abort();
    this.#run = undefined;
    this.#url = undefined;
    this.failure = failure;
    this.#host.requestUpdate();
  }

  /** Makes a checkout for the order and goes there, unless one is under way. */
  async start(order: Order, endpoint: string | undefined): Promise<void> {
    // Still here although the page was told to go: the same checkout once more, not another one.
    if (this.#url) location.assign(this.#url);
    if (this.#run || this.soldOut || this.#connection.signal.aborted) return;
    this.reset();
    const run = new AbortController();
    this.#run = run;
    if (!this.#host.dispatchEvent(new FaeCheckoutStartEvent(order))) {
      this.reset();
      return;
    }
    try {
      const url = await makeCheckout(order, {
        endpoint: resolveEndpoint(endpoint),
        page: location.href,
        signal: run.signal,
      });
      if (this.#run !== run) return;
      rememberProduct(order.productId);
      this.#url = url;
      if (this.#host.dispatchEvent(new FaeCheckoutRedirectEvent(order, url))) location.assign(url);
      else this.reset();
    } catch (error) {
      if (this.#run !== run) return;
      const failure = failureOf(error);
      this.reset(failure);
      this.#host.dispatchEvent(new FaeCheckoutErrorEvent(order, failure));
    }
  }
}
