import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { Product } from '../../client/index.ts';
import { payments } from '../../client/resources/payments.ts';
import { resolveEndpoint } from '../../ui/endpoint.ts';
import { failureView } from '../../ui/failure-view.ts';
import { jsonAttribute } from '../../ui/json-attribute.ts';
import { languageOf } from '../../ui/language.ts';
import { LoadController, type ElementState } from '../../ui/load-controller.ts';
import { mergeStrings } from '../../ui/strings.ts';
import { buttons } from '../../ui/buttons.styles.ts';
import { states } from '../../ui/states.styles.ts';
import { tokens } from '../../ui/tokens.styles.ts';
import { CheckoutAttempt } from './checkout-attempt.ts';
import { checkoutView } from './checkout-view.ts';
import { attemptText, checkoutStrings, type CheckoutStrings } from './checkout.strings.ts';
import { styles } from './checkout.styles.ts';
import { returnedFrom, type Outcome } from './checkout.ts';

/**
 * Shows a product and sends the buyer to pay for it.
 *
 * @summary A product with its picture and price, and a button that opens its checkout.
 *
 * The page never names a price: it comes from the server, and so does the address to pay at. Without
 * `success-url` and `cancel-url` the buyer comes back to this page with `fae-checkout=success` or
 * `fae-checkout=cancelled` in its query, and the element says so in a quiet line. That is no proof
 * of payment: the owner's server has to ask.
 *
 * @example
 * <fae-checkout product-id="64f1c0ffee64f1c0ffee64f1" order-ref="order_42">
 *   <a href="/shop/poster">The poster in our shop</a>
 * </fae-checkout>
 *
 * @attr {string} product-id - The product's id
 * @attr {string} success-url - Where a buyer goes after paying; https, relative to the page if need be
 * @attr {string} cancel-url - Where a buyer goes who did not pay
 * @attr {string} customer-email - Filled in on the payment page
 * @attr {string} order-ref - Kept with the order: 1 to 200 letters, digits, `_` or `-`
 * @attr {string} label - What the button says; "Buy now" when absent
 * @attr {string} endpoint - The proxy's address
 * @attr {string} strings - Texts to use in place of the English ones, as JSON
 *
 * @slot - Shown while the product cannot be: without JavaScript, and after a failure
 * @slot media - In place of the product's pictures
 * @slot footer - Below the button: terms, delivery
 *
 * @event {FaeReadyEvent} fae-ready - The product is shown
 * @event {FaeErrorEvent} fae-error - The product could not be loaded
 * @event {FaeCheckoutStartEvent} fae-checkout-start - The button was pressed; cancelable
 * @event {FaeCheckoutRedirectEvent} fae-checkout-redirect - About to leave for `url`; cancelable
 * @event {FaeCheckoutErrorEvent} fae-checkout-error - The checkout could not be made
 *
 * @csspart card - Everything
 * @csspart media - The picture's frame
 * @csspart images - The strip of pictures
 * @csspart image - One of them
 * @csspart placeholder - What stands there without one
 * @csspart body - Text and button
 * @csspart name - The product's name
 * @csspart description - Its description
 * @csspart price - Its price
 * @csspart button - The button that buys
 * @csspart message - The line below the button
 * @csspart error - The notice that the product could not be loaded
 * @csspart retry - The button that loads it again
 *
 * @cssproperty --fae-checkout-ratio - Width to height of the picture, `4 / 3` when absent
 */
export class FaeCheckoutElement extends LitElement {
  static override properties = {
    endpoint: {},
    productId: { attribute: 'product-id' },
    successUrl: { attribute: 'success-url' },
    cancelUrl: { attribute: 'cancel-url' },
    customerEmail: { attribute: 'customer-email' },
    orderRef: { attribute: 'order-ref' },
    label: {},
    strings: { ...jsonAttribute },
    state: { reflect: true },
  };
  static override styles = [tokens, buttons, states, styles];

  declare endpoint: string | undefined;
  declare productId: string | undefined;
  declare successUrl: string | undefined;
  declare cancelUrl: string | undefined;
  declare customerEmail: string | undefined;
  declare orderRef: string | undefined;
  declare label: string | undefined;
  declare strings: Partial<CheckoutStrings> | undefined;
  declare state: ElementState;

  readonly #product = new LoadController<readonly [string | undefined, string], Product>(this, {
    key: () => (this.productId ? [this.endpoint, this.productId] : undefined),
    load: ([endpoint, productId], signal) =>
      payments({ base: resolveEndpoint(endpoint) }).product({ productId }, { signal }),
  });
  readonly #checkout = new CheckoutAttempt(this);
  #outcome: Outcome | undefined;

  constructor() {
    super();
    this.state = 'idle';
  }

  /** Does what a click on the button does; nothing while a checkout is being opened. */
  start(): void {
    if (this.state !== 'ready' || !this.productId) return;
    this.#outcome = undefined;
    const { productId, successUrl, cancelUrl, customerEmail, orderRef } = this;
    const order = { productId, successUrl, cancelUrl, customerEmail, orderRef };
    void this.#checkout.start(order, this.endpoint);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('productId') && !changed.has('endpoint')) return;
    this.#checkout.reset();
    this.#outcome = this.productId ? returnedFrom(this.productId, location.href) : undefined;
  }

  override render(): TemplateResult {
    const { state } = this;
    if (state === 'idle') return html`<slot></slot>`;
    const strings = mergeStrings(checkoutStrings, this.strings);
    const { value: product, failure } = this.#product;
    const retry = () => this.#product.retry();
    const { busy, soldOut, failure: refusal } = this.#checkout;
    const locale = languageOf(this);
    return checkoutView({
      product,
      failure: failure && failureView({ failure, state, strings, retry }),
      locale,
      label: soldOut ? strings.soldOut : this.label || strings.buy,
      busy,
      soldOut,
      kind: refusal ? 'failure' : this.#outcome,
      message: this.#message(strings, locale),
      start: () => this.start(),
    });
  }

  #message(strings: CheckoutStrings, locale: string | undefined): string | undefined {
    const { busy, failure } = this.#checkout;
    if (failure) return attemptText(failure, strings, locale);
    return busy ? strings.opening : this.#outcome && strings[this.#outcome];
  }
}
